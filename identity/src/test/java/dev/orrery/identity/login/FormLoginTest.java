package dev.orrery.identity.login;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** JupyterHub's login form, as a script sends it. */
@Timeout(60)
class FormLoginTest {
    @TempDir
    Path folder;

    private TestingEntrance entrance;

    @BeforeEach
    void start() throws Exception {
        entrance = new TestingEntrance(folder, TestingEntrance.freePort(), "{}");
        entrance.identity.addUser("ana", "correct horse", false);
    }

    @AfterEach
    void stop() {
        entrance.close();
    }

    @Test
    void theRightPasswordLeadsOn() throws Exception {
        HttpResponse<String> in =
                send("?next=%2Fhub%2Fhome", "username=ana&password=correct+horse&_xsrf=abc", "_xsrf=abc");
        assertEquals(302, in.statusCode());
        assertEquals("/hub/home", in.headers().firstValue("Location").orElse(""));
        assertEquals(
                2,
                in.headers().allValues("Set-Cookie").stream()
                        .filter(one -> one.startsWith("orrery-session="))
                        .count());
    }

    @Test
    void anotherSiteIsNoPlaceToGoOnTo() throws Exception {
        for (String next :
                new String[] {"%2F%2Fevil.example", "https:%2F%2Fevil.example", "%2F%5Cevil.example", "%2F%09%2Fevil"
                }) {
            HttpResponse<String> in =
                    send("?next=" + next, "username=ana&password=correct+horse&_xsrf=abc", "_xsrf=abc");
            assertEquals("/hub/", in.headers().firstValue("Location").orElse(""), next);
        }
    }

    @Test
    void withoutTheCookiesTokenNobodyComesIn() throws Exception {
        String form = "username=ana&password=correct+horse";
        assertEquals(403, send("", form, "_xsrf=abc").statusCode());
        assertEquals(403, send("", form + "&_xsrf=other", "_xsrf=abc").statusCode());
        assertEquals(403, send("", form + "&_xsrf=abc", "other=abc").statusCode());
    }

    private HttpResponse<String> send(String query, String form, String cookie) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create(entrance.url + "/hub/login" + query))
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .header("Cookie", cookie)
                            .POST(HttpRequest.BodyPublishers.ofString(form))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }
}
