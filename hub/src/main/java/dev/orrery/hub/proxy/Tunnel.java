package dev.orrery.hub.proxy;

import dev.orrery.http.ClientConnections;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.spi.ServerConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/**
 * A client's connection and a back end's, joined byte for byte once the back end took the upgrade. Most are silent most of the
 * time, so a large buffer is there only while much is sent.
 */
final class Tunnel implements ServerConnection {
    private static final int SMALL = 1024;
    // What a back end may still send after its client said that it will send no more.
    private static final Duration HALF_CLOSED = Duration.ofSeconds(30);

    private final ConnectionContext client;
    private final BackendConnection backend;
    private final String requestHead;

    Tunnel(ConnectionContext client, BackendConnection backend, String requestHead) {
        this.client = client;
        this.backend = backend;
        this.requestHead = requestHead;
    }

    @Override
    public void handle(Limit limit) throws InterruptedException {
        try (backend) {
            backend.send(requestHead);
            ResponseHead head = backend.readHead();
            boolean joined = head.status() == 101;
            toClient(text(head, joined).getBytes(StandardCharsets.ISO_8859_1));
            if (joined) {
                ClientConnections.endless(client);
                join();
            } else {
                refuse(head);
            }
        } catch (IOException | UncheckedIOException e) {
            // One of the two has left, which is how tunnels end.
        }
        throw new CloseConnectionException("the tunnel has ended");
    }

    @Override
    public Duration idleTime() {
        // The two ends ping each other as they see fit; silence is no reason to cut a kernel's channel.
        return Duration.ZERO;
    }

    @Override
    public void close(boolean interrupt) {
        backend.close();
        closeClient();
    }

    private void closeClient() {
        try {
            client.serverSocket().close();
        } catch (UncheckedIOException e) {
            // It was closed before: both ends, and the web server, may be first.
        }
    }

    private void join() throws InterruptedException {
        byte[] first = backend.in().release();
        Thread down = Thread.ofVirtual().name("tunnel-down").start(() -> download(first));
        try {
            if (upload()) {
                down.join(HALF_CLOSED);
            }
        } finally {
            backend.close();
            down.interrupt();
        }
    }

    /** True where the client has said that it will send no more; it may still listen. */
    private boolean upload() {
        DataReader reader = client.dataReader();
        try {
            while (true) {
                reader.ensureAvailable();
                BufferData data = reader.readBuffer();
                byte[] bytes = new byte[data.available()];
                data.read(bytes);
                backend.out().write(bytes);
            }
        } catch (DataReader.InsufficientDataAvailableException e) {
            return endOutput();
        } catch (CloseConnectionException | UncheckedIOException | IOException e) {
            return false;
        }
    }

    private boolean endOutput() {
        try {
            backend.endOutput();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void download(byte[] first) {
        try {
            toClient(first);
            byte[] buffer = new byte[SMALL];
            for (int read = backend.in().read(buffer);
                    read >= 0;
                    read = backend.in().read(buffer)) {
                toClient(Arrays.copyOf(buffer, read));
                if (read < SMALL && buffer.length > SMALL) {
                    buffer = new byte[SMALL];
                } else if (read == SMALL && buffer.length == SMALL) {
                    buffer = new byte[BackendConnection.BUFFER];
                }
            }
        } catch (IOException | UncheckedIOException | CloseConnectionException e) {
            // As above.
        } finally {
            closeClient();
        }
    }

    private void refuse(ResponseHead head) throws IOException {
        BackendBody body = backend.body(head, false);
        byte[] buffer = new byte[BackendConnection.BUFFER];
        for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
            toClient(Arrays.copyOf(buffer, read));
        }
    }

    private void toClient(byte[] bytes) {
        client.dataWriter().writeNow(BufferData.create(bytes));
    }

    /** The back end's head for the client; one that is no upgrade ends with the connection. */
    private static String text(ResponseHead head, boolean joined) {
        StringBuilder text = new StringBuilder("HTTP/1.1 " + head.status() + " " + head.reason() + "\r\n");
        for (ResponseHead.Field field : head.fields()) {
            boolean session = field.name().equalsIgnoreCase("set-cookie") && Credentials.isSession(field.value());
            if (!session && (joined || !RequestHead.isHopByHop(field.name()))) {
                text.append(field.name()).append(": ").append(field.value()).append("\r\n");
            }
        }
        return text.append(joined ? "\r\n" : "Connection: close\r\n\r\n").toString();
    }
}
