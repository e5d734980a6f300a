package dev.orrery.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orrery.http.Exchange;
import dev.orrery.identity.audit.AuditEntry;
import dev.orrery.identity.audit.AuditQuery;
import dev.orrery.launch.Environment;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What an administrator's page asks and does. */
@Timeout(120)
class AdminRoutesTest {
    private static final String USERS = "/api/v1/admin/users";

    @TempDir
    Path folder;

    private TestingPlatform platform;
    private Browser root;

    @BeforeEach
    void open() throws Exception {
        platform = new TestingPlatform(folder, new TestingLauncher());
        platform.identity.addUser("root", TestingPlatform.PASSWORD, true);
        for (int i = 0; i < 25; i++) {
            platform.identity.addUser("user%02d".formatted(i), false);
        }
        platform.environments.ready(new Environment("default", "d", Path.of("/opt/env"), List.of()));
        root = platform.loggedIn("root");
    }

    @AfterEach
    void close() {
        platform.close();
    }

    @Test
    void usersComeInPagesThatGoOnAfterAUserAndNotAfterANumber() throws Exception {
        List<String> seen = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = json(root.get(USERS + "?sort=-created_at&limit=10&q=user&cursor=" + cursor));
            assertEquals(
                    cursor.isEmpty() ? 26 : 25,
                    page.path("counts").path("users").asInt());
            page.path("users").forEach(user -> seen.add(user.path("name").asString()));
            cursor = page.path("next").asString("");
            // Whoever goes meanwhile takes nobody else's place.
            if (seen.size() == 10) {
                assertEquals(204, root.delete(USERS + "/" + seen.getFirst()).statusCode());
            }
        } while (!cursor.isEmpty());

        assertEquals(25, seen.size());
        assertEquals(25, new HashSet<>(seen).size());
        assertEquals("user24", seen.getFirst());
    }

    @Test
    void whoIsActiveIsFoundByTheServer() throws Exception {
        assertEquals(202, root.post(USERS + "/user03/servers/default", "").statusCode());
        platform.await(ServerState.READY);

        JsonNode active = json(root.get(USERS + "?state=ready"));
        assertEquals(1, active.path("total").asInt());
        JsonNode server = active.path("users").path(0).path("servers").path(0);
        assertEquals("ready", server.path("state").asString());
        assertEquals("/user/user03/", server.path("url").asString());

        assertEquals(202, root.delete(USERS + "/user03/servers/default").statusCode());
        platform.await(ServerState.STOPPED);
        assertEquals(0, json(root.get(USERS + "?state=active")).path("total").asInt());
        assertEquals(List.of("stop server", "start server"), actions("user03/default"));
    }

    @Test
    void groupsTokensInvitesAndRightsAreChangedAndWrittenDown() throws Exception {
        assertEquals(200, put("/api/v1/admin/groups/team").statusCode());
        assertEquals(200, put("/api/v1/admin/groups/team/members/user01").statusCode());
        assertEquals(
                "user01",
                json(root.get(USERS + "?group=team"))
                        .path("users")
                        .path(0)
                        .path("name")
                        .asString());
        String secret =
                platform.identity.createToken("user01", "ci", Set.of(), null).secret();
        JsonNode token = json(root.get(USERS + "/user01/tokens")).path("tokens").path(0);
        assertEquals("ci", token.path("note").asString());
        assertEquals(
                204,
                root.delete(USERS + "/user01/tokens/" + token.path("id").asString())
                        .statusCode());
        assertTrue(platform.identity.apiToken(secret).isEmpty());
        assertEquals(200, root.patch(USERS + "/user01", "{\"admin\": true}").statusCode());
        assertTrue(platform.identity.user("user01").orElseThrow().admin());
        assertEquals(409, root.delete(USERS + "/root").statusCode());

        assertEquals(List.of("add to group"), actions("team/user01"));
        assertEquals(List.of("make administrator"), actions("user01").subList(0, 1));
        assertEquals(List.of("delete user"), actions("root").subList(0, 1));
    }

    @Test
    void noOtherUserMayAsk() throws Exception {
        String token =
                platform.identity.createToken("user01", "", Set.of(), null).secret();
        assertEquals(
                403,
                platform.browser()
                        .step(USERS, "Authorization", "Bearer " + token)
                        .statusCode());
    }

    private HttpResponse<String> put(String path) throws Exception {
        return root.put(path);
    }

    private List<String> actions(String object) {
        return platform.audit.find(new AuditQuery(null, null, object, null, null, null, null, null, 10)).stream()
                .map(AuditEntry::action)
                .toList();
    }

    private static JsonNode json(HttpResponse<String> response) {
        assertEquals(200, response.statusCode(), response.body());
        return Exchange.JSON.readTree(response.body());
    }
}
