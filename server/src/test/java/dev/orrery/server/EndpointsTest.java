package dev.orrery.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orrery.http.Endpoint;
import dev.orrery.http.Scope;
import dev.orrery.identity.ServerTokens;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
            boolean right = MAY.get(role).contains(endpoint.scope())
                    ? !turnedAway || refusesByItself(role, endpoint)
                    : status == refusal(role, endpoint);
            if (!right) {
                wrong.add(endpoint.method().text() + " " + endpoint.path() + " ("
                        + endpoint.scope().text() + ") answered " + status);
            }
        }
        assertEquals(List.of(), wrong);
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
