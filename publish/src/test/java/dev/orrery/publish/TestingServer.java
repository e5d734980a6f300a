package dev.orrery.publish;

import dev.orrery.http.Caller;
import dev.orrery.http.Endpoints;
import dev.orrery.http.Exchange;
import dev.orrery.http.Scope;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The module's routes on a real server, with a token for each kind of caller. */
final class TestingServer implements AutoCloseable {
    private static final Map<String, Caller> CALLERS = Map.of(
            "user", new Caller.User("ana", false, Set.of(Scope.READ_DAGS, Scope.WRITE_DAGS), null),
            "reader", new Caller.User("rob", false, Set.of(Scope.READ_DAGS), null),
            "server", new Caller.Server("ana", "", Set.of(Scope.READ_DAGS, Scope.WRITE_DAGS)),
            "attempt", new Caller.Attempt("a1"));

    record Answer(int status, String mediaType, JsonNode body) {}

    private final WebServer server;
    private final HttpClient client = HttpClient.newHttpClient();

    TestingServer(Publisher publisher, DagRepository repository) {
        HttpRouting.Builder routing = HttpRouting.builder();
        Endpoints endpoints = new Endpoints(TestingServer::caller, error -> null);
        endpoints.mount(
                routing,
                new PublishRoutes(publisher, InstantSource.fixed(Instant.parse("2026-03-03T00:00:00Z"))).endpoints());
        endpoints.mount(routing, new VersionRoutes(repository).endpoints());
        endpoints.mount(routing, new VersionDiffRoutes(repository).endpoints());
        server = WebServer.builder()
                .host("127.0.0.1")
                .port(0)
                .maxPayloadSize(-1)
                .addRouting(routing)
                .build()
                .start();
    }

    private static Caller caller(ServerRequest request) {
        return request.headers()
                .first(HeaderNames.AUTHORIZATION)
                .map(value -> value.substring("Bearer ".length()))
                .map(CALLERS::get)
                .orElseGet(Caller.Anonymous::new);
    }

    String url() {
        return "http://127.0.0.1:" + server.port() + "/api/v1";
    }

    Answer get(String token, String path) throws IOException, InterruptedException {
        return send(token, path, HttpRequest.newBuilder().GET());
    }

    Answer post(String token, String path, Object body) throws IOException, InterruptedException {
        String json = body instanceof String text ? text : Exchange.JSON.writeValueAsString(body);
        return send(
                token,
                path,
                HttpRequest.newBuilder()
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    private Answer send(String token, String path, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(
                request.uri(URI.create(url() + path))
                        .header("Authorization", "Bearer " + token)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        return new Answer(
                response.statusCode(),
                response.headers().firstValue("Content-Type").orElse(""),
                Exchange.JSON.readTree(response.body()));
    }

    @Override
    public void close() {
        client.close();
        server.stop();
    }
}
