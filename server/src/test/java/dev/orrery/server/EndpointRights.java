package dev.orrery.server;

import dev.orrery.http.Endpoint;
import dev.orrery.http.Scope;
import java.util.Map;
import java.util.Set;

/** What each role may ask of which endpoint, written out, and how it is turned away where it may not. */
final class EndpointRights {
    /** In the platform's own scopes. */
    static final Map<Role, Set<Scope>> MAY = Map.of(
            Role.ANONYMOUS, Set.of(Scope.PUBLIC),
            Role.STRANGER, Set.of(Scope.PUBLIC),
            Role.USER,
                    Set.of(
                            Scope.PUBLIC,
                            Scope.SELF,
                            Scope.READ_DAGS,
                            Scope.WRITE_DAGS,
                            Scope.WRITE_RUNS,
                            Scope.SERVERS,
                            Scope.ACCESS_SERVERS),
            Role.ADMINISTRATOR,
                    Set.of(
                            Scope.PUBLIC,
                            Scope.SELF,
                            Scope.READ_DAGS,
                            Scope.WRITE_DAGS,
                            Scope.WRITE_RUNS,
                            Scope.SERVERS,
                            Scope.ACCESS_SERVERS,
                            Scope.ADMIN_USERS,
                            Scope.ADMIN_SERVERS,
                            Scope.READ_METRICS),
            Role.USER_SERVER, Set.of(Scope.PUBLIC, Scope.SELF, Scope.USERS_ACTIVITY),
            Role.NOTEBOOK, Set.of(Scope.PUBLIC, Scope.READ_DAGS, Scope.WRITE_DAGS, Scope.WRITE_RUNS),
            Role.ATTEMPT, Set.of(Scope.PUBLIC, Scope.ATTEMPT));

    /** What each endpoint of JupyterHub's API asks for, in JupyterHub's scopes; {@code owner}: any credential of a user. */
    static final Map<String, String> HUB = Map.ofEntries(
            Map.entry("GET /hub/api/info", "read:hub"),
            Map.entry("GET /hub/api/user", "owner"),
            Map.entry("GET /hub/api/authorizations/token/*", "owner"),
            Map.entry("GET /hub/api/services", "list:services"),
            Map.entry("GET /hub/api/services/{service}", "read:services"),
            Map.entry("POST /hub/api/shutdown", "shutdown"),
            Map.entry("GET /hub/api/proxy", "proxy"),
            Map.entry("POST /hub/api/proxy", "proxy"),
            Map.entry("PATCH /hub/api/proxy", "proxy"),
            Map.entry("POST /hub/api/services/{service}", "admin:services"),
            Map.entry("DELETE /hub/api/services/{service}", "admin:services"),
            Map.entry("GET /hub/api/users/{name}/server", "read:servers"),
            Map.entry("PUT /hub/api/users/{name}/server", "start:servers"),
            Map.entry("PATCH /hub/api/users/{name}/server", "start:servers"),
            Map.entry("GET /hub/api/users/{name}/servers/{server}", "read:servers"),
            Map.entry("PATCH /hub/api/users/{name}/servers/{server}", "start:servers"),
            Map.entry("GET /hub/api/users/{name}/servers/", "read:servers"),
            Map.entry("POST /hub/api/shares/{name}", "shares"),
            Map.entry("PATCH /hub/api/shares/{name}", "shares"),
            Map.entry("DELETE /hub/api/shares/{name}", "shares"),
            Map.entry("POST /hub/api/share-codes/{name}", "shares"),
            Map.entry("DELETE /hub/api/share-codes/{name}", "shares"),
            Map.entry("GET /hub/api/users", "list:users"),
            Map.entry("POST /hub/api/users", "admin:users"),
            Map.entry("GET /hub/api/users/{name}", "read:users"),
            Map.entry("POST /hub/api/users/{name}", "admin:users"),
            Map.entry("PATCH /hub/api/users/{name}", "admin:users"),
            Map.entry("DELETE /hub/api/users/{name}", "delete:users"),
            Map.entry("POST /hub/api/users/{name}/server", "start:servers"),
            Map.entry("DELETE /hub/api/users/{name}/server", "delete:servers"),
            Map.entry("GET /hub/api/users/{name}/server/progress", "read:servers"),
            Map.entry("POST /hub/api/users/{name}/servers/{server}", "start:servers"),
            Map.entry("PUT /hub/api/users/{name}/servers/{server}", "start:servers"),
            Map.entry("DELETE /hub/api/users/{name}/servers/{server}", "delete:servers"),
            Map.entry("GET /hub/api/users/{name}/servers/{server}/progress", "read:servers"),
            Map.entry("POST /hub/api/users/{name}/servers/", "start:servers"),
            Map.entry("DELETE /hub/api/users/{name}/servers/", "delete:servers"),
            Map.entry("POST /hub/api/users/{name}/activity", "users:activity"),
            Map.entry("GET /hub/api/users/{name}/tokens", "read:tokens"),
            Map.entry("POST /hub/api/users/{name}/tokens", "tokens"),
            Map.entry("GET /hub/api/users/{name}/tokens/{token_id}", "read:tokens"),
            Map.entry("DELETE /hub/api/users/{name}/tokens/{token_id}", "tokens"),
            Map.entry("GET /hub/api/groups", "list:groups"),
            Map.entry("POST /hub/api/groups", "admin:groups"),
            Map.entry("GET /hub/api/groups/{group}", "read:groups"),
            Map.entry("POST /hub/api/groups/{group}", "admin:groups"),
            Map.entry("DELETE /hub/api/groups/{group}", "delete:groups"),
            Map.entry("POST /hub/api/groups/{group}/users", "groups"),
            Map.entry("DELETE /hub/api/groups/{group}/users", "groups"),
            Map.entry("GET /hub/api/shares/{name}", "read:shares"),
            Map.entry("GET /hub/api/shares/{name}/", "read:shares"),
            Map.entry("POST /hub/api/shares/{name}/", "shares"),
            Map.entry("PATCH /hub/api/shares/{name}/", "shares"),
            Map.entry("DELETE /hub/api/shares/{name}/", "shares"),
            Map.entry("GET /hub/api/shares/{name}/{server}", "read:shares"),
            Map.entry("POST /hub/api/shares/{name}/{server}", "shares"),
            Map.entry("PATCH /hub/api/shares/{name}/{server}", "shares"),
            Map.entry("DELETE /hub/api/shares/{name}/{server}", "shares"),
            Map.entry("GET /hub/api/share-codes/{name}", "read:shares"),
            Map.entry("GET /hub/api/share-codes/{name}/", "read:shares"),
            Map.entry("POST /hub/api/share-codes/{name}/", "shares"),
            Map.entry("DELETE /hub/api/share-codes/{name}/", "shares"),
            Map.entry("GET /hub/api/share-codes/{name}/{server}", "read:shares"),
            Map.entry("POST /hub/api/share-codes/{name}/{server}", "shares"),
            Map.entry("DELETE /hub/api/share-codes/{name}/{server}", "shares"),
            Map.entry("GET /hub/api/users/{name}/shared", "read:users:shares"),
            Map.entry("GET /hub/api/users/{name}/shared/{owner}/", "read:users:shares"),
            Map.entry("DELETE /hub/api/users/{name}/shared/{owner}/", "users:shares"),
            Map.entry("GET /hub/api/users/{name}/shared/{owner}/{server}", "read:users:shares"),
            Map.entry("DELETE /hub/api/users/{name}/shared/{owner}/{server}", "users:shares"),
            Map.entry("GET /hub/api/groups/{group}/shared", "read:groups:shares"),
            Map.entry("GET /hub/api/groups/{group}/shared/{owner}/", "read:groups:shares"),
            Map.entry("DELETE /hub/api/groups/{group}/shared/{owner}/", "groups:shares"),
            Map.entry("GET /hub/api/groups/{group}/shared/{owner}/{server}", "read:groups:shares"),
            Map.entry("DELETE /hub/api/groups/{group}/shared/{owner}/{server}", "groups:shares"),
            Map.entry("PUT /hub/api/groups/{group}/properties", "groups"));

    private static final Map<Role, Set<String>> HUB_MAY = Map.of(
            Role.ANONYMOUS, Set.of(),
            Role.STRANGER, Set.of(),
            // About himself: whoever else is not there for him (404).
            Role.USER,
                    Set.of(
                            "owner",
                            "read:users",
                            "users:activity",
                            "start:servers",
                            "delete:servers",
                            "read:servers",
                            "read:shares",
                            "users:shares",
                            "read:users:shares",
                            "read:tokens",
                            "tokens"),
            Role.ADMINISTRATOR, Set.copyOf(HUB.values()),
            Role.USER_SERVER, Set.of("owner", "read:users", "users:activity"),
            Role.NOTEBOOK, Set.of("owner"),
            Role.ATTEMPT, Set.of());

    private EndpointRights() {}

    static boolean may(Role role, Endpoint endpoint) {
        return endpoint.scope() == Scope.HUB
                ? HUB_MAY.get(role).contains(HUB.get(endpoint.method().text() + " " + endpoint.path()))
                : MAY.get(role).contains(endpoint.scope());
    }

    /** Nobody known gets 401, somebody without the right 403; JupyterHub's protocol knows 403 alone. */
    static int refusal(Role role, Endpoint endpoint) {
        boolean nobody = role == Role.ANONYMOUS || role == Role.STRANGER;
        return nobody && endpoint.path().startsWith("/api/") ? 401 : 403;
    }

    /** What turns a caller away for another reason than a scope. */
    static boolean refusesByItself(Role role, Endpoint endpoint) {
        if (endpoint.path().equals("/hub/user/*")) {
            return true; // somebody else's server, or one that is not running
        }
        if (endpoint.path().equals("/hub/login") && endpoint.method().text().equals("POST")) {
            return true; // the form's token and that of the cookie are missing
        }
        if (endpoint.path().equals("/hub/api/users/{name}/tokens") && endpoint.isNews()) {
            return true; // as JupyterHub: whether a user is there is not told to who may make no token for him
        }
        if (endpoint.path().equals("/hub/api/oauth2/token")) {
            return true; // the request's body names no client: OAuth's invalid_client
        }
        // Its own name and activity is all that a user server tells and asks: to the API it is no user.
        return role == Role.USER_SERVER
                && endpoint.scope() == Scope.SELF
                && endpoint.path().startsWith("/api/v1/");
    }
}
