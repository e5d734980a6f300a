package dev.orrery.identity.login;

import static dev.orrery.identity.login.TestingEntrance.location;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * GitHub's web flow against a stand-in that answers as GitHub's documentation says. It shows that we speak as we understand
 * GitHub, not that GitHub speaks so: it checks no PKCE, has no rate limits and one page of everything.
 */
@Timeout(60)
class GitHubTest {
    @TempDir
    Path folder;

    private HttpServer gitHub;
    private TestingEntrance entrance;
    private String organisation = "Data-Org";

    @BeforeEach
    void start() throws Exception {
        gitHub = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        gitHub.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            boolean allowed = "Bearer gho_x".equals(exchange.getRequestHeaders().getFirst("Authorization"));
            String json = switch (path) {
                case "/login/oauth/access_token" ->
                    form.contains("code=good&") && form.contains("client_secret=a-secret-of-the-test")
                            ? "{\"access_token\": \"gho_x\", \"token_type\": \"bearer\"}"
                            : "{\"error\": \"bad_verification_code\"}";
                case "/api/v3/user" -> "{\"id\": 583231, \"login\": \"Ana-Ruiz\"}";
                case "/api/v3/user/emails" ->
                    "[{\"email\": \"ana@example.org\", \"primary\": true, \"verified\": true}]";
                case "/api/v3/user/orgs" -> "[{\"login\": \"" + organisation + "\"}]";
                case "/api/v3/user/teams" ->
                    "[{\"slug\": \"platform\", \"organization\": {\"login\": \"" + organisation + "\"}}]";
                default -> "{}";
            };
            byte[] body = json.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(allowed || path.startsWith("/login/") ? 200 : 401, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        gitHub.start();
        entrance = new TestingEntrance(folder, TestingEntrance.freePort(), """
                {"providers": [{"kind": "github", "url": "http://127.0.0.1:%d", "client_id": "orrery", "client_secret_env": "SECRET",
                  "allowed_groups": ["Data-Org"], "admin_groups": ["Data-Org:platform"]}]}
                """.formatted(
                        gitHub.getAddress().getPort()));
        entrance.identity.addUser("root", "correct horse", true);
    }

    @AfterEach
    void stop() {
        entrance.close();
        gitHub.stop(0);
    }

    @Test
    void organisationsAndTeamsAreGroups() throws Exception {
        var browser = entrance.browser();
        assertEquals("/", login(browser, "good"));
        assertEquals("ana-ruiz", browser.name());
        assertTrue(entrance.identity.user("ana-ruiz").orElseThrow().admin());
        assertEquals(Set.of("Data-Org/ana-ruiz", "Data-Org:platform/ana-ruiz"), entrance.members);
    }

    @Test
    void whoLeftTheOrganisationStaysOutside() throws Exception {
        var browser = entrance.browser();
        login(browser, "good");
        organisation = "Another";
        assertTrue(login(entrance.browser(), "good").startsWith("/login?problem=not-allowed&"));
    }

    @Test
    void aCodeThatGitHubDoesNotTakeIsRefused() throws Exception {
        assertTrue(login(entrance.browser(), "forged").startsWith("/login?problem=provider&"));
    }

    private static String login(TestingEntrance.Browser browser, String code) throws Exception {
        String state = Query.of(location(browser.get("/hub/oauth_login")))
                .first("state")
                .orElseThrow();
        HttpResponse<String> in = browser.get("/hub/oauth_callback?code=" + code + "&state=" + state);
        return in.headers().firstValue("Location").orElse("");
    }
}
