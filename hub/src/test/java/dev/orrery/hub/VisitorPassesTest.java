package dev.orrery.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orrery.http.Exchange;
import dev.orrery.launch.Environment;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What a server that means ill can do with what its visitors show. */
@Timeout(60)
class VisitorPassesTest {
    private static final Pattern SEEN = Pattern.compile("Authorization: token (\\S+)");

    @TempDir
    Path folder;

    private final TestingLauncher launcher = new TestingLauncher();
    private final HttpClient client = HttpClient.newHttpClient();
    private TestingPlatform platform;
    private String admin;
    private String ana;

    @BeforeEach
    void open() throws Exception {
        Files.writeString(folder.resolve("hub.json"), """
                {"services": [{"name": "boss", "api_token": "boss-token-0123456789abcdef", "admin": true}]}""");
        platform = new TestingPlatform(folder, launcher);
        platform.environments.ready(new Environment("default", "d", Path.of("/opt/env"), List.of()));
        platform.identity.addUser("root", TestingPlatform.PASSWORD, true);
        platform.identity.addUser("ana", TestingPlatform.PASSWORD, false);
        admin = platform.identity.createToken("root", "", Set.of(), null).secret();
        ana = platform.identity.createToken("ana", "", Set.of(), null).secret();
        assertEquals(201, call("POST", ana, "/hub/api/users/ana/server").statusCode());
    }

    @AfterEach
    void close() {
        platform.close();
        client.close();
    }

    @Test
    void aPassSaysWhoItIsAndWhere() throws Exception {
        String pass = passOf(ana);
        assertEquals(pass, passOf(ana));
        JsonNode visitor = user(pass);
        assertEquals("ana", visitor.path("name").asString());
        assertEquals(
                Set.of(
                        "\"access:servers!server=ana/\"",
                        "\"read:users:groups!user=ana\"",
                        "\"read:users:name!user=ana\""),
                visitor.path("scopes")
                        .valueStream()
                        .map(JsonNode::toString)
                        .collect(java.util.stream.Collectors.toSet()));
        assertTrue(user(passOf(admin)).path("scopes").toString().contains("access:servers!server=ana/"));
        JsonNode service = user(passOf("boss-token-0123456789abcdef"));
        assertEquals("service", service.path("kind").asString());
    }

    @Test
    void aPassDoesNothingElse() throws Exception {
        for (String pass : List.of(passOf(admin), passOf("boss-token-0123456789abcdef"), passOf(ana))) {
            assertEquals(403, call("GET", pass, "/hub/api/users").statusCode());
            assertEquals(403, call("DELETE", pass, "/hub/api/users/ana/server").statusCode());
            assertEquals(403, call("POST", pass, "/hub/api/users/ana/tokens").statusCode());
            assertEquals(401, call("GET", pass, "/api/v1/me").statusCode());
            assertEquals(401, call("POST", pass, "/api/v1/tokens").statusCode());
        }
    }

    @Test
    void aPassEndsWithItsToken() throws Exception {
        String pass = passOf(ana);
        String id = user(pass).path("token_id").asString();
        assertEquals(204, call("DELETE", ana, "/hub/api/users/ana/tokens/" + id).statusCode());
        assertEquals(403, call("GET", pass, "/hub/api/user").statusCode());
    }

    @Test
    void whoMayNotOpenTheServerIsNotGivenTheScope() throws Exception {
        platform.identity.addUser("cleo", false);
        String cleo = platform.identity.createToken("cleo", "", Set.of(), null).secret();
        assertFalse(user(passOf(cleo)).path("scopes").toString().contains("access:servers"));
    }

    /** What ana's server sees when somebody visits it with this token. */
    private String passOf(String token) throws Exception {
        launcher.asked.clear();
        assertEquals(200, call("GET", token, "/user/ana/api").statusCode());
        Matcher seen = SEEN.matcher(launcher.asked.getLast());
        assertTrue(seen.find(), launcher.asked.getLast());
        assertFalse(launcher.asked.getLast().contains(token));
        return seen.group(1);
    }

    private JsonNode user(String pass) throws Exception {
        HttpResponse<String> answer = call("GET", pass, "/hub/api/user");
        assertEquals(200, answer.statusCode(), answer.body());
        return Exchange.JSON.readTree(answer.body());
    }

    private HttpResponse<String> call(String method, String token, String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + platform.port + path))
                        .header("Authorization", "token " + token)
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
