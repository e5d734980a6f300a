package dev.orrery.identity;

import dev.orrery.http.Caller;
import dev.orrery.http.Scope;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tokens that users make for their programs. */
final class ApiTokens {
    private static final Duration LONGEST = Duration.ofDays(36_500);
    private static final int MAX_NOTE = 200;

    private final JdbcIdentityStore store;
    private final Accounts accounts;
    private final InstantSource clock;

    ApiTokens(JdbcIdentityStore store, Accounts accounts, InstantSource clock) {
        this.store = store;
        this.accounts = accounts;
        this.clock = clock;
    }

    ApiToken.Fresh create(Caller.User owner, String note, Set<Scope> scopes, @Nullable Duration lifetime) {
        Set<Scope> granted = scopes.isEmpty() ? owner.scopes() : scopes;
        String missing = granted.stream()
                .filter(scope -> !owner.scopes().contains(scope))
                .map(Scope::text)
                .sorted()
                .collect(Collectors.joining(", "));
        if (!missing.isEmpty()) {
            throw badRequest("A token cannot have what you do not have yourself: " + missing + ".");
        }
        if (lifetime != null && (lifetime.isNegative() || lifetime.isZero())) {
            throw badRequest("A token's lifetime must be longer than 0 seconds.");
        }
        return add(owner.name(), note, granted, null, lifetime);
    }

    ApiToken.Fresh create(String user, String note, Set<Scope> scopes, @Nullable Duration lifetime) {
        boolean admin = accounts.need(user).admin();
        return create(new Caller.User(user, admin, Roles.of(admin), null), note, scopes, lifetime);
    }

    ApiToken.Fresh add(
            String user,
            String note,
            Set<Scope> scopes,
            @Nullable List<String> hubScopes,
            @Nullable Duration lifetime) {
        if (lifetime != null && lifetime.compareTo(LONGEST) > 0) {
            throw badRequest("A token's lifetime is at most " + LONGEST.toDays() + " days; without one it has no end.");
        }
        if (note.length() > MAX_NOTE) {
            throw badRequest("A token's note has at most " + MAX_NOTE + " characters.");
        }
        accounts.need(user);
        Instant now = clock.instant();
        String secret = Secrets.random("orr_");
        Credential credential = new Credential(
                Secrets.randomId(),
                Credential.Kind.API,
                user,
                null,
                scopes,
                hubScopes,
                note,
                now,
                lifetime == null ? null : now.plus(lifetime),
                null);
        store.add(credential, Secrets.hash(secret));
        return new ApiToken.Fresh(view(credential), secret);
    }

    List<ApiToken> of(String user) {
        Instant now = clock.instant();
        return store.tokens(user).stream()
                .filter(one -> one.validAt(now))
                .map(ApiTokens::view)
                .toList();
    }

    void delete(String user, String id) {
        if (!store.deleteToken(user, id)) {
            throw new IdentityException(IdentityException.Code.NO_SUCH_TOKEN, "You have no token '" + id + "'.");
        }
    }

    /** Notes that a token is used. Not each time: that would be a write for every read. */
    void seen(Credential token) {
        Instant now = clock.instant();
        Instant last = token.seenAt();
        if (last == null || Duration.between(last, now).compareTo(Sessions.SEEN_EVERY) > 0) {
            store.seen(token.id(), now);
        }
    }

    static ApiToken view(Credential credential) {
        return new ApiToken(
                credential.id(),
                credential.note(),
                credential.scopes().stream().sorted().toList(),
                credential.hubScopes(),
                credential.createdAt(),
                credential.expiresAt(),
                credential.seenAt());
    }

    private static IdentityException badRequest(String why) {
        return new IdentityException(IdentityException.Code.BAD_TOKEN_REQUEST, why);
    }
}
