package dev.orrery.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orrery.hub.HubClient.Answer;
import dev.orrery.identity.audit.AuditQuery;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What JupyterHub 6.1.1 answered when it was asked the same: tokens' roles, servers defined and changed, who has part of a scope. */
class HubRestEdgesTest extends HubRestCase {
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
        for (String none : List.of("/none", "/", "")) {
            assertEquals(404, hub.get(ana, "/authorizations/token" + none).status());
        }
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
