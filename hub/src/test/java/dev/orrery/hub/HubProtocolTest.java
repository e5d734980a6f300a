package dev.orrery.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orrery.http.Exchange;
import dev.orrery.identity.audit.AuditEntry;
import dev.orrery.identity.audit.AuditQuery;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class HubProtocolTest {
    private static final String VERIFIER = "a-verifier-of-at-least-43-characters-0123456789";

    @TempDir
    Path folder;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-01T10:00:00Z"));
    private TestingPlatform platform;
    private Browser ana;
    private String serverToken;

    @BeforeEach
    void open() throws Exception {
        platform = new TestingPlatform(folder, new TestingLauncher(), TestingPlatform.sqlite(folder), now::get);
        platform.identity.addUser("ana", TestingPlatform.PASSWORD, true);
        platform.identity.addUser("bob", TestingPlatform.PASSWORD, false);
        serverToken = platform.identity.serverTokens().issue("ana", "").hub();
        ana = platform.loggedIn("ana");
    }

    @AfterEach
    void close() {
        platform.close();
    }

    @Test
    void aCodeBecomesATokenThatSaysWhoLoggedIn() throws Exception {
        JsonNode answer = json(token(code(), Map.of()));
        assertEquals("Bearer", answer.path("token_type").asString());
        assertEquals(1209600, answer.path("expires_in").asInt());

        HttpResponse<String> user = user(answer.path("access_token").asString());
        JsonNode model = json(user);
        assertEquals("ana", model.path("name").asString());
        assertEquals("user", model.path("kind").asString());
        assertEquals("access:servers!server=ana/", model.path("scopes").get(0).asString());
        assertEquals("6.1.1", user.headers().firstValue("X-JupyterHub-Version").orElse(""));
    }

    @Test
    void aLoginsTokenIsNoTokenOfThePlatform() throws Exception {
        String token = json(token(code(), Map.of())).path("access_token").asString();
        assertEquals(
                401,
                platform.browser()
                        .step("/api/v1/me", "Authorization", "Bearer " + token)
                        .statusCode());
    }

    @Test
    void aLogoutEndsTheLoginAtTheServer() throws Exception {
        String token = json(token(code(), Map.of())).path("access_token").asString();
        assertEquals(200, user(token).statusCode());
        assertEquals(
                "/login",
                ana.step("/hub/logout").headers().firstValue("Location").orElse(""));
        assertEquals(403, user(token).statusCode());
        assertEquals(401, ana.step("/api/v1/me").statusCode());
    }

    @Test
    void aCodeWorksOnce() throws Exception {
        String code = code();
        assertEquals(200, token(code, Map.of()).statusCode());
        assertEquals("invalid_grant", json(token(code, Map.of())).path("error").asString());
    }

    @Test
    void aCodeIsGoodForTenMinutes() throws Exception {
        String code = code();
        now.updateAndGet(time -> time.plusSeconds(600));
        assertEquals(400, token(code, Map.of()).statusCode());
    }

    @Test
    void aChallengeMustBeMet() throws Exception {
        assertEquals(400, token(code(), Map.of("code_verifier", "another")).statusCode());
        assertEquals(400, token(code(), Map.of("code_verifier", "")).statusCode());
    }

    @Test
    void aClientNeedsItsServersOwnToken() throws Exception {
        String bobs = platform.identity.serverTokens().issue("bob", "").hub();
        HttpResponse<String> refused = token(code(), Map.of("client_secret", bobs));
        assertEquals(401, refused.statusCode());
        assertEquals("invalid_client", json(refused).path("error").asString());
        assertEquals(401, token(code(), Map.of("client_secret", "")).statusCode());
        assertEquals(
                400,
                token(code(), Map.of("client_id", "jupyterhub-user-bob", "client_secret", bobs))
                        .statusCode());
    }

    @Test
    void theRedirectMustBeTheClientsOwnToTheLetter() throws Exception {
        for (String uri :
                new String[] {"https://evil.example/", "/user/ana/oauth_callback/", "/user/bob/oauth_callback", ""}) {
            HttpResponse<String> refused = ana.step(authorize("ana", uri, "S256"));
            assertEquals(400, refused.statusCode(), uri);
            assertTrue(refused.headers().firstValue("Location").isEmpty());
        }
        assertEquals(400, token(code(), Map.of("redirect_uri", "/user/ana/")).statusCode());
    }

    @Test
    void aPlainChallengeIsRefused() throws Exception {
        assertEquals(
                400,
                ana.step(authorize("ana", "/user/ana/oauth_callback", "plain")).statusCode());
    }

    @Test
    void anAdministratorWhoOpensAnothersServerIsAskedAndTheOwnerIsTold() throws Exception {
        String address = authorize("bob", "/user/bob/oauth_callback", "S256");
        HttpResponse<String> asked = ana.step(address);
        assertEquals(200, asked.statusCode());
        assertTrue(asked.body().contains("Open the server of bob?"), asked.body());

        HttpResponse<String> code = ana.post(address, "");
        assertTrue(code.headers().firstValue("Location").orElse("").startsWith("/user/bob/oauth_callback?code="));

        AuditEntry entry = platform.audit
                .find(new AuditQuery(null, "open", "bob/", null, null, null, null, null, 10))
                .getFirst();
        assertEquals("ana", entry.actor());
        Browser bob = platform.loggedIn("bob");
        assertEquals(202, bob.post("/api/v1/servers/default", "").statusCode());
        assertEquals(
                "ana",
                json(bob.get("/api/v1/servers"))
                        .path("servers")
                        .path(0)
                        .path("visits")
                        .path(0)
                        .path("name")
                        .asString(""));
    }

    @Test
    void onlyTheOwnerIsLetIn() throws Exception {
        assertEquals(
                403,
                platform.loggedIn("bob")
                        .step(authorize("ana", "/user/ana/oauth_callback", "S256"))
                        .statusCode());
        HttpResponse<String> stranger = platform.browser().step(authorize("ana", "/user/ana/oauth_callback", "S256"));
        assertTrue(stranger.headers().firstValue("Location").orElse("").startsWith("/hub/login?next=%2Fhub%2Fapi%2F"));
    }

    @Test
    void activityIsTakenFromTheServerAndItsUser() throws Exception {
        String body = "{\"servers\": {\"\": {\"last_activity\": \"2026-03-01T09:59:00.5Z\"}}, "
                + "\"last_activity\": \"2026-03-01T09:59:00.5Z\"}";
        assertEquals(200, activity("ana", serverToken, body).statusCode());
        assertEquals(404, activity("bob", serverToken, body).statusCode());
        assertEquals(400, activity("ana", serverToken, "{}").statusCode());
        assertEquals(
                400,
                activity("ana", serverToken, body.replace("09:59", "11:01")).statusCode());
        String own = platform.identity
                .createToken("ana", "", java.util.Set.of(), null)
                .secret();
        assertEquals(200, activity("ana", own, body).statusCode());
        HttpResponse<String> nobody = activity("ana", "wrong", body);
        assertEquals(403, nobody.statusCode());
        assertEquals(403, json(nobody).path("status").asInt());
    }

    @Test
    void theHubsAddressesLeadToThePage() throws Exception {
        Browser visitor = platform.browser();
        assertEquals("6.1.1", json(visitor.step("/hub/api")).path("version").asString());
        assertEquals(200, visitor.step("/hub/health").statusCode());
        assertEquals("/favicon.svg", location(visitor, "/hub/logo"));
        HttpResponse<String> slash = visitor.step("/hub");
        assertEquals(301, slash.statusCode());
        assertEquals("/hub/", slash.headers().firstValue("Location").orElse(""));
        assertEquals("/hub/login?next=%2Fhub%2F", location(visitor, "/hub/"));
        assertEquals("/", location(ana, "/hub/"));
        assertEquals("/?start=true", location(ana, "/hub/spawn/ana"));
        assertEquals("/login?next=%2Fuser%2Fana%2Flab", location(visitor, "/hub/login?next=%2Fuser%2Fana%2Flab"));
        assertEquals("/login?next=%2F", location(visitor, "/hub/login?next=https://evil.example/"));
        assertEquals("/login?next=%2F", location(visitor, "/hub/login?next=//evil.example/"));
        assertEquals("/login?next=%2F", location(visitor, "/hub/login?next=%2F%5Cevil.example"));
        assertEquals("/hub/user-redirect/git-pull?repo=a%2Fb", location(visitor, "/user-redirect/git-pull?repo=a%2Fb"));
        assertEquals("/user/ana/git-pull?repo=a%2Fb", location(ana, "/hub/user-redirect/git-pull?repo=a%2Fb"));
        assertEquals("/hub/user/ana/lab", location(visitor, "/user/ana/lab"));
        assertEquals("/hub/login?next=%2Fhub%2Fuser%2Fana%2Flab", location(visitor, "/hub/user/ana/lab"));
        assertEquals(404, visitor.step("/hub/no-such").statusCode());
    }

    @Test
    void aStoppedServerIsOfferedToItsOwnerAlone() throws Exception {
        assertEquals("/servers?next=%2Fuser%2Fana%2Flab%3Fx%3D1", location(ana, "/hub/user/ana/lab?x=1"));
        HttpResponse<String> api = ana.step("/hub/user/ana/api/status");
        assertEquals(424, api.statusCode());
        assertTrue(json(api).path("message").asString().contains("/hub/spawn/ana"));
        assertEquals(424, ana.step("/hub/user/bob/lab").statusCode());
        assertEquals(403, platform.loggedIn("bob").step("/hub/user/ana/lab").statusCode());
        assertEquals(403, ana.post("/hub/user/ana/api/kernels", "").statusCode());
    }

    private String code() throws Exception {
        String location = location(ana, authorize("ana", "/user/ana/oauth_callback", "S256"));
        assertTrue(location.startsWith("/user/ana/oauth_callback?code="), location);
        assertTrue(location.endsWith("&state=s%2F1"), location);
        return location.substring(location.indexOf('=') + 1, location.indexOf('&'));
    }

    private static String authorize(String owner, String uri, String method) throws Exception {
        String challenge = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(
                        MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(StandardCharsets.US_ASCII)));
        return "/hub/api/oauth2/authorize?client_id=jupyterhub-user-" + owner + "&redirect_uri="
                + URLEncoder.encode(uri, StandardCharsets.UTF_8) + "&response_type=code&state=s%2F1&code_challenge="
                + challenge
                + "&code_challenge_method=" + method;
    }

    private HttpResponse<String> token(String code, Map<String, String> changed) throws Exception {
        Map<String, String> form = new java.util.HashMap<>(Map.of(
                "client_id",
                "jupyterhub-user-ana",
                "client_secret",
                serverToken,
                "grant_type",
                "authorization_code",
                "code",
                code,
                "redirect_uri",
                "/user/ana/oauth_callback",
                "code_verifier",
                VERIFIER));
        form.putAll(changed);
        String body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return platform.browser()
                .post("/hub/api/oauth2/token", body, "Content-Type", "application/x-www-form-urlencoded");
    }

    private HttpResponse<String> user(String token) throws Exception {
        return platform.browser().step("/hub/api/user", "Authorization", "token " + token);
    }

    private HttpResponse<String> activity(String user, String token, String body) throws Exception {
        return platform.browser().post("/hub/api/users/" + user + "/activity", body, "Authorization", "token " + token);
    }

    private static String location(Browser browser, String path) throws Exception {
        HttpResponse<String> response = browser.step(path);
        assertEquals(302, response.statusCode(), path);
        return response.headers().firstValue("Location").orElse("");
    }

    private static JsonNode json(HttpResponse<String> response) {
        return Exchange.JSON.readTree(response.body());
    }
}
