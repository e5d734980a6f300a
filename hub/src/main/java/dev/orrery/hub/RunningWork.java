package dev.orrery.hub;

import dev.orrery.http.Exchange;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Asks user servers whether something runs in them. Their answers are user code's: of any content, and slow. */
final class RunningWork implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    // Else the question itself would be taken for somebody's activity.
    private static final String UNNOTICED = "?no_track_activity=1";

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(PATIENCE)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    /**
     * @param isBusy whether a kernel computes
     * @param last when anybody last did anything there, in a kernel or a terminal too; null where it does not say
     */
    record Seen(boolean isBusy, @Nullable Instant last) {}

    /** What runs in the server; empty where it does not say, so that nobody knows. */
    Optional<Seen> ask(int port, ServerName server, String token) throws InterruptedException {
        String api = "http://127.0.0.1:" + port + server.prefix() + "api/";
        try {
            Instant last = time(get(api + "status", token).path("last_activity"));
            boolean isBusy = false;
            for (JsonNode kernel : get(api + "kernels" + UNNOTICED, token)) {
                isBusy |= kernel.path("execution_state").asString("").equals("busy");
                last = later(last, time(kernel.path("last_activity")));
            }
            for (JsonNode terminal : terminals(api, token)) {
                last = later(last, time(terminal.path("last_activity")));
            }
            return Optional.of(new Seen(isBusy, last));
        } catch (IOException | JacksonException | DateTimeException e) {
            return Optional.empty();
        }
    }

    /** A server without terminals has no such address. */
    private JsonNode terminals(String api, String token) throws IOException, InterruptedException {
        HttpResponse<String> response = send(api + "terminals" + UNNOTICED, token);
        return response.statusCode() == 404 ? Exchange.JSON.createArrayNode() : body(response);
    }

    private JsonNode get(String url, String token) throws IOException, InterruptedException {
        return body(send(url, token));
    }

    private static JsonNode body(HttpResponse<String> response) throws IOException {
        if (response.statusCode() != 200) {
            throw new IOException("answered " + response.statusCode());
        }
        return Exchange.JSON.readTree(response.body());
    }

    private HttpResponse<String> send(String url, String token) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .header("Authorization", "token " + token)
                .timeout(PATIENCE)
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static @Nullable Instant time(JsonNode text) {
        return text.isString() ? OffsetDateTime.parse(text.asString()).toInstant() : null;
    }

    private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
        return one == null || (other != null && other.isAfter(one)) ? other : one;
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
