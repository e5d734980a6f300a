package dev.orrery.scheduler;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.orrery.http.Caller;
import dev.orrery.http.Endpoints;
import dev.orrery.http.Exchange;
import dev.orrery.http.Scope;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.EnumSet;
import tools.jackson.databind.JsonNode;

/** The scheduler's API over real HTTP, whose answers are checked against its description. */
final class TestingApi implements AutoCloseable {
    private final HttpClient client = HttpClient.newHttpClient();
    private final ApiDescription description;
    private final WebServer server;

    TestingApi(TestingScheduler testing) throws IOException {
        description = ApiDescription.read();
        // A token is an attempt's id; who sends none is a user.
        Endpoints endpoints = new Endpoints(
                request -> request.headers()
                        .first(HeaderNames.AUTHORIZATION)
                        .<Caller>map(id -> new Caller.Attempt(id))
                        .orElseGet(() ->
                                new Caller.User("ana", false, EnumSet.complementOf(EnumSet.of(Scope.ATTEMPT)), null)),
                SchedulerRoutes::problem);
        HttpRouting.Builder routing = HttpRouting.builder();
        endpoints.mount(routing, new SchedulerRoutes(testing.scheduler).endpoints());
        server = WebServer.builder()
                .port(0)
                .host("127.0.0.1")
                .routing(routing)
                .build()
                .start();
    }

    JsonNode get(String template, String path) throws Exception {
        return json(200, template, "get", send("GET", path, null));
    }

    JsonNode json(int status, String template, String method, HttpResponse<String> response) {
        assertEquals(status, response.statusCode(), response.body());
        JsonNode body = Exchange.JSON.readTree(response.body());
        description.check(template, body, description.answer(template, method, status));
        return body;
    }

    HttpResponse<String> send(String method, String path, String body) throws Exception {
        return client.send(request(method, path, body).build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> sendAsRunner(String method, String path, String attemptId, String body) throws Exception {
        return client.send(
                request(method, path, body).header("Authorization", attemptId).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String method, String path, String body) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/api/v1" + path))
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
    }

    static String encode(String text) {
        return URLEncoder.encode(text, UTF_8);
    }

    @Override
    public void close() {
        server.stop();
        client.close();
    }
}
