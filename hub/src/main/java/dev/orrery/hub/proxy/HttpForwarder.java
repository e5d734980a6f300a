package dev.orrery.hub.proxy;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends a request to a back end and its answer to the client, both as they come, in constant memory. */
final class HttpForwarder {
    private static final Logger LOG = LoggerFactory.getLogger(HttpForwarder.class);

    private final BackendPool pool;

    HttpForwarder(BackendPool pool) {
        this.pool = pool;
    }

    private record Answer(BackendConnection connection, ResponseHead head, BackendBody body) {}

    /** @param swap what the back end sees of a token */
    void forward(int port, ServerRequest request, ServerResponse response, UnaryOperator<String> swap) {
        Answer answer;
        try {
            answer = ask(port, request, swap);
        } catch (IOException e) {
            LOG.debug("No answer from the user server on port {}", port, e);
            response.status(Status.BAD_GATEWAY_502)
                    .header(HeaderNames.CONTENT_TYPE, "application/json")
                    .send("""
                            {"status": 502, "message": "The notebook server did not answer. Reload the page; \
                            if that does not help, stop the server and start it again."}""".getBytes(StandardCharsets.UTF_8));
            return;
        }
        boolean isHead = request.prologue().method().equals(Method.HEAD);
        try {
            head(answer.head(), response);
            BackendBody body = answer.body();
            body(body, answer.head(), isHead, response);
            if (body.leavesConnectionUsable() && !answer.head().closes()) {
                pool.giveBack(answer.connection());
            } else {
                answer.connection().close();
            }
        } catch (IOException e) {
            answer.connection().close();
            // The head is gone already: only a broken connection tells the client that the body is not whole.
            throw new CloseConnectionException("the user server ended within its answer", e);
        } catch (RuntimeException e) {
            answer.connection().close();
            throw e;
        }
    }

    private Answer ask(int port, ServerRequest request, UnaryOperator<String> swap) throws IOException {
        Method method = request.prologue().method();
        boolean hasBody = RequestHead.isChunked(request.headers())
                || request.headers().contentLength().orElse(0) > 0;
        String head = RequestHead.plain(
                request.prologue(), request.headers(), request.remotePeer(), request.isSecure(), swap);
        boolean repeatable = !hasBody && (method.equals(Method.GET) || method.equals(Method.HEAD));
        Optional<BackendConnection> reused = repeatable ? pool.reuse(port) : Optional.empty();
        if (reused.isPresent()) {
            try {
                return exchange(reused.get(), head, request, false);
            } catch (IOException e) {
                // The server had closed the idle connection; a fresh one tells whether it is there.
                LOG.trace("An idle connection to port {} was closed", port, e);
            }
        }
        return exchange(pool.open(port), head, request, hasBody);
    }

    private static Answer exchange(BackendConnection connection, String head, ServerRequest request, boolean hasBody)
            throws IOException {
        try {
            connection.send(head);
            if (hasBody) {
                upload(connection, request);
            }
            ResponseHead answer = connection.readHead();
            boolean isHead = request.prologue().method().equals(Method.HEAD);
            return new Answer(connection, answer, connection.body(answer, isHead));
        } catch (IOException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private static void upload(BackendConnection connection, ServerRequest request) throws IOException {
        OutputStream out =
                RequestHead.isChunked(request.headers()) ? new ChunkedOutput(connection.out()) : connection.out();
        byte[] buffer = new byte[BackendConnection.BUFFER];
        InputStream in = request.content().inputStream();
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            try {
                out.write(buffer, 0, read);
            } catch (IOException e) {
                // It may have answered (too large, say) and closed before it read all: its answer counts.
                LOG.debug("The user server took only a part of the body", e);
                return;
            }
        }
        if (out instanceof ChunkedOutput chunks) {
            chunks.finish();
        }
    }

    private static void head(ResponseHead head, ServerResponse response) {
        response.status(
                head.reason().isEmpty() ? Status.create(head.status()) : Status.create(head.status(), head.reason()));
        for (ResponseHead.Field field : head.fields()) {
            String name = field.name().toLowerCase(Locale.ROOT);
            boolean lengthOfNothing = name.equals("content-length") && (!head.hasBody() || head.isChunked());
            boolean session = name.equals("set-cookie") && Credentials.isSession(field.value());
            if (!RequestHead.isHopByHop(name) && !lengthOfNothing && !session) {
                response.headers().add(HeaderValues.create(HeaderNames.create(field.name()), field.value()));
            }
        }
    }

    private static void body(BackendBody body, ResponseHead head, boolean isHead, ServerResponse response)
            throws IOException {
        if (isHead
                || !head.hasBody()
                || head.first("Content-Length").filter("0"::equals).isPresent()) {
            response.send();
            return;
        }
        OutputStream out = response.outputStream();
        byte[] buffer = new byte[BackendConnection.BUFFER];
        for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
            out.write(buffer, 0, read);
            if (body.available() == 0) {
                out.flush();
            }
        }
        out.close();
    }
}
