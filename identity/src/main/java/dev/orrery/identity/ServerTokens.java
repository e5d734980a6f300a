package dev.orrery.identity;

import dev.orrery.http.Scope;
import java.time.InstantSource;
import java.util.Set;

/** Tokens of user servers: made when a server starts, dead when it stops. */
public final class ServerTokens {
    private final JdbcIdentityStore store;
    private final InstantSource clock;

    ServerTokens(JdbcIdentityStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * What one server gets.
     *
     * @param hub what it shows to the hub: {@link dev.orrery.http.Caller.Server}
     * @param api what the user's code shows to the API: the user, who may read and write dags and runs
     */
    public record Pair(String hub, String api) {
        @Override
        public String toString() {
            return "Pair[secret]";
        }
    }

    /** Fresh tokens for the user's server of that name ("" is the default one); older ones of that server die. */
    public Pair issue(String user, String server) {
        revoke(user, server);
        String hub = add(Credential.Kind.SERVER, "orrs_", user, server, Set.of(Scope.SELF, Scope.USERS_ACTIVITY));
        String api = add(
                Credential.Kind.API, "orr_", user, server, Set.of(Scope.READ_DAGS, Scope.WRITE_DAGS, Scope.WRITE_RUNS));
        return new Pair(hub, api);
    }

    /** Ends the server's tokens; does nothing where there are none. */
    public void revoke(String user, String server) {
        store.deleteBoundTo(thing(user, server));
    }

    static String thing(String user, String server) {
        return "server:" + user + "/" + server;
    }

    private String add(Credential.Kind kind, String prefix, String user, String server, Set<Scope> scopes) {
        String secret = Secrets.random(prefix);
        store.add(
                new Credential(
                        Secrets.randomId(),
                        kind,
                        user,
                        thing(user, server),
                        scopes,
                        "user server",
                        clock.instant(),
                        null),
                Secrets.hash(secret));
        return secret;
    }
}
