package dev.orrery.identity;

import static dev.orrery.identity.TestingClient.cookie;
import static dev.orrery.identity.TestingClient.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orrery.database.Database;
import dev.orrery.http.Endpoints;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class IdentityRoutesTest {
    @TempDir
    Path folder;

    private final SettableTime time = new SettableTime();
    private Database database;
    private Identity identity;
    private WebServer server;
    private TestingClient client;

    @BeforeEach
    void start() {
        database = Database.open("jdbc:sqlite:" + folder.resolve("test.db"));
        identity = Identity.open(database, time);
        HttpRouting.Builder routing = HttpRouting.builder();
        new Endpoints(new IdentityAuthenticator(identity), IdentityRoutes::problem)
                .mount(routing, new IdentityRoutes(identity).endpoints());
        server = WebServer.builder()
                .host("127.0.0.1")
                .port(0)
                .routing(routing)
                .build()
                .start();
        client = new TestingClient(server.port());
    }

    @AfterEach
    void stop() {
        client.close();
        server.stop();
        database.close();
    }

    @Test
    void setupMakesTheAdministratorAndLogsIn() throws Exception {
        String token = identity.setupToken().orElseThrow();
        assertTrue(json(client.get("/setup")).path("needed").asBoolean());

        HttpResponse<String> made = client.post(
                "/setup", "{\"token\": \"" + token + "\", \"name\": \"ana\", \"password\": \"correct horse\"}");

        assertEquals(201, made.statusCode());
        assertTrue(json(made).path("admin").asBoolean());
        assertFalse(json(client.get("/setup")).path("needed").asBoolean());
        assertEquals(
                "ana",
                json(client.get("/me", "Cookie", cookie(made))).path("name").asString());
    }

    @Test
    void theSessionsCookieIsSetForTheApiAndTheHubAndNeverForAll() throws Exception {
        identity.addUser("ana", "correct horse", false);
        List<String> cookies = login().headers().allValues("Set-Cookie");
        assertEquals(2, cookies.size());
        assertTrue(cookies.get(0).contains("; Path=/api/;"), cookies.get(0).replaceAll("=[^;]*", ""));
        assertTrue(cookies.get(1).contains("; Path=/hub/;"));
        for (String cookie : cookies) {
            assertTrue(cookie.startsWith("orrery-session="));
            assertTrue(cookie.contains("; HttpOnly; SameSite=Lax"));
            assertFalse(cookie.contains("Secure"));
        }
    }

    @Test
    void behindTlsTheCookieIsSecure() throws Exception {
        identity.addUser("ana", "correct horse", false);
        HttpResponse<String> response = client.post(
                "/login", "{\"name\": \"ana\", \"password\": \"correct horse\"}", "X-Forwarded-Proto", "https");
        List<String> cookies = response.headers().allValues("Set-Cookie");
        assertEquals(1, cookies.size());
        assertTrue(cookies.getFirst().startsWith("__Host-orrery-session="));
        assertTrue(cookies.getFirst().contains("; Path=/; Secure"));
        String cookie = cookie(response);
        assertEquals(
                200,
                client.get("/me", "Cookie", cookie, "X-Forwarded-Proto", "https")
                        .statusCode());
        // Without TLS anybody could have set it.
        assertEquals(401, client.get("/me", "Cookie", cookie).statusCode());
    }

    @Test
    void aWrongPasswordIs401AndTooManyAre429() throws Exception {
        identity.addUser("ana", "correct horse", false);
        for (int i = 0; i < LoginLimiter.PER_NAME_AND_ADDRESS; i++) {
            assertEquals(
                    401,
                    client.post("/login", "{\"name\": \"ana\", \"password\": \"wrong\"}")
                            .statusCode());
        }
        HttpResponse<String> refused = client.post("/login", "{\"name\": \"ana\", \"password\": \"correct horse\"}");
        assertEquals(429, refused.statusCode());
        assertEquals(
                "urn:orrery:problem:too-many-logins", json(refused).path("type").asString());
    }

    @Test
    void withACookieAChangeMustComeFromThePageItself() throws Exception {
        identity.addUser("ana", "correct horse", false);
        String cookie = cookie(login());
        String host = "http://127.0.0.1:" + server.port();
        assertEquals(403, client.post("/tokens", "{}", "Cookie", cookie).statusCode());
        assertEquals(
                403,
                client.post("/tokens", "{}", "Cookie", cookie, "Sec-Fetch-Site", "same-site")
                        .statusCode());
        assertEquals(
                403,
                client.post("/tokens", "{}", "Cookie", cookie, "Origin", "http://evil.example")
                        .statusCode());
        assertEquals(
                403,
                client.post("/tokens", "{}", "Cookie", cookie, "Origin", "null").statusCode());
        assertEquals(
                403,
                client.post("/tokens", "{}", "Cookie", cookie, "Sec-Fetch-Site", "cross-site", "Origin", host)
                        .statusCode());
        assertEquals(
                201,
                client.post("/tokens", "{}", "Cookie", cookie, "Sec-Fetch-Site", "same-origin")
                        .statusCode());
        assertEquals(
                201,
                client.post("/tokens", "{}", "Cookie", cookie, "Origin", host).statusCode());
        assertEquals(
                201,
                client.post("/tokens", "{}", "Cookie", cookie, "Referer", host + "/tokens")
                        .statusCode());
    }

    @Test
    void anotherSiteCannotLogAVisitorIn() throws Exception {
        identity.addUser("ana", "correct horse", false);
        assertEquals(
                403,
                client.post(
                                "/login",
                                "{\"name\": \"ana\", \"password\": \"correct horse\"}",
                                "Sec-Fetch-Site",
                                "cross-site")
                        .statusCode());
    }

    @Test
    void aTokenNeedsNoOriginAndBothSchemesWork() throws Exception {
        identity.addUser("ana", "correct horse", false);
        String token = identity.createToken("ana", "", Set.of(), null).secret();
        // Tokens are listed by their age.
        time.pass(Duration.ofSeconds(1));
        HttpResponse<String> made = client.post(
                "/tokens",
                "{\"note\": \"ci\", \"scopes\": [\"read:dags\"], \"expires_in\": 60}",
                "Authorization",
                "Bearer " + token);
        assertEquals(201, made.statusCode());
        String fresh = json(made).path("token").asString();
        assertEquals(403, client.get("/me", "Authorization", "token " + fresh).statusCode());
        JsonNode tokens =
                json(client.get("/tokens", "Authorization", "token " + token)).path("tokens");
        assertEquals(2, tokens.size());
        assertEquals("2026-03-01T10:01:01Z", tokens.get(1).path("expires_at").asString());
        assertFalse(tokens.toString().contains(fresh));
        String id = tokens.get(1).path("id").asString();
        assertEquals(
                204,
                client.delete("/tokens/" + id, "Authorization", "Bearer " + token)
                        .statusCode());
        assertEquals(
                404,
                client.delete("/tokens/" + id, "Authorization", "Bearer " + token)
                        .statusCode());
    }

    @Test
    void logoutEndsTheSession() throws Exception {
        identity.addUser("ana", "correct horse", false);
        String cookie = cookie(login());
        HttpResponse<String> out = client.post("/logout", "", "Cookie", cookie, "Sec-Fetch-Site", "same-origin");
        assertEquals(204, out.statusCode());
        assertEquals(401, client.get("/me", "Cookie", cookie).statusCode());
    }

    @Test
    void onlyAnAdministratorSeesAndMakesUsers() throws Exception {
        identity.addUser("ana", "correct horse", true);
        identity.addUser("bob", "correct horse", false);
        String admin =
                "Bearer " + identity.createToken("ana", "", Set.of(), null).secret();
        String user =
                "Bearer " + identity.createToken("bob", "", Set.of(), null).secret();
        String carl = "{\"name\": \"carl\", \"password\": \"correct horse\"}";
        assertEquals(403, client.get("/users", "Authorization", user).statusCode());
        assertEquals(401, client.get("/users").statusCode());
        assertEquals(403, client.post("/users", carl, "Authorization", user).statusCode());
        assertEquals(201, client.post("/users", carl, "Authorization", admin).statusCode());
        assertEquals(409, client.post("/users", carl, "Authorization", admin).statusCode());
        assertEquals(
                3,
                json(client.get("/users", "Authorization", admin)).path("users").size());
    }

    @Test
    void aUserWithoutAPasswordGetsOneByALinkAndIsIn() throws Exception {
        identity.addUser("root", "correct horse", true);
        String admin =
                "Bearer " + identity.createToken("root", "", Set.of(), null).secret();
        JsonNode made = json(client.post("/users", "{\"name\": \"ana\"}", "Authorization", admin));
        assertFalse(made.path("has_password").asBoolean());

        HttpResponse<String> invite = client.post("/users/ana/invite", "{}", "Authorization", admin);
        assertEquals(201, invite.statusCode());
        String token = json(invite).path("path").asString().replaceFirst("/invite\\?token=", "");
        String look = "{\"token\": \"" + token + "\"}";
        assertEquals("ana", json(client.post("/invite/look", look)).path("name").asString());
        String body = "{\"token\": \"" + token + "\", \"password\": \"correct horse\"}";
        assertEquals(
                403,
                client.post("/invite", body, "Sec-Fetch-Site", "cross-site").statusCode());
        HttpResponse<String> in = client.post("/invite", body);

        assertEquals(200, in.statusCode());
        assertTrue(json(client.get("/me", "Cookie", cookie(in)))
                .path("has_password")
                .asBoolean());
        assertEquals(403, client.post("/invite", body).statusCode());
        assertEquals(
                404,
                client.post("/users/bob/invite", "{}", "Authorization", admin).statusCode());
    }

    @Test
    void anAccountSeesItsSessionsAndLogsOutEverywhere() throws Exception {
        identity.addUser("ana", "correct horse", false);
        String here = cookie(login());
        login();
        JsonNode sessions = json(client.get("/sessions", "Cookie", here)).path("sessions");
        assertEquals(2, sessions.size());
        assertEquals("127.0.0.1", sessions.get(0).path("address").asString());
        assertEquals(
                1,
                sessions.valueStream()
                        .filter(one -> one.path("current").asBoolean())
                        .count());

        assertEquals(
                204,
                client.delete("/sessions?tokens=true", "Cookie", here, "Sec-Fetch-Site", "same-origin")
                        .statusCode());
        assertEquals(401, client.get("/me", "Cookie", here).statusCode());
        assertTrue(identity.sessions().of("ana").isEmpty());
    }

    @Test
    void aPasswordIsChangedByWhoKnowsThePresentOne() throws Exception {
        identity.addUser("ana", "correct horse", false);
        String cookie = cookie(login());
        assertEquals(403, changed(cookie, "wrong").statusCode());
        assertEquals(204, changed(cookie, "correct horse").statusCode());
        assertEquals(401, login().statusCode());
        assertEquals(200, client.get("/me", "Cookie", cookie).statusCode());
    }

    private HttpResponse<String> changed(String cookie, String old) throws Exception {
        return client.put(
                "/password",
                "{\"old_password\": \"" + old + "\", \"password\": \"a new password\"}",
                "Cookie",
                cookie,
                "Sec-Fetch-Site",
                "same-origin");
    }

    private HttpResponse<String> login() throws Exception {
        return client.post("/login", "{\"name\": \"ana\", \"password\": \"correct horse\"}");
    }
}
