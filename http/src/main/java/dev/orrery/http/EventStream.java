package dev.orrery.http;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.ServerConnectionException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
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
        write("data: " + Exchange.JSON.writeValueAsString(data) + "\n\n");
    }

    /** Sends a comment, which keeps the connection open and shows whether the client is still there. */
    public void ping() throws IOException {
        write(": \n\n");
    }

    /** Ends the stream; does nothing more where the client has left already. */
    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException | UncheckedIOException | ServerConnectionException e) {
            // Nobody is there to be told.
        }
    }

    private void write(String text) throws IOException {
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (UncheckedIOException | ServerConnectionException e) {
            throw new IOException("the client has left", e);
        }
    }
}
