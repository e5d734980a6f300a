package dev.orrery.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orrery.hub.HubClient.Answer;
import dev.orrery.identity.audit.AuditQuery;
import dev.orrery.launch.Environment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What JupyterHub 6.1.1 answered when it was asked the same: odd bodies, odd methods, and who has part of a scope. */
@Timeout(60)
class HubRestEdgesTest {
    private static final String BOSS = "boss-token-0123456789abcdef";
    private static final String GROUP_ADMIN = "group-token-0123456789abcdef";
    private static final String CONFIGURATION = """
            {"services": [
               {"name": "boss", "api_token": "boss-token-0123456789abcdef", "admin": true},
               {"name": "web", "api_token": "web-token-0123456789abcdef", "url": "http://127.0.0.1:9"},
               {"name": "group", "api_token": "group-token-0123456789abcdef"}],
             "roles": [
               {"name": "cull", "services": [], "scopes": ["list:users", "read:servers"]},
               {"name": "group-admin", "services": ["group"],
                "scopes": ["admin:users!group=sales", "list:services", "read:services!service=web"]}]}""";

    @TempDir
    Path folder;

    private TestingPlatform platform;
    private HubClient hub;
    private String admin;
    private String ana;

    @BeforeEach
    void open() throws Exception {
        Files.writeString(folder.resolve("hub.json"), CONFIGURATION);
        platform = new TestingPlatform(folder, new TestingLauncher());
        platform.environments.ready(new Environment("default", "d", Path.of("/opt/env"), List.of()));
        platform.identity.addUser("root", TestingPlatform.PASSWORD, true);
        platform.identity.addUser("ana", TestingPlatform.PASSWORD, false);
        platform.identity.addUser("bob", TestingPlatform.PASSWORD, false);
        admin = platform.identity.createToken("root", "", Set.of(), null).secret();
        ana = platform.identity.createToken("ana", "", Set.of(), null).secret();
        hub = new HubClient(platform.port);
    }

    @AfterEach
    void close() {
        hub.close();
        platform.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "HEAD | /users | - | 405",
                "PUT | /users | {} | 405",
                "DELETE | /users | - | 405",
                "POST | /info | {} | 405",
                "GET | /groups/sales/users | - | 405",
                "PATCH | /users/ana/tokens/x | {} | 405",
                "GET | /users/ana/activity | - | 405",
                "PUT | /shares/ana | {} | 405",
                "POST | /shares/root | {} | 405",
                "PATCH | /shares/root | {} | 405",
                "DELETE | /share-codes/root | - | 405",
                "OPTIONS | /users/ana | - | 200",
                "GET | /nothing | - | 404",
                "GET | /users/ | - | 404",
                "GET | /users?limit=0 | - | 200",
                "GET | /users?limit=-2&offset=-1 | - | 200",
                "GET | /users?limit=x | - | 400",
                "GET | /users?limit=-9223372036854775808 | - | 200",
                "POST | /users | - | 400",
                "POST | /users | [] | 400",
                "POST | /users | {bad | 400",
                "POST | /users | {\"usernames\": [3]} | 400",
                "POST | /users | {\"usernames\": [\"zoe\"], \"admin\": \"yes\"} | 400",
                "POST | /users | {\"usernames\": [\"zoe\"], \"colour\": 1} | 400",
                "POST | /users/zoe | [] | 201",
                "POST | /users/zoe | {\"admin\": \"yes\"} | 400",
                "PATCH | /users/ana | [] | 400",
                "PATCH | /users/ana | - | 400",
                "PATCH | /users/ana | {\"colour\": 1} | 400",
                "POST | /groups | {\"groups\": []} | 400",
                "POST | /groups | {\"groups\": [\"g\"], \"users\": [\"nobody\"]} | 400",
                "POST | /groups/g | {\"colour\": 1} | 400",
                "PUT | /groups/g/properties | [] | 404",
                "POST | /users/nobody/tokens | {} | 403",
                "POST | /users/ana/tokens | 3 | 400",
                "POST | /users/ana/tokens | {\"scopes\": \"x\"} | 400",
                "POST | /users/ana/tokens | {\"scopes\": [3]} | 400",
                "POST | /users/ana/tokens | {\"roles\": \"user\"} | 400",
                "POST | /users/ana/tokens | {\"roles\": [\"none\"]} | 400",
                "POST | /users/ana/tokens | {\"roles\": [\"admin\"]} | 400",
                "POST | /users/ana/tokens | {\"roles\": [], \"scopes\": []} | 400",
                "POST | /users/ana/server | 3 | 400",
                "POST | /users/ana/server | {\"display_name\": 3} | 400",
                "POST | /users/ana/server | {\"user_options\": 3} | 400",
                "PUT | /users/ana/server | {} | 409",
                "PATCH | /users/ana/servers/none | {\"display_name\": \"x\"} | 404",
                "PATCH | /users/ana/server | {} | 400",
                "PATCH | /users/ana/server | {\"colour\": 1} | 400",
                "POST | /users/ana/activity | {} | 400",
                "POST | /users/ana/activity | {\"servers\": {}} | 400",
                "POST | /users/ana/activity | {\"servers\": {\"\": {}}} | 400",
                "POST | /users/ana/activity | {\"last_activity\": \"soon\"} | 400",
                "POST | /users/ana/activity | {\"last_activity\": \"2026-01-01\"} | 200",
                "POST | /users/ana/activity | {\"last_activity\": \"2026-01-01 00:00:00+01:00\"} | 200",
                "POST | /users/ana/activity | {\"last_activity\": \"2026-01-01T00:00:00.25\"} | 200",
                "PATCH | /proxy | - | 400",
                "PATCH | /proxy | {} | 200",
                "PATCH | /proxy | {\"api_url\": \"http://127.0.0.1:8001\"} | 400",
                "GET | /proxy?limit=x | - | 400",
                "POST | /services/web | {} | 409",
                "POST | /services/new | {} | 400",
                "DELETE | /services/web | - | 405",
                "DELETE | /services/none | - | 404",
            })
    void anAdministratorIsAnsweredAsByJupyterHub(String method, String path, String body, int status) throws Exception {
        assertEquals(status, hub.call(method, admin, path, body).status());
    }

    @Test
    void whoHasNoCredentialsIsToldSo() throws Exception {
        Answer answer = hub.get("", "/users");
        assertEquals(403, answer.status());
        assertEquals("Missing or invalid credentials.", answer.message());
        assertEquals(
                "*",
                hub.get("", "")
                        .response()
                        .headers()
                        .firstValue("Access-Control-Allow-Origin")
                        .orElse(""));
    }

    @Test
    void onlyAnAdministratorMakesOne() throws Exception {
        hub.call("POST", admin, "/groups/sales", "{\"users\": [\"ana\", \"root\"]}");
        assertEquals(
                403,
                hub.call("PATCH", GROUP_ADMIN, "/users/ana", "{\"admin\": true}")
                        .status());
        assertEquals(
                403,
                hub.call("PATCH", GROUP_ADMIN, "/users/root", "{\"admin\": false}")
                        .status());
        assertEquals(
                200,
                hub.call("PATCH", GROUP_ADMIN, "/users/ana", "{\"admin\": false}")
                        .status());
        assertEquals(
                200, hub.call("PATCH", BOSS, "/users/ana", "{\"admin\": true}").status());
        assertEquals(
                403,
                hub.call("POST", GROUP_ADMIN, "/users", "{\"usernames\": [\"zoe\"]}")
                        .status());
        assertEquals(404, hub.call("POST", GROUP_ADMIN, "/users/zoe", null).status());
    }

    @Test
    void aTokenMayHaveARolesScopes() throws Exception {
        String cull = hub.call("POST", admin, "/users/root/tokens", "{\"roles\": [\"cull\"]}")
                .body()
                .path("token")
                .asString();
        assertEquals(200, hub.get(cull, "/users").status());
        assertEquals(403, hub.get(cull, "/info").status());
        Answer refused = hub.call("POST", ana, "/users/ana/tokens", "{\"roles\": [\"cull\"]}");
        assertEquals(400, refused.status());
        assertTrue(refused.message().contains("not held by User ana"), refused.message());
        String user = hub.call("POST", ana, "/users/ana/tokens", "{\"roles\": [\"user\"]}")
                .body()
                .path("token")
                .asString();
        assertEquals(201, hub.call("POST", user, "/users/ana/tokens", "{}").status());
        String admins = hub.call("POST", admin, "/users/root/tokens", "{\"roles\": [\"admin\"]}")
                .body()
                .path("token")
                .asString();
        assertEquals(200, hub.get(admins, "/info").status());
    }

    @Test
    void aTokenWithoutScopesSaysWhoItIsAndNoMore() throws Exception {
        for (String body : List.of("{\"scopes\": []}", "{\"roles\": []}")) {
            Answer made = hub.call("POST", ana, "/users/ana/tokens", body);
            assertEquals(201, made.status());
            assertEquals(
                    List.of("read:users:groups!user=ana", "read:users:name!user=ana"),
                    texts(made.body().path("scopes")));
            String token = made.body().path("token").asString();
            assertEquals("ana", hub.get(token, "/user").body().path("name").asString());
            assertEquals(403, hub.call("POST", token, "/users/ana/server", null).status());
        }
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asString).toList();
    }

    @Test
    void aServerIsDefinedChangedAndStartedWithWhatWasSaid() throws Exception {
        JsonNode defined = hub.call("PUT", ana, "/users/ana/servers/big", "{\"user_options\": {\"a\": 1}}")
                .body();
        assertEquals("big", defined.path("display_name").asString());
        assertEquals(1, defined.path("user_options").path("a").asInt());
        assertEquals(409, hub.call("PUT", ana, "/users/ana/servers/big", "{}").status());
        assertEquals(
                200,
                hub.call("PATCH", ana, "/users/ana/servers/big", "{\"name\": \"huge\", \"display_name\": \"Mine\"}")
                        .status());
        assertEquals(404, hub.get(ana, "/users/ana/servers/big").status());
        assertEquals(
                400,
                hub.call("PATCH", ana, "/users/ana/servers/huge", "{\"name\": \"no blank\"}")
                        .status());
        hub.call("PUT", ana, "/users/ana/servers/other", "{}");
        assertEquals(
                409,
                hub.call("PATCH", ana, "/users/ana/servers/other", "{\"name\": \"huge\"}")
                        .status());
        assertEquals(201, hub.call("POST", ana, "/users/ana/servers/huge", null).status());
        JsonNode server = hub.get(ana, "/users/ana/servers/huge").body();
        assertTrue(server.path("ready").asBoolean());
        assertEquals("Mine", server.path("display_name").asString());
        assertEquals(1, server.path("user_options").path("a").asInt());
        assertFalse(server.has("state"));
        assertEquals(
                "ana:huge is already running",
                hub.call("POST", ana, "/users/ana/servers/huge", null).message());
        assertEquals(
                400,
                hub.call("PATCH", ana, "/users/ana/servers/huge", "{\"display_name\": \"x\"}")
                        .status());
        assertEquals(
                201,
                hub.call("POST", ana, "/users/ana/server", "{\"display_name\": \"\", \"user_options\": {\"b\": 2}}")
                        .status());
        assertEquals(
                2,
                hub.get(admin, "/users/ana/server")
                        .body()
                        .path("user_options")
                        .path("b")
                        .asInt());
        assertTrue(hub.get(admin, "/users/bob/server").body().path("stopped").asBoolean());
        assertEquals(404, hub.get(ana, "/users/bob/server").status());
    }

    @Test
    void whenATokenAndItsUserWereLastSeenIsNoted() throws Exception {
        String id = hub.call("POST", admin, "/users/bob/tokens", "{}")
                .body()
                .path("id")
                .asString();
        assertTrue(hub.get(admin, "/users/bob/tokens/" + id)
                .body()
                .path("last_activity")
                .isNull());
        assertTrue(hub.get(admin, "/users/bob").body().path("last_activity").isNull());
        String bob = hub.call("POST", admin, "/users/bob/tokens", "{}")
                .body()
                .path("token")
                .asString();
        assertEquals(200, hub.get(bob, "/user").status());
        assertFalse(hub.get(admin, "/users/bob").body().path("last_activity").isNull());
        List<JsonNode> used = hub.get(admin, "/users/bob/tokens")
                .body()
                .path("api_tokens")
                .valueStream()
                .filter(token -> !token.path("last_activity").isNull())
                .toList();
        assertEquals(1, used.size());
        assertFalse(used.getFirst().path("id").asString().equals(id));
    }

    @Test
    void aTokensOwnerIsToldToWhoHasIt() throws Exception {
        assertEquals(
                "ana",
                hub.get(admin, "/authorizations/token/" + ana)
                        .body()
                        .path("name")
                        .asString());
        assertEquals(
                "root",
                hub.get(ana, "/authorizations/token/" + admin)
                        .body()
                        .path("name")
                        .asString());
        assertEquals(
                "boss",
                hub.get(ana, "/authorizations/token/" + BOSS)
                        .body()
                        .path("name")
                        .asString());
        assertFalse(hub.get(ana, "/authorizations/token/" + admin).body().has("servers"));
        assertEquals(404, hub.get(ana, "/authorizations/token/none").status());
        assertEquals(403, hub.get("", "/authorizations/token/" + ana).status());
        assertTrue(platform.audit.find(new AuditQuery(null, null, null, null, null, null, null, null, 100)).stream()
                .noneMatch(entry -> entry.toString().contains(ana)));
    }

    @Test
    void listsAreAsked() throws Exception {
        assertEquals(1, hub.get(admin, "/users?name_filter=AN").body().size());
        assertTrue(hub.get(admin, "/users?include_stopped_servers=0")
                .body()
                .get(0)
                .path("servers")
                .isEmpty());
        assertTrue(hub.get(admin, "/users?include_stopped_servers=1")
                .body()
                .get(0)
                .path("servers")
                .has(""));
        assertEquals(
                201,
                hub.call("POST", admin, "/users", "{\"usernames\": [\"Zoe\"]}").status());
        assertEquals(200, hub.get(admin, "/users/zoe").status());
        Answer proxy =
                hub.call("GET", admin, "/proxy?limit=1", null, "Accept", "application/jupyterhub-pagination+json");
        assertEquals(2, proxy.body().path("_pagination").path("total").asInt());
        assertTrue(proxy.body().path("items").path("/").path("data").path("hub").asBoolean());
    }

    @Test
    void aServicesModelHoldsWhatItsScopesOpen() throws Exception {
        JsonNode services = hub.get(GROUP_ADMIN, "/services").body();
        assertEquals(
                Set.of("kind", "name", "admin"),
                Set.copyOf(services.path("boss").propertyNames()));
        assertEquals("/services/web/", services.path("web").path("prefix").asString());
        assertFalse(services.path("web").has("roles"));
        assertEquals("", hub.get(admin, "/services/boss").body().path("url").asString());
    }
}
