package dev.orrery.http;

import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.ConnectionContext;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The answer to what is no request, before anybody has seen it. Why it is none is not repeated: it may be anything. The log says
 * it, with the address, which is known only when the answer is sent, by the same thread.
 */
final class Refusal implements DirectHandler {
    private static final Status HEADERS_TOO_LARGE = Status.create(431, "Request Header Fields Too Large");

    private final ThreadLocal<String> refused = new ThreadLocal<>();
    private final Suspicions suspicions;

    Refusal(Suspicions suspicions) {
        this.suspicions = suspicions;
    }

    /** To be told of each answer that is sent. */
    void sent(ConnectionContext context, Status status) {
        String what = refused.get();
        if (what != null) {
            refused.remove();
            suspicions.note(context.remotePeer().host(), what, "no request, answered " + status.code());
        }
    }

    @Override
    public TransportResponse handle(
            TransportRequest request,
            EventType type,
            Status status,
            ServerResponseHeaders headers,
            @Nullable String message) {
        refused.set(request.method() + " " + request.path());
        Status said = "Header size exceeded".equals(message) ? HEADERS_TOO_LARGE : status;
        headers.set(HeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8");
        return TransportResponse.builder()
                .status(said)
                .headers(headers)
                .keepAlive(false)
                .entity(said.reasonPhrase().getBytes(StandardCharsets.UTF_8))
                .build();
    }
}
