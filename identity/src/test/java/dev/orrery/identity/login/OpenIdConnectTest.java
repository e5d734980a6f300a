package dev.orrery.identity.login;

import static dev.orrery.identity.login.TestingEntrance.location;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Logins through npm's oidc-provider, each with the requests that a browser makes. */
@Timeout(300)
class OpenIdConnectTest {
    @TempDir
    Path folder;

    private TestingOidcProvider provider;
    private TestingEntrance entrance;

    @BeforeEach
    void start() throws Exception {
        int port = TestingEntrance.freePort();
        provider = new TestingOidcProvider("http://127.0.0.1:" + port);
        entrance = new TestingEntrance(folder, port, """
                {"providers": [{"kind": "oidc", "id": "company", "title": "Company", "issuer": "%s", "client_id": "orrery",
                  "client_secret_env": "SECRET", "scopes": ["profile", "email", "groups"], "groups_claim": "groups",
                  "allowed_groups": ["staff"], "admin_groups": ["ops"], "logout": true}]}
                """.formatted(provider.issuer()));
        entrance.identity.addUser("root", "correct horse", true);
    }

    @AfterEach
    void stop() throws Exception {
        entrance.close();
        provider.close();
    }

    @Test
    void whoIsAllowedComesInWhereTheyWantedToGo() throws Exception {
        var browser = entrance.browser();
        HttpResponse<String> in = browser.get(callback(browser, "Ana+staff+maths", "/hub/user/ana/lab?x=1"));

        assertEquals(
                "/hub/user/ana/lab?x=1", in.headers().firstValue("Location").orElse(""));
        assertEquals("ana", browser.name());
        assertFalse(entrance.identity.user("ana").orElseThrow().admin());
        assertEquals(Set.of("maths/ana", "staff/ana"), entrance.members);
        assertEquals(
                "company",
                entrance.identity.sessions().of("ana").getFirst().origin().provider());
        assertTrue(browser.json("/api/v1/login")
                .path("logout_url")
                .asString("")
                .startsWith(provider.issuer() + "/session/end?"));
    }

    @Test
    void theAdministratorsGroupMakesAnAdministrator() throws Exception {
        var browser = entrance.browser();
        browser.get(callback(browser, "ops-eva+ops", "/"));
        assertTrue(entrance.identity.user("ops-eva").orElseThrow().admin());
    }

    @Test
    void whoIsOnNoListStaysOutside() throws Exception {
        var browser = entrance.browser();
        assertRefused("not-allowed", browser.get(callback(browser, "mallory+guests", "/")));
        assertEquals("", browser.name());
        assertTrue(entrance.identity.user("mallory").isEmpty());
    }

    @Test
    void aProvidersPersonDoesNotBecomeTheUserOfThatName() throws Exception {
        var browser = entrance.browser();
        assertRefused("name-taken", browser.get(callback(browser, "root+staff", "/")));
        assertEquals("", browser.name());
    }

    @Test
    void aNameThatLooksLikeAnothersIsRefused() throws Exception {
        var browser = entrance.browser();
        // The first letter is Cyrillic.
        assertRefused("bad-name", browser.get(callback(browser, "\u0430na+staff", "/")));
    }

    @Test
    void anotherBrowserCannotFinishALogin() throws Exception {
        var browser = entrance.browser();
        URI callback = callback(browser, "ana+staff", "/");
        assertRefused("state", entrance.browser().get(callback));
        String forged = callback.toString().replaceFirst("state=[^&]*", "state=" + "A".repeat(43));
        assertRefused("state", browser.get(URI.create(forged)));
        assertTrue(entrance.identity.user("ana").isEmpty());
    }

    @Test
    void aCodeIsGoodOnce() throws Exception {
        var browser = entrance.browser();
        URI callback = callback(browser, "ana+staff", "/");
        browser.get(callback);
        assertRefused("state", browser.get(callback));
    }

    @Test
    void anAnswerOfAnotherIssuerIsRefused() throws Exception {
        var browser = entrance.browser();
        String callback = callback(browser, "ana+staff", "/").toString();
        assertRefused(
                "provider", browser.get(URI.create(callback.replaceFirst("iss=[^&]*", "iss=https://evil.example"))));
    }

    @Test
    void thePersonMayDecline() throws Exception {
        var browser = entrance.browser();
        String state = query(location(browser.get("/hub/oauth_login?provider=company")), "state");
        String iss = URLEncoder.encode(provider.issuer(), StandardCharsets.UTF_8);
        assertRefused("denied", browser.get("/hub/oauth_callback?error=access_denied&state=" + state + "&iss=" + iss));
    }

    @Test
    void aDeletedUsersSessionEndsAndTheNextLoginMakesANewUser() throws Exception {
        var browser = entrance.browser();
        browser.get(callback(browser, "ana+staff", "/"));
        int uid = entrance.identity.user("ana").orElseThrow().uid();
        entrance.identity.deleteUser("ana");
        assertEquals("", browser.name());

        var other = entrance.browser();
        other.get(callback(other, "ana+staff", "/"));
        assertNotEquals(uid, entrance.identity.user("ana").orElseThrow().uid());
    }

    @Test
    void anotherSiteIsNoPlaceToGoOnTo() throws Exception {
        var browser = entrance.browser();
        HttpResponse<String> in = browser.get(callback(browser, "ana+staff", "//evil.example/"));
        assertEquals("/", in.headers().firstValue("Location").orElse(""));
    }

    /** Goes through the provider's own pages, and stops before the address that it sends the browser back to. */
    private URI callback(TestingEntrance.Browser browser, String account, String next) throws Exception {
        URI at = location(browser.get(
                "/hub/oauth_login?provider=company&next=" + URLEncoder.encode(next, StandardCharsets.UTF_8)));
        String login = "prompt=login&login=" + URLEncoder.encode(account, StandardCharsets.UTF_8) + "&password=any";
        boolean loggedIn = false;
        for (int steps = 0; steps < 10; steps++) {
            HttpResponse<String> answer = browser.get(at);
            if (answer.statusCode() == 200) {
                answer = browser.post(at, loggedIn ? "prompt=consent" : login);
                loggedIn = true;
            }
            at = location(answer);
            if (at.getPath().equals("/hub/oauth_callback")) {
                return at;
            }
        }
        throw new AssertionError("the provider sent the browser nowhere: " + at);
    }

    private static String query(URI address, String name) {
        return Query.of(address).first(name).orElseThrow();
    }

    private static void assertRefused(String problem, HttpResponse<String> answer) {
        assertEquals(302, answer.statusCode(), answer.body());
        String location = answer.headers().firstValue("Location").orElse("");
        assertTrue(location.startsWith("/login?problem=" + problem + "&"), location);
    }
}
