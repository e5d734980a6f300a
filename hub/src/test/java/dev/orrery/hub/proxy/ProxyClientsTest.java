package dev.orrery.hub.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orrery.http.ClientLimits;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that are slow, silent or half gone hold nothing for ever; limits are short here. */
@Timeout(60)
class ProxyClientsTest {
    private static final Duration SHORT = Duration.ofMillis(500);
    private static final Duration LONG = Duration.ofMinutes(5);

    private TestingBackend backend;
    private TestingProxy proxy;

    @BeforeEach
    void start() throws IOException {
        backend = new TestingBackend();
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        backend.close();
    }

    private void limits(Duration head, Duration idle, Duration read, Duration write) {
        proxy = new TestingProxy(
                () -> new Target.Ready(backend.port()), new ClientLimits(64 * 1024, head, idle, read, write));
    }

    @Test
    void aHeadThatComesByteByByteIsCutOff() throws Exception {
        limits(SHORT, LONG, LONG, LONG);
        try (Socket socket = proxy.connect()) {
            TestingBackend.write(socket.getOutputStream(), "GET /user/ana/x HTTP/1.1\r\nHost: x\r\nX-Slow: ");
            socket.setSoTimeout(50);
            assertTrue(isCutOff(socket, "a"));
        }
    }

    @Test
    void aFirstLineThatComesByteByByteIsCutOff() throws Exception {
        limits(SHORT, LONG, LONG, LONG);
        try (Socket socket = proxy.connect()) {
            TestingBackend.write(socket.getOutputStream(), "GET /user/ana/");
            socket.setSoTimeout(50);
            assertTrue(isCutOff(socket, "a"));
        }
    }

    @Test
    void aConnectionThatSaysNothingIsClosed() throws Exception {
        limits(LONG, SHORT, LONG, LONG);
        try (Socket socket = proxy.connect()) {
            assertEquals(-1, socket.getInputStream().read());
        }
    }

    @Test
    void aBodyThatStopsComingIsGivenUpAndItsBackEndToo() throws Exception {
        limits(LONG, LONG, SHORT, LONG);
        CountDownLatch over = new CountDownLatch(1);
        backend.on("/user/ana/", (head, in, out) -> {
            in.readAllBytes();
            over.countDown();
        });
        try (Socket socket = proxy.connect()) {
            TestingBackend.write(
                    socket.getOutputStream(), "PUT /user/ana/x HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nabc");
            assertTrue(over.await(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void aClientThatReadsNothingIsGivenUpAndItsBackEndToo() throws Exception {
        limits(LONG, LONG, LONG, SHORT);
        CountDownLatch over = new CountDownLatch(1);
        backend.on("/user/ana/", (head, in, out) -> {
            TestingBackend.write(out, "HTTP/1.1 200 OK\r\n\r\n");
            try {
                while (true) {
                    out.write(new byte[65536]);
                }
            } catch (IOException e) {
                over.countDown();
            }
        });
        try (Socket socket = proxy.connect()) {
            TestingBackend.write(socket.getOutputStream(), "GET /user/ana/x HTTP/1.1\r\nHost: x\r\n\r\n");
            assertTrue(over.await(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void aClientThatReadsNothingOfATunnelIsGivenUp() throws Exception {
        limits(LONG, LONG, LONG, SHORT);
        CountDownLatch over = new CountDownLatch(1);
        backend.on("/user/ana/", (head, in, out) -> {
            TestingBackend.write(out, "HTTP/1.1 101 Switching Protocols\r\n\r\n");
            try {
                while (true) {
                    out.write(new byte[65536]);
                }
            } catch (IOException e) {
                over.countDown();
            }
        });
        try (Socket socket = upgraded()) {
            assertTrue(socket.isConnected());
            assertTrue(over.await(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void aClientThatReadsNothingOfThePlatformsOwnIsGivenUp() throws Exception {
        limits(LONG, LONG, LONG, SHORT);
        try (Socket socket = proxy.connect()) {
            TestingBackend.write(socket.getOutputStream(), "GET /large HTTP/1.1\r\nHost: x\r\n\r\n");
            // The web server ends the connection within the answer, which is seen without reading any of it.
            long start = System.nanoTime();
            while (isWritable(socket)) {
                assertTrue(System.nanoTime() - start < Duration.ofSeconds(20).toNanos());
            }
        }
    }

    @Test
    void aSlowButSteadyClientGetsEverything() throws Exception {
        limits(Duration.ofSeconds(3), LONG, LONG, Duration.ofSeconds(3));
        backend.on("/user/ana/", (head, in, out) -> TestingBackend.ok(out, "a".repeat(256 << 10)));
        try (Socket socket = proxy.connect()) {
            socket.setReceiveBufferSize(16 * 1024);
            TestingBackend.write(socket.getOutputStream(), "GET /user/ana/x HTTP/1.1\r\nHost: x\r\n\r\n");
            InputStream in = socket.getInputStream();
            TestingBackend.readHead(in);
            assertEquals(256 << 10, in.readNBytes(256 << 10).length);
        }
    }

    @Test
    void aSilentTunnelOutlivesTheLimits() throws Exception {
        limits(SHORT, SHORT, SHORT, SHORT);
        backend.on("/user/ana/", (head, in, out) -> {
            TestingBackend.write(out, "HTTP/1.1 101 Switching Protocols\r\n\r\n");
            // Long after every limit, by the client's own clock.
            TestingBackend.write(out, new String(in.readNBytes(2), StandardCharsets.US_ASCII));
        });
        try (Socket socket = upgraded()) {
            socket.setSoTimeout(2_000);
            org.junit.jupiter.api.Assertions.assertThrows(
                    java.net.SocketTimeoutException.class,
                    () -> socket.getInputStream().read());
            TestingBackend.write(socket.getOutputStream(), "ok");
            assertEquals("ok", new String(socket.getInputStream().readNBytes(2), StandardCharsets.US_ASCII));
        }
    }

    @Test
    void aClientThatHasSentAllMayStillListen() throws Exception {
        limits(LONG, LONG, LONG, LONG);
        backend.on("/user/ana/", (head, in, out) -> TestingBackend.ok(out, "answer"));
        try (Socket socket = proxy.connect()) {
            TestingBackend.write(socket.getOutputStream(), "GET /user/ana/x HTTP/1.1\r\nHost: x\r\n\r\n");
            socket.shutdownOutput();
            assertTrue(
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1).endsWith("answer"));
        }
    }

    @Test
    void aTunnelsClientThatHasSentAllMayStillListen() throws Exception {
        limits(LONG, LONG, LONG, LONG);
        backend.on("/user/ana/", (head, in, out) -> {
            TestingBackend.write(out, "HTTP/1.1 101 Switching Protocols\r\n\r\n");
            TestingBackend.write(out, new String(in.readAllBytes(), StandardCharsets.US_ASCII) + " to the end");
            out.close();
        });
        try (Socket socket = upgraded()) {
            TestingBackend.write(socket.getOutputStream(), "heard");
            socket.shutdownOutput();
            assertEquals(
                    "heard to the end", new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
        }
    }

    private Socket upgraded() throws IOException {
        Socket socket = proxy.connect();
        TestingBackend.write(
                socket.getOutputStream(),
                "GET /user/ana/ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n");
        TestingBackend.readHead(socket.getInputStream());
        return socket;
    }

    /** Sends on until the other end has closed; the pause is the read's timeout. */
    private static boolean isCutOff(Socket socket, String more) {
        long start = System.nanoTime();
        while (System.nanoTime() - start < Duration.ofSeconds(20).toNanos()) {
            try {
                TestingBackend.write(socket.getOutputStream(), more);
                if (socket.getInputStream().read() < 0) {
                    return true;
                }
            } catch (java.net.SocketTimeoutException e) {
                // Still open.
            } catch (IOException e) {
                return true;
            }
        }
        return false;
    }

    private static boolean isWritable(Socket socket) {
        try {
            TestingBackend.write(socket.getOutputStream(), "x");
            Thread.onSpinWait();
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
