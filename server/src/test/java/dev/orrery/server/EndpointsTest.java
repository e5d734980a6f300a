package dev.orrery.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orrery.http.Endpoint;
import dev.orrery.http.Scope;
import dev.orrery.identity.ServerTokens;
import dev.orrery.identity.audit.AuditEntry;
import dev.orrery.identity.audit.AuditQuery;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every endpoint, tried by everybody who can call one: turned away exactly where the endpoint's scope is not theirs. */
class EndpointsTest {
    /** Who calls. What each may do stands in {@link #MAY}, written out, since it is what this test is about. */
    enum Role {
        ANONYMOUS,
        /** A credential that is none. */
        STRANGER,
        USER,
        ADMINISTRATOR,
        /** The token that a user server shows to the hub. */
        USER_SERVER,
        /** The token that a user's code finds in its server. */
        NOTEBOOK,
        /** The runner of one task attempt. */
        ATTEMPT
    }

    private static final Map<Role, Set<Scope>> MAY = Map.of(
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
    private static final Map<String, String> HUB = Map.ofEntries(
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

    @TempDir
    static Path home;

    private static TestingProgram program;
    private static final Map<Role, String> TOKENS = new EnumMap<>(Role.class);

    @BeforeAll
    static void start() {
        program = new TestingProgram(home);
        var identity = program.main().identity();
        identity.addUser("root", "a long password", true);
        identity.addUser("ana", "a long password", false);
        // Somebody else's: a user who starts or stops a server ends the tokens of the one before.
        identity.addUser("eva", "a long password", false);
        ServerTokens.Pair server = identity.serverTokens().issue("eva", "");
        TOKENS.put(Role.STRANGER, "orr_nobody");
        TOKENS.put(Role.USER, identity.createToken("ana", "", Set.of(), null).secret());
        TOKENS.put(
                Role.ADMINISTRATOR,
                identity.createToken("root", "", Set.of(), null).secret());
        TOKENS.put(Role.USER_SERVER, server.hub());
        TOKENS.put(Role.NOTEBOOK, server.api());
        TOKENS.put(Role.ATTEMPT, identity.attemptTokens().issue("no-such-attempt"));
    }

    @AfterAll
    static void stop() {
        program.close();
    }

    @Test
    void theTableNamesEveryRoleAndNobodyHasAnAttemptsScopeButARunner() {
        assertEquals(Set.of(Role.values()), MAY.keySet());
        assertEquals(
                List.of(Role.ATTEMPT),
                MAY.entrySet().stream()
                        .filter(entry -> entry.getValue().contains(Scope.ATTEMPT))
                        .map(Map.Entry::getKey)
                        .toList());
    }

    @Test
    void everyModuleHasEndpoints() {
        Set<String> paths = program.main().endpoints().stream()
                .map(Endpoint::path)
                .map(path -> path.replaceAll("^(/api/v1/[^/]+|/hub|/[^/]+).*", "$1"))
                .collect(Collectors.toSet());

        assertTrue(
                paths.containsAll(Set.of(
                        "/healthz",
                        "/api/v1/openapi.json",
                        "/api/v1/events",
                        "/api/v1/me",
                        "/api/v1/environments",
                        "/api/v1/servers",
                        "/api/v1/pushes",
                        "/api/v1/dags",
                        "/api/v1/attempt",
                        "/hub")),
                paths::toString);
    }

    @ParameterizedTest
    @EnumSource
    void isTurnedAwayExactlyWhereTheScopeIsMissing(Role role) throws Exception {
        List<String> wrong = new ArrayList<>();
        for (Endpoint endpoint : program.main().endpoints()) {
            int status = status(role, endpoint);
            boolean turnedAway = status == 401 || status == 403;
            boolean right = may(role, endpoint)
                    ? !turnedAway || refusesByItself(role, endpoint)
                    : status == refusal(role, endpoint);
            if (!right) {
                wrong.add(endpoint.method().text() + " " + endpoint.path() + " ("
                        + endpoint.scope().text() + ") answered " + status);
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void whateverChangesSomethingOrIsRefusedStandsInTheAuditLog() throws Exception {
        List<String> missing = new ArrayList<>();
        for (Endpoint endpoint : program.main().endpoints()) {
            boolean isChange = endpoint.isNews() && !endpoint.path().equals("/api/v1/logout");
            for (Role role : isChange ? List.of(Role.ADMINISTRATOR, Role.NOTEBOOK) : List.<Role>of()) {
                String last = lastEntry();
                status(role, endpoint);
                if (!awaitEntryAfter(last)) {
                    missing.add(role + " " + endpoint.method().text() + " " + endpoint.path());
                }
            }
        }
        assertEquals(List.of(), missing);
    }

    private static String lastEntry() {
        AuditQuery newest = new AuditQuery(null, null, null, null, null, null, null, null, 1);
        List<AuditEntry> found = program.main().audit().find(newest);
        return found.isEmpty() ? "" : found.getFirst().id();
    }

    /** What changed no row is written down when it was answered. */
    private static boolean awaitEntryAfter(String last) {
        long deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        while (lastEntry().equals(last)) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
        }
        return true;
    }

    private static boolean may(Role role, Endpoint endpoint) {
        return endpoint.scope() == Scope.HUB
                ? HUB_MAY.get(role).contains(HUB.get(endpoint.method().text() + " " + endpoint.path()))
                : MAY.get(role).contains(endpoint.scope());
    }

    @Test
    void theTableNamesEveryEndpointOfJupyterHubsApi() {
        assertEquals(
                HUB.keySet(),
                program.main().endpoints().stream()
                        .filter(endpoint -> endpoint.scope() == Scope.HUB)
                        .map(endpoint -> endpoint.method().text() + " " + endpoint.path())
                        .collect(Collectors.toSet()));
    }

    /** Nobody known gets 401, somebody without the right 403; JupyterHub's protocol knows 403 alone. */
    private static int refusal(Role role, Endpoint endpoint) {
        boolean nobody = role == Role.ANONYMOUS || role == Role.STRANGER;
        return nobody && endpoint.path().startsWith("/api/") ? 401 : 403;
    }

    /** What turns a caller away for another reason than a scope. */
    private static boolean refusesByItself(Role role, Endpoint endpoint) {
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

    private static int status(Role role, Endpoint endpoint) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder()
                .method(endpoint.method().text(), HttpRequest.BodyPublishers.ofString("{}"))
                .header("Content-Type", "application/json");
        if (TOKENS.containsKey(role)) {
            request.header("Authorization", "Bearer " + TOKENS.get(role));
        }
        String path = endpoint.path().replaceAll("\\{attempt}", "1").replaceAll("\\{\\w+}|\\*", "nothing");
        return program.status(request, path);
    }
}
