package dev.orrery.server;

import dev.orrery.http.Exchange;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The API of a server that runs, for commands: the one that ORRERY_API_URL and ORRERY_TOKEN name, else the one on the data
 * directory, which {@code server.json} there tells.
 */
final class RunningServer {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final URI api;
    private final String token;

    private RunningServer(URI api, String token) {
        this.api = api;
        this.token = token;
    }

    static RunningServer of(Path home, Map<String, String> environment) {
        String url = environment.get("ORRERY_API_URL");
        String token = environment.get("ORRERY_TOKEN");
        if (url != null && token != null) {
            return new RunningServer(URI.create(url.replaceFirst("/*$", "") + "/"), token);
        }
        return Announcement.read(home)
                .map(told ->
                        new RunningServer(URI.create("http://127.0.0.1:" + told.port() + "/api/v1/"), told.token()))
                .orElseThrow(
                        () -> new UsageException(
                                "No server runs on " + home
                                        + ". Start it (orrery up), name its directory with --home, or set ORRERY_API_URL and ORRERY_TOKEN."));
    }

    JsonNode get(String path) {
        return ask("GET", path, null);
    }

    JsonNode put(String path, Map<String, ?> body) {
        return ask("PUT", path, body);
    }

    void delete(String path) {
        ask("DELETE", path, null);
    }

    /** One part of a path, whatever is in it. */
    static String part(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private JsonNode ask(String method, String path, @Nullable Map<String, ?> body) {
        HttpRequest request = HttpRequest.newBuilder(api.resolve(path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(Exchange.JSON.writeValueAsBytes(body)))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            JsonNode content = answer.body().length == 0
                    ? JsonNodeFactory.instance.objectNode()
                    : Exchange.JSON.readTree(answer.body());
            if (answer.statusCode() >= 300) {
                throw new RefusedException(
                        content.path("detail").asString("The server answered " + answer.statusCode()));
            }
            return content;
        } catch (IOException | JacksonException e) {
            throw new UsageException("The server at " + api.getAuthority() + " does not answer: is it up?");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UsageException("Interrupted.");
        }
    }
}
