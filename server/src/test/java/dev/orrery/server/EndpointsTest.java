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
        assertEquals(Set.of(Role.values()), EndpointRights.MAY.keySet());
        assertEquals(
                List.of(Role.ATTEMPT),
                EndpointRights.MAY.entrySet().stream()
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
            boolean right = EndpointRights.may(role, endpoint)
                    ? !turnedAway || EndpointRights.refusesByItself(role, endpoint)
                    : status == EndpointRights.refusal(role, endpoint);
            if (!right) {
                wrong.add(endpoint.method().text() + " " + endpoint.path() + " ("
                        + endpoint.scope().text() + ") answered " + status);
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void whateverChangesSomethingOrIsRefusedStandsInTheAuditLog() throws Exception {
        TestingAudit audit = new TestingAudit(program.main().audit());
        List<String> missing = new ArrayList<>();
        for (Endpoint endpoint : program.main().endpoints()) {
            boolean isChange = endpoint.isNews() && !endpoint.path().equals("/api/v1/logout");
            for (Role role : isChange ? List.of(Role.ADMINISTRATOR, Role.NOTEBOOK) : List.<Role>of()) {
                String last = audit.newest();
                status(role, endpoint);
                if (audit.after(last, null).isEmpty()) {
                    missing.add(role + " " + endpoint.method().text() + " " + endpoint.path());
                }
            }
        }
        assertEquals(List.of(), missing);
    }

    @Test
    void theTableNamesEveryEndpointOfJupyterHubsApi() {
        assertEquals(
                EndpointRights.HUB.keySet(),
                program.main().endpoints().stream()
                        .filter(endpoint -> endpoint.scope() == Scope.HUB)
                        .map(endpoint -> endpoint.method().text() + " " + endpoint.path())
                        .collect(Collectors.toSet()));
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
