package dev.orrery.identity;

import dev.orrery.http.Caller;
import dev.orrery.http.Scope;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Who shows a credential, and what that caller may now. */
final class Callers {
    private final JdbcIdentityStore store;
    private final InstantSource clock;

    Callers(JdbcIdentityStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** The credential of that secret; empty where there is none, or none that is still valid. */
    Optional<Credential> valid(String secret) {
        return store.byHash(Secrets.hash(secret)).filter(one -> one.validAt(clock.instant()));
    }

    Caller of(Credential credential) {
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
}
