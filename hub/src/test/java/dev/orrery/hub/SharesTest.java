package dev.orrery.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orrery.http.Exchange;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** JupyterHub's shares: an owner lets another user, a group, or whoever has a code open a server. */
@Timeout(60)
class SharesTest {
    private static final String OPEN_ANAS =
            "/hub/api/oauth2/authorize?response_type=code&client_id=jupyterhub-user-ana&redirect_uri=%2Fuser%2Fana%2Foauth_callback";

    @TempDir
    Path folder;

    private TestingPlatform platform;
    private final HttpClient http = HttpClient.newHttpClient();
    private String ana;

    @BeforeEach
    void open() throws Exception {
        Files.writeString(folder.resolve("hub.json"), """
                {"roles": [{"name": "user", "scopes": ["shares!user", "read:users:name", "read:groups:name"]}]}""");
        platform = new TestingPlatform(folder, new TestingLauncher());
        for (String name : new String[] {"ana", "bob", "eva"}) {
            platform.identity.addUser(name, TestingPlatform.PASSWORD, false);
        }
        ana = platform.identity.createToken("ana", "", Set.of(), null).secret();
    }

    @AfterEach
    void close() {
        platform.close();
        http.close();
    }

    @Test
    void aUserOpensWhatIsSharedAndNoLongerWhenItIsRevoked() throws Exception {
        Browser bob = platform.loggedIn("bob");
        assertEquals(403, bob.step(OPEN_ANAS).statusCode());

        JsonNode share = json(200, call("POST", "/shares/ana/", ana, "{\"user\": \"bob\"}"));
        assertEquals("user", share.path("kind").asString());
        assertEquals("bob", share.path("user").path("name").asString());
        assertTrue(share.path("group").isNull());
        assertEquals("access:servers!server=ana/", share.path("scopes").path(0).asString());
        assertEquals("/user/ana/", share.path("server").path("url").asString());

        assertEquals(200, bob.step(OPEN_ANAS).statusCode());
        assertEquals(302, bob.post(OPEN_ANAS, "").statusCode());
        assertEquals(403, platform.loggedIn("eva").step(OPEN_ANAS).statusCode());
        JsonNode listed = json(200, call("GET", "/shares/ana", ana, ""));
        assertEquals(1, listed.path("_pagination").path("total").asInt());

        assertEquals(
                "{}", call("PATCH", "/shares/ana/", ana, "{\"user\": \"bob\"}").body());
        assertEquals(403, bob.step(OPEN_ANAS).statusCode());
    }

    @Test
    void aGroupsMembersOpenWhatIsSharedWithTheGroup() throws Exception {
        JdbcGroupStore groups = new JdbcGroupStore(platform.database);
        groups.add("team", java.util.List.of("eva"));
        json(200, call("POST", "/shares/ana/", ana, "{\"group\": \"team\"}"));

        assertEquals(200, platform.loggedIn("eva").step(OPEN_ANAS).statusCode());
        String eva = platform.identity.createToken("eva", "", Set.of(), null).secret();
        assertEquals(
                "team",
                json(200, call("GET", "/users/eva/shared", eva, ""))
                        .path("items")
                        .path(0)
                        .path("group")
                        .path("name")
                        .asString());

        groups.delete("team");
        assertEquals(403, platform.loggedIn("eva").step(OPEN_ANAS).statusCode());
    }

    @Test
    void aCodeIsShownOnceAndGivesItsShareToWhoeverComesWithIt() throws Exception {
        JsonNode made = json(200, call("POST", "/share-codes/ana/", ana, "{\"expires_in\": 3600}"));
        String address = made.path("accept_url").asString();
        assertTrue(address.startsWith("/hub/accept-share?code="), address);
        Browser bob = platform.loggedIn("bob");

        assertEquals(200, bob.step(address).statusCode());
        assertEquals(403, bob.step(OPEN_ANAS).statusCode());
        HttpResponse<String> accepted = bob.post(address, "");
        assertEquals("/user/ana/", accepted.headers().firstValue("Location").orElse(accepted.body()));
        assertEquals(200, bob.step(OPEN_ANAS).statusCode());

        JsonNode code = json(200, call("GET", "/share-codes/ana/", ana, ""))
                .path("items")
                .path(0);
        assertEquals(1, code.path("exchange_count").asInt());
        assertTrue(code.path("code").isMissingNode());
        assertEquals(
                204,
                call("DELETE", "/share-codes/ana/?id=" + code.path("id").asString(), ana, "")
                        .statusCode());
        assertEquals(404, platform.loggedIn("eva").step(address).statusCode());
        // What was taken up stays, until it is given back.
        String token = platform.identity.createToken("bob", "", Set.of(), null).secret();
        assertEquals(204, call("DELETE", "/users/bob/shared/ana/", token, "").statusCode());
        assertEquals(403, bob.step(OPEN_ANAS).statusCode());
    }

    @Test
    void whatOneDoesNotHaveIsNotShared() throws Exception {
        String bob = platform.identity.createToken("bob", "", Set.of(), null).secret();
        assertEquals(
                404, call("POST", "/shares/ana/", bob, "{\"user\": \"eva\"}").statusCode());
        assertEquals(404, call("GET", "/shares/ana/", bob, "").statusCode());
        assertEquals(
                400, call("POST", "/shares/ana/", ana, "{\"user\": \"nobody\"}").statusCode());
        assertEquals(400, call("POST", "/shares/ana/", ana, "{}").statusCode());
        assertEquals(
                400,
                call("POST", "/shares/ana/", ana, "{\"user\": \"bob\", \"group\": \"x\"}")
                        .statusCode());
        for (String scope :
                new String[] {"admin:users", "access:servers!server=bob/", "tokens", "access:servers!user=ana"}) {
            String body = "{\"user\": \"bob\", \"scopes\": [\"" + scope + "\"]}";
            assertEquals(400, call("POST", "/shares/ana/", ana, body).statusCode(), scope);
        }
        assertEquals(
                404,
                call("POST", "/shares/ana/no-such", ana, "{\"user\": \"bob\"}").statusCode());
        assertEquals(
                400,
                call("POST", "/share-codes/ana/", ana, "{\"expires_in\": 5}").statusCode());
    }

    private HttpResponse<String> call(String method, String path, String token, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + platform.port + "/hub/api" + path))
                .header("Authorization", "token " + token)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode json(int status, HttpResponse<String> response) {
        assertEquals(status, response.statusCode(), response.body());
        return Exchange.JSON.readTree(response.body());
    }
}
