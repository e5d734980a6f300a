package dev.orrery.server;

import dev.orrery.http.Exchange;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;

/** A browser as far as cookies and redirects go. */
final class TestingBrowser {
    private final String origin;
    private final HttpClient http =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

    TestingBrowser(String origin) {
        this.origin = origin;
    }

    void login(String name, String password) throws Exception {
        String body = Exchange.JSON.writeValueAsString(Map.of("name", name, "password", password));
        HttpRequest request = HttpRequest.newBuilder(URI.create(origin + "/api/v1/login"))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new AssertionError(answer.body());
        }
    }

    /** Where a page leads. */
    String location(String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(origin + path)).build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        return answer.headers().firstValue("Location").orElseThrow(() -> new AssertionError(answer.body()));
    }
}
