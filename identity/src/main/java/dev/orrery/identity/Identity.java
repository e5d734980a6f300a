package dev.orrery.identity;

import dev.orrery.database.Database;
import dev.orrery.http.Caller;
import dev.orrery.http.Scope;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what: users, their passwords and sessions, and tokens. What a call refuses is an {@link IdentityException}.
 * No call may be made inside a transaction.
 */
public final class Identity {
    /** How long a browser session lives after its last use. */
    public static final Duration SESSION_LIFETIME = Duration.ofDays(14);

    // A session's end moves at most this often, so that reading does not write.
    private static final Duration EXTEND_AFTER = Duration.ofHours(1);

    // No hash that a password could have.
    private static final String NO_PASSWORD = "!";

    private final JdbcIdentityStore store;
    private final UserLimit limit;
    private final InstantSource clock;
    private final Passwords passwords = new Passwords();
    private final LoginLimiter limiter;
    private final String localAdmin = Secrets.random("orrl_");

    private Identity(JdbcIdentityStore store, UserLimit limit, InstantSource clock) {
        this.store = store;
        this.limit = limit;
        this.clock = clock;
        this.limiter = new LoginLimiter(clock);
    }

    /** Brings the tables up to date and drops what has expired. */
    public static Identity open(Database database, InstantSource clock) {
        return open(database, UserLimit.none(), clock);
    }

    /**
     * Brings the tables up to date and drops what has expired.
     *
     * @param limit asked before another user is added
     */
    public static Identity open(Database database, UserLimit limit, InstantSource clock) {
        JdbcIdentityStore store = new JdbcIdentityStore(database);
        store.deleteExpired(clock.instant());
        return new Identity(store, limit, clock);
    }

    /** A fresh one-time token that makes the first administrator, in place of an older one; empty once there is a user. */
    public Optional<String> setupToken() {
        if (store.hasUsers()) {
            return Optional.empty();
        }
        String secret = Secrets.random("");
        store.setSetupHash(Secrets.hash(secret));
        return Optional.of(secret);
    }

    public boolean setupNeeded() {
        return !store.hasUsers();
    }

    /** Makes the first administrator with the one-time token, which is gone with it. */
    public User completeSetup(String token, String name, String password) {
        UserName.check(name);
        Passwords.check(name, password);
        if (store.hasUsers()) {
            throw new IdentityException(
                    IdentityException.Code.SETUP_DONE, "There is an administrator already: log in instead.");
        }
        // Before the costly hash: whoever has no token is not to make the server work.
        String hash = Secrets.hash(token);
        if (!store.hasSetupHash(hash)) {
            throw badSetupToken();
        }
        return store.addFirst(hash, name, passwords.hash(password), clock.instant())
                .orElseThrow(Identity::badSetupToken);
    }

    public User addUser(String name, String password, boolean admin) {
        UserName.check(name);
        Passwords.check(name, password);
        limit.refusal(store.users().size()).ifPresent(why -> {
            throw new IdentityException(IdentityException.Code.NO_MORE_USERS, why);
        });
        return store.addUser(name, admin, passwords.hash(password), clock.instant())
                .orElseThrow(() -> new IdentityException(
                        IdentityException.Code.NAME_TAKEN, "There is a user '" + name + "' already."));
    }

    /** Adds a user who cannot log in with a password, as JupyterHub's API does: by a token, or through a provider. */
    public User addUser(String name, boolean admin) {
        UserName.check(name);
        limit.refusal(store.users().size()).ifPresent(why -> {
            throw new IdentityException(IdentityException.Code.NO_MORE_USERS, why);
        });
        return store.addUser(name, admin, NO_PASSWORD, clock.instant())
                .orElseThrow(() -> new IdentityException(
                        IdentityException.Code.NAME_TAKEN, "There is a user '" + name + "' already."));
    }

    /** Makes a user an administrator, or an ordinary one again; the last administrator stays one. */
    public void setAdmin(String name, boolean admin) {
        if (!admin) {
            refuseLastAdmin(name);
        }
        if (!store.setAdmin(name, admin)) {
            throw noSuchUser(name);
        }
    }

    /** Deletes a user with sessions and tokens; the home folder stays. The last administrator cannot be deleted. */
    public void deleteUser(String name) {
        refuseLastAdmin(name);
        if (!store.deleteUser(name)) {
            throw noSuchUser(name);
        }
    }

    private void refuseLastAdmin(String name) {
        List<String> admins =
                store.users().stream().filter(User::admin).map(User::name).toList();
        if (admins.equals(List.of(name))) {
            throw new IdentityException(
                    IdentityException.Code.LAST_ADMIN,
                    "'" + name + "' is the last administrator: make another one first.");
        }
    }

    public Optional<User> user(String name) {
        return store.user(name);
    }

    /** All users, by name. */
    public List<User> users() {
        return store.users();
    }

    /**
     * The user with that name and password. Takes as long for a name that is not there.
     *
     * @param address where the request came from; failures are counted by it
     */
    public User login(String name, String password, String address) {
        limiter.check(name, address);
        boolean tooLong = password.length() > 2 * Passwords.MAX_LENGTH;
        boolean right = passwords.matches(
                tooLong ? "" : password,
                store.password(name)
                        .filter(stored -> !stored.equals(NO_PASSWORD))
                        .orElse(null));
        Optional<User> user = right && !tooLong ? store.user(name) : Optional.empty();
        if (user.isEmpty()) {
            limiter.failed(name, address);
            throw new IdentityException(IdentityException.Code.BAD_LOGIN, "No user has that name and password.");
        }
        limiter.succeeded(name, address);
        return user.get();
    }

    /** Opens a browser session. Returns its secret: 256 random bits, for a cookie. */
    public String openSession(User user) {
        String secret = Secrets.random("");
        Instant now = clock.instant();
        store.add(
                new Credential(
                        Secrets.randomId(),
                        Credential.Kind.SESSION,
                        user.name(),
                        null,
                        Set.of(),
                        "",
                        now,
                        now.plus(SESSION_LIFETIME)),
                Secrets.hash(secret));
        return secret;
    }

    /** Whether the session is still open. */
    public boolean isSessionOpen(String sessionId) {
        return store.byId(sessionId)
                .filter(found -> found.kind() == Credential.Kind.SESSION && found.validAt(clock.instant()))
                .isPresent();
    }

    /** Ends a session by its id, as {@link Caller.User#session} names it. */
    public void closeSession(String sessionId) {
        store.delete(sessionId);
    }

    /** The caller with this browser session; {@link Caller.Anonymous} where it is none or over. Moves the session's end. */
    public Caller session(String secret) {
        Optional<Credential> found = valid(secret).filter(one -> one.kind() == Credential.Kind.SESSION);
        if (found.isEmpty()) {
            return new Caller.Anonymous();
        }
        Instant wanted = clock.instant().plus(SESSION_LIFETIME);
        Instant end = Objects.requireNonNullElse(found.get().expiresAt(), wanted);
        if (Duration.between(end, wanted).compareTo(EXTEND_AFTER) > 0) {
            store.extend(found.get().id(), wanted);
        }
        return caller(found.get());
    }

    /** The caller with this token; {@link Caller.Anonymous} where it is none, expired or revoked. */
    public Caller token(String secret) {
        if (Secrets.sameHash(Secrets.hash(secret), Secrets.hash(localAdmin))) {
            return new Caller.User(LOCAL_ADMIN_NAME, true, Roles.of(true), null);
        }
        return valid(secret)
                .filter(one -> one.kind() != Credential.Kind.SESSION)
                .map(this::caller)
                .orElseGet(Caller.Anonymous::new);
    }

    /** The name of the caller who shows {@link #localAdminToken}; no user can have it. */
    public static final String LOCAL_ADMIN_NAME = "(local)";

    /** A token for commands on this machine, as an administrator who is no user; it lives as long as this object. */
    public String localAdminToken() {
        return localAdmin;
    }

    /**
     * Makes an API token for the caller.
     *
     * @param scopes what it may, within what the caller may now; empty: all of that
     * @param lifetime null: without end
     */
    public ApiToken.Fresh createToken(Caller.User owner, String note, Set<Scope> scopes, @Nullable Duration lifetime) {
        Set<Scope> granted = scopes.isEmpty() ? owner.scopes() : scopes;
        String missing = granted.stream()
                .filter(scope -> !owner.scopes().contains(scope))
                .map(Scope::text)
                .sorted()
                .collect(Collectors.joining(", "));
        if (!missing.isEmpty()) {
            throw badTokenRequest("A token cannot have what you do not have yourself: " + missing + ".");
        }
        if (lifetime != null && (lifetime.isNegative() || lifetime.isZero())) {
            throw badTokenRequest("A token's lifetime must be longer than 0 seconds.");
        }
        if (note.length() > 200) {
            throw badTokenRequest("A token's note has at most 200 characters.");
        }
        if (store.user(owner.name()).isEmpty()) {
            throw noSuchUser(owner.name());
        }
        return store(owner.name(), note, granted, null, lifetime);
    }

    /** Makes an API token for a user by name, as the command line does; scopes as in the other call. */
    public ApiToken.Fresh createToken(String user, String note, Set<Scope> scopes, @Nullable Duration lifetime) {
        User owner = store.user(user).orElseThrow(() -> noSuchUser(user));
        return createToken(new Caller.User(user, owner.admin(), Roles.of(owner.admin()), null), note, scopes, lifetime);
    }

    /**
     * Makes an API token with JupyterHub's scopes, which its maker has checked.
     *
     * @param scopes what it may at the platform's own API
     */
    public ApiToken.Fresh createHubToken(
            String user, String note, List<String> hubScopes, Set<Scope> scopes, @Nullable Duration lifetime) {
        if (store.user(user).isEmpty()) {
            throw noSuchUser(user);
        }
        if (note.length() > 200) {
            throw badTokenRequest("A token's note has at most 200 characters.");
        }
        return store(user, note, scopes, hubScopes, lifetime);
    }

    /** What a user, or an administrator, may do at the platform's own API. */
    public static Set<Scope> scopesOf(boolean admin) {
        return Roles.of(admin);
    }

    /** The API token of that secret; empty where it is none, or not valid any more. */
    public Optional<ApiToken> apiToken(String secret) {
        return valid(secret).filter(one -> one.kind() == Credential.Kind.API).map(Identity::apiToken);
    }

    /** A user's own tokens, oldest first; not those that the platform made for the user's servers. */
    public List<ApiToken> tokens(String user) {
        Instant now = clock.instant();
        return store.tokens(user).stream()
                .filter(one -> one.validAt(now))
                .map(Identity::apiToken)
                .toList();
    }

    public void deleteToken(String user, String id) {
        if (!store.deleteToken(user, id)) {
            throw new IdentityException(IdentityException.Code.NO_SUCH_TOKEN, "You have no token '" + id + "'.");
        }
    }

    public AttemptTokens attemptTokens() {
        return new AttemptTokens(store, clock);
    }

    public ServerTokens serverTokens() {
        return new ServerTokens(store, clock);
    }

    private ApiToken.Fresh store(
            String user,
            String note,
            Set<Scope> scopes,
            @Nullable List<String> hubScopes,
            @Nullable Duration lifetime) {
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
                lifetime == null ? null : now.plus(lifetime));
        store.add(credential, Secrets.hash(secret));
        return new ApiToken.Fresh(apiToken(credential), secret);
    }

    private Optional<Credential> valid(String secret) {
        return store.byHash(Secrets.hash(secret)).filter(one -> one.validAt(clock.instant()));
    }

    private Caller caller(Credential credential) {
        String name = credential.user();
        if (name == null) {
            return new Caller.Attempt(after(credential, "attempt:"));
        }
        Optional<User> user = store.user(name);
        if (user.isEmpty()) {
            return new Caller.Anonymous();
        }
        boolean admin = user.get().admin();
        Set<Scope> now = Roles.of(admin);
        return switch (credential.kind()) {
            case SESSION -> new Caller.User(name, admin, now, credential.id());
            case API -> new Caller.User(name, admin, both(credential.scopes(), now), null);
            case SERVER -> new Caller.Server(name, after(credential, "server:" + name + "/"), credential.scopes());
            case ATTEMPT -> new Caller.Anonymous();
        };
    }

    private static String after(Credential credential, String prefix) {
        String thing = Objects.requireNonNull(credential.boundTo());
        return thing.substring(prefix.length());
    }

    private static Set<Scope> both(Set<Scope> granted, Set<Scope> now) {
        EnumSet<Scope> both = EnumSet.noneOf(Scope.class);
        granted.stream().filter(now::contains).forEach(both::add);
        return both;
    }

    private static ApiToken apiToken(Credential credential) {
        return new ApiToken(
                credential.id(),
                credential.note(),
                credential.scopes().stream().sorted().toList(),
                credential.hubScopes(),
                credential.createdAt(),
                credential.expiresAt());
    }

    private static IdentityException badSetupToken() {
        return new IdentityException(
                IdentityException.Code.BAD_SETUP_TOKEN,
                "This setup link is not valid, or not any more: use the link that the server printed last.");
    }

    private static IdentityException badTokenRequest(String why) {
        return new IdentityException(IdentityException.Code.BAD_TOKEN_REQUEST, why);
    }

    private static IdentityException noSuchUser(String name) {
        return new IdentityException(IdentityException.Code.NO_SUCH_USER, "There is no user '" + name + "'.");
    }
}
