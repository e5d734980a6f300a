package dev.orrery.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orrery.http.Scope;
import dev.orrery.hub.HubClient.Answer;
import dev.orrery.hub.proxy.Target;
import dev.orrery.launch.Environment;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** JupyterHub's REST API as its clients use it, with servers that only answer on their port. */
class HubRestTest {
    private static final String CONFIGURATION = """
            {"services": [
               {"name": "culler", "api_token": "culler-token-0123456789abcdef"},
               {"name": "boss", "api_token": "boss-token-0123456789abcdef", "admin": true}],
             "roles": [
               {"name": "cull", "services": ["culler"],
                "scopes": ["list:users", "read:users:activity", "read:servers", "delete:servers"]},
               {"name": "sales-admin", "groups": ["leads"], "scopes": ["admin:users!group=sales", "servers!group=sales"]}]}""";

    @TempDir
    Path folder;

    private final TestingLauncher launcher = new TestingLauncher();
    private HubClient hub;
    private TestingPlatform platform;
    private String admin;
    private String ana;

    @BeforeEach
    void open() throws Exception {
        Files.writeString(folder.resolve("hub.json"), CONFIGURATION);
        platform = new TestingPlatform(folder, launcher);
        hub = new HubClient(platform.port);
        platform.environments.ready(new Environment("default", "d", Path.of("/opt/env"), List.of()));
        platform.identity.addUser("root", TestingPlatform.PASSWORD, true);
        platform.identity.addUser("ana", TestingPlatform.PASSWORD, false);
        platform.identity.addUser("bob", TestingPlatform.PASSWORD, false);
        admin = platform.identity.createToken("root", "", Set.of(), null).secret();
        ana = platform.identity.createToken("ana", "", Set.of(), null).secret();
    }

    @AfterEach
    void close() {
        platform.close();
        hub.close();
    }

    @Test
    void usersAreListedInPages() throws Exception {
        for (int i = 0; i < 5; i++) {
            platform.identity.addUser("user" + i, false);
        }
        Answer plain = get(admin, "/users");
        assertEquals(8, plain.body().size());
        assertEquals(
                "6.1.1",
                plain.response().headers().firstValue("X-JupyterHub-Version").orElse(""));
        List<String> names = new ArrayList<>();
        String next = "/users?limit=3&sort=-name";
        while (next != null) {
            Answer page = call("GET", admin, next, null, "Accept", "application/jupyterhub-pagination+json");
            page.body()
                    .path("items")
                    .forEach(user -> names.add(user.path("name").asString()));
            assertEquals(8, page.body().path("_pagination").path("total").asInt());
            JsonNode url = page.body().path("_pagination").path("next").path("url");
            next = url.isString() ? url.asString().substring(url.asString().indexOf("/hub/api") + 8) : null;
        }
        assertEquals(List.of("user4", "user3", "user2", "user1", "user0", "root", "bob", "ana"), names);
        assertEquals(400, get(admin, "/users?state=sleeping").status());
        assertEquals(1, get(admin, "/users?name_filter=ser3").body().size());
    }

    @Test
    void aModelHoldsWhatItsScopesOpen() throws Exception {
        start(admin, "/users/ana/server");
        Answer culler = get("culler-token-0123456789abcdef", "/users?state=ready");
        assertEquals(1, culler.body().size());
        JsonNode model = culler.body().get(0);
        assertEquals(
                Set.of("kind", "name", "admin", "user_info", "last_activity", "servers"),
                Set.copyOf(model.propertyNames()));
        JsonNode server = model.path("servers").path("");
        assertTrue(server.path("ready").asBoolean());
        assertTrue(server.path("pending").isNull());
        assertEquals("/user/ana/", server.path("url").asString());
        assertFalse(server.has("state"));
        assertTrue(get(admin, "/users/ana").body().path("servers").path("").has("state"));
        assertEquals("/user/ana/", get(ana, "/users/ana").body().path("server").asString());
    }

    @Test
    void whatOneMayNotSeeIsNotThere() throws Exception {
        assertEquals(404, get(ana, "/users/bob").status());
        assertEquals(404, get(ana, "/users/nobody").status());
        assertEquals(403, get(ana, "/users").status());
        assertTrue(get(ana, "/users").body().path("message").asString().contains("requires any of [list:users]"));
        assertEquals(403, get("wrong", "/users").status());
        assertEquals(404, call("DELETE", ana, "/users/bob/server", null).status());
        assertEquals(403, call("POST", ana, "/users/bob/tokens", "{}").status());
        assertEquals(403, call("POST", ana, "/users/carol", null).status());
    }

    @Test
    void usersAreMadeChangedAndDeleted() throws Exception {
        Answer made = call("POST", admin, "/users", "{\"usernames\": [\"carol\", \"ana\", \"dave\"]}");
        assertEquals(201, made.status());
        assertEquals(2, made.body().size());
        assertEquals(
                409,
                call("POST", admin, "/users", "{\"usernames\": [\"carol\", \"dave\"]}")
                        .status());
        assertEquals(
                400,
                call("POST", admin, "/users", "{\"usernames\": [\"no/slash\"]}").status());
        assertEquals(400, call("POST", admin, "/users", "{}").status());
        assertEquals(409, call("POST", admin, "/users/carol", null).status());
        assertEquals(
                201, call("POST", admin, "/users/erin", "{\"admin\": true}").status());
        assertTrue(call("PATCH", admin, "/users/carol", "{\"admin\": true}")
                .body()
                .path("admin")
                .asBoolean());
        assertEquals(400, call("DELETE", admin, "/users/root", null).status());
        assertEquals(204, call("DELETE", admin, "/users/carol", null).status());
        assertEquals(404, get(admin, "/users/carol").status());
        // A user without a password cannot log in with any.
        assertEquals(
                401,
                platform.browser()
                        .post("/api/v1/login", "{\"name\": \"dave\", \"password\": \"!\"}")
                        .statusCode());
    }

    @Test
    void aServerIsStartedFollowedAndStopped() throws Exception {
        assertEquals(
                201,
                call("POST", ana, "/users/ana/server", "{\"profile\": \"big\"}").status());
        assertEquals(400, call("POST", ana, "/users/ana/server", null).status());
        JsonNode server = get(ana, "/users/ana").body().path("servers").path("");
        assertEquals("big", server.path("user_options").path("profile").asString());
        HttpResponse<String> progress = get(ana, "/users/ana/server/progress").response();
        assertEquals(
                "text/event-stream",
                progress.headers().firstValue("Content-Type").orElse(""));
        assertTrue(progress.body().contains("\"ready\":true"), progress.body());
        assertTrue(progress.body().contains("\"url\":\"/user/ana/\""), progress.body());
        assertEquals(204, call("DELETE", ana, "/users/ana/server", null).status());
        assertEquals(204, call("DELETE", ana, "/users/ana/server", null).status());
        assertEquals(404, get(ana, "/users/ana/server/progress").status());
    }

    @Test
    void namedServersStandBesideTheDefaultOne() throws Exception {
        start(ana, "/users/ana/server");
        start(ana, "/users/ana/servers/big");
        assertEquals(
                400, call("POST", ana, "/users/ana/servers/no%20blank", null).status());
        JsonNode servers = get(ana, "/users/ana").body().path("servers");
        assertEquals(Set.of("", "big"), Set.copyOf(servers.propertyNames()));
        assertEquals("/user/ana/big/", servers.path("big").path("url").asString());
        assertEquals("ana/big", servers.path("big").path("full_name").asString());
        assertEquals(
                "jupyterhub-user-ana-big",
                launcher.started.getLast().environment().get("JUPYTERHUB_CLIENT_ID"));
        assertEquals("/user/ana/big/", launcher.started.getLast().environment().get("JUPYTERHUB_SERVICE_PREFIX"));
        Target main = platform.servers.target("ana", "lab");
        assertEquals(main, platform.servers.target("ana", ""));
        assertFalse(main.equals(platform.servers.target("ana", "big")));
        assertEquals(404, call("DELETE", ana, "/users/ana/servers/none", null).status());
        assertEquals(204, call("DELETE", ana, "/users/ana/servers/big", null).status());
        assertEquals(new Target.None(), platform.servers.target("ana", "big"));
        assertEquals(
                Set.of(""),
                Set.copyOf(get(ana, "/users/ana").body().path("servers").propertyNames()));
        assertEquals(
                Set.of("", "big"),
                Set.copyOf(get(ana, "/users/ana?include_stopped_servers=1")
                        .body()
                        .path("servers")
                        .propertyNames()));
        assertEquals(
                204,
                call("DELETE", ana, "/users/ana/servers/big", "{\"remove\": true}")
                        .status());
        assertEquals(main, platform.servers.target("ana", "big"));
        assertEquals(
                "Mine",
                call("PUT", ana, "/users/ana/servers/later", "{\"display_name\": \"Mine\"}")
                        .body()
                        .path("display_name")
                        .asString());
        for (int i = 0; i < 4; i++) {
            assertEquals(201, call("PUT", ana, "/users/ana/servers/s" + i, "{}").status());
        }
        assertEquals(400, call("PUT", ana, "/users/ana/servers/s9", "{}").status());
    }

    @Test
    void aTokenHasNoMoreThanItsMaker() throws Exception {
        Answer made = call(
                "POST",
                ana,
                "/users/ana/tokens",
                "{\"note\": \"n\", \"scopes\": [\"read:users!user\"], \"expires_in\": 3600}");
        assertEquals(201, made.status());
        String narrow = made.body().path("token").asString();
        assertEquals("ana", get(narrow, "/user").body().path("name").asString());
        assertEquals(403, call("POST", narrow, "/users/ana/server", null).status());
        assertEquals(
                400,
                call("POST", ana, "/users/ana/tokens", "{\"scopes\": [\"list:users\"]}")
                        .status());
        assertEquals(
                400,
                call("POST", ana, "/users/ana/tokens", "{\"scopes\": [\"launch:rockets\"]}")
                        .status());
        assertEquals(
                400,
                call("POST", admin, "/users/ana/tokens", "{\"scopes\": [\"admin:users\"]}")
                        .status());
        assertEquals(201, call("POST", admin, "/users/ana/tokens", "{}").status());
        JsonNode listed = get(ana, "/users/ana/tokens").body().path("api_tokens");
        assertEquals(3, listed.size());
        listed.forEach(token -> assertFalse(token.has("token")));
        String id = made.body().path("id").asString();
        assertEquals(id, get(ana, "/users/ana/tokens/" + id).body().path("id").asString());
        assertEquals(204, call("DELETE", ana, "/users/ana/tokens/" + id, null).status());
        assertEquals(403, get(narrow, "/user").status());
        assertEquals(404, get(ana, "/users/ana/tokens/" + id).status());
    }

    @Test
    void groupsHoldUsersAndGiveRoles() throws Exception {
        assertEquals(
                201,
                call("POST", admin, "/groups/sales", "{\"users\": [\"bob\"]}").status());
        assertEquals(201, call("POST", admin, "/groups/leads", null).status());
        assertEquals(409, call("POST", admin, "/groups/sales", null).status());
        assertEquals(
                400,
                call("POST", admin, "/groups/sales/users", "{\"users\": [\"nobody\"]}")
                        .status());
        // ana leads nobody yet.
        assertEquals(404, get(ana, "/users/bob").status());
        assertEquals(
                200,
                call("POST", admin, "/groups/leads/users", "{\"users\": [\"ana\"]}")
                        .status());
        assertEquals(200, get(ana, "/users/bob").status());
        assertEquals(
                "sales", get(ana, "/users/bob").body().path("groups").get(0).asString());
        start(ana, "/users/bob/server");
        assertEquals(404, get(ana, "/users/root").status());
        assertEquals(1, get(ana, "/users").body().size());
        assertEquals(
                7,
                call("PUT", admin, "/groups/sales/properties", "{\"budget\": 7}")
                        .body()
                        .path("properties")
                        .path("budget")
                        .asInt());
        assertEquals(
                0,
                call("DELETE", admin, "/groups/sales/users", "{\"users\": [\"bob\"]}")
                        .body()
                        .path("users")
                        .size());
        assertEquals(204, call("DELETE", admin, "/groups/sales", null).status());
        assertEquals(404, get(admin, "/groups/sales").status());
        assertEquals(1, get(admin, "/groups").body().size());
    }

    @Test
    void servicesAreCallersOfTheirOwn() throws Exception {
        JsonNode self = get("culler-token-0123456789abcdef", "/user").body();
        assertEquals("service", self.path("kind").asString());
        assertEquals("culler", self.path("name").asString());
        assertEquals(2, get("boss-token-0123456789abcdef", "/services").body().size());
        assertEquals(
                201,
                call("POST", "boss-token-0123456789abcdef", "/users/zoe", "{\"admin\": true}")
                        .status());
        assertEquals(
                403,
                call("POST", "culler-token-0123456789abcdef", "/users/yan", null)
                        .status());
        start(admin, "/users/ana/server");
        assertEquals(
                204,
                call("DELETE", "culler-token-0123456789abcdef", "/users/ana/server", null)
                        .status());
    }

    @Test
    void theProxysTableHasWhatRuns() throws Exception {
        start(ana, "/users/ana/servers/big");
        JsonNode route = get(admin, "/proxy").body().path("/user/ana/big/");
        assertEquals("big", route.path("data").path("server_name").asString());
        assertEquals(403, get(ana, "/proxy").status());
        assertEquals("6.1.1", get(admin, "/info").body().path("version").asString());
        assertEquals(403, get(ana, "/info").status());
    }

    @ParameterizedTest
    @CsvSource({
        "ana, ana, 200",
        "ana, bob, 404",
        "root, ana, 200",
        "culler, ana, 403",
        "boss, ana, 200",
        "wrong, ana, 403",
    })
    void activityIsToldByWhoMay(String who, String whom, int status) throws Exception {
        String token = switch (who) {
            case "ana" -> ana;
            case "root" -> admin;
            case "culler", "boss" -> who + "-token-0123456789abcdef";
            default -> who;
        };
        String body = "{\"last_activity\": \"2026-01-01T00:00:00Z\"}";
        assertEquals(
                status,
                call("POST", token, "/users/" + whom + "/activity", body).status());
    }

    @Test
    void aTokenOfThePlatformsOwnScopesMayWhatTheyMean() throws Exception {
        String servers = platform.identity
                .createToken("ana", "", Set.of(Scope.SERVERS), null)
                .secret();
        start(servers, "/users/ana/server");
        assertEquals(403, get(servers, "/users/ana/tokens").status());
        String dags = platform.identity
                .createToken("ana", "", Set.of(Scope.READ_DAGS), null)
                .secret();
        assertEquals(403, call("DELETE", dags, "/users/ana/server", null).status());
    }

    private void start(String token, String path) throws Exception {
        assertEquals(201, call("POST", token, path, null).status());
    }

    private Answer get(String token, String path) throws Exception {
        return hub.get(token, path);
    }

    private Answer call(String method, String token, String path, String body, String... headers) throws Exception {
        return hub.call(method, token, path, body, headers);
    }
}
