package dev.orrery.http;

import io.helidon.http.HeaderNames;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Server-sent events on one response; each event is flushed at once. */
public final class EventStream implements AutoCloseable {
    private final OutputStream out;

    private EventStream(OutputStream out) {
        this.out = out;
    }

    public static EventStream open(Exchange exchange) {
        exchange.response()
                .header(HeaderNames.CONTENT_TYPE, "text/event-stream")
                .header(HeaderNames.CACHE_CONTROL, "no-cache")
                .header(HeaderNames.create("X-Accel-Buffering"), "no");
        return new EventStream(exchange.response().outputStream());
    }

    /** Sends one event; throws where the client has left. */
    public void send(Object data) throws IOException {
        String text = "data: " + Exchange.JSON.writeValueAsString(data) + "\n\n";
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** Sends a comment, which keeps the connection open and shows whether the client is still there. */
    public void ping() throws IOException {
        out.write(": \n\n".getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
