package dev.orrery.runner;

import dev.orrery.kernel.ProtocolJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The server, as an attempt sees it. Plain blocking HTTP: a richer client would cost the start of each attempt. */
final class ServerClient {
    private static final int CONNECT_MILLIS = 5_000;
    private static final int READ_MILLIS = 30_000;
    private static final int NO_CONTENT = 204;
    private static final int MAX_ANSWER_BYTES = 16 << 20;

    private final URI api;
    private final String token;

    ServerClient(URI api, String token) {
        this.api = api;
        this.token = token;
    }

    /**
     * What came back for posted events.
     *
     * @param acknowledged the highest sequence number that the server has
     * @param cancel whether the attempt is to stop
     */
    record Taken(long acknowledged, boolean cancel) {}

    /** The server answered, and it was no: asking again will not help. */
    static final class Refused extends IOException {
        private static final long serialVersionUID = 1L;

        Refused(int status) {
            super("the server refused the attempt (HTTP " + status + ")");
        }
    }

    /** @throws IOException if the server is away; {@link Refused} if it does not know the attempt */
    Order order() throws IOException {
        return Order.parse(call("GET", "/api/v1/attempt/order", null));
    }

    /** An attempt, its own token and its order. */
    record Claim(String token, Order order) {}

    /** Waits a while for an attempt to claim this slot; empty when none has come yet. Throws as {@link #order}. */
    Optional<Claim> claim() throws IOException {
        ObjectNode answer = call("GET", "/api/v1/attempt/claim", null);
        return answer.path("order") instanceof ObjectNode order
                ? Optional.of(new Claim(answer.path("token").asString(""), Order.parse(order)))
                : Optional.empty();
    }

    /** Posts events; none at all asks whether to go on. Throws as {@link #order}. */
    Taken post(List<ObjectNode> events) throws IOException {
        ObjectNode body = ProtocolJson.object();
        ArrayNode array = body.putArray("events");
        events.forEach(array::add);
        ObjectNode answer = call("POST", "/api/v1/attempt/events", ProtocolJson.write(body));
        return new Taken(
                answer.path("acknowledged").asLong(0), answer.path("cancel").asBoolean(false));
    }

    private ObjectNode call(String method, String path, byte @Nullable [] body) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(api + path).toURL().openConnection();
        connection.setRequestMethod(method);
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(READ_MILLIS);
        // A redirect would carry the token to who knows where.
        connection.setInstanceFollowRedirects(false);
        connection.setRequestProperty("Authorization", "Bearer " + token);
        connection.setRequestProperty("Accept", "application/json");
        if (body != null) {
            connection.setDoOutput(true);
            connection.setFixedLengthStreamingMode(body.length);
            connection.setRequestProperty("Content-Type", "application/json");
            try (OutputStream out = connection.getOutputStream()) {
                out.write(body);
            }
        }
        int status = connection.getResponseCode();
        if (status == NO_CONTENT) {
            return ProtocolJson.object();
        }
        if (status != 200) {
            connection.disconnect();
            throw isRefusal(status) ? new Refused(status) : new IOException("the server answered HTTP " + status);
        }
        try (InputStream in = connection.getInputStream()) {
            return ProtocolJson.read(in.readNBytes(MAX_ANSWER_BYTES));
        } catch (JacksonException e) {
            throw new IOException("the server's answer is not JSON", e);
        }
    }

    /** Not those that say "later": request timeout, too early, too many requests. */
    private static boolean isRefusal(int status) {
        return status >= 400 && status < 500 && status != 408 && status != 425 && status != 429;
    }
}
