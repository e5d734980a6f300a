package dev.orrery.hub.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orrery.http.ClientLimits;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class ProxyTest {
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private TestingBackend backend;
    private TestingProxy proxy;
    private volatile Target target;

    @BeforeEach
    void start() throws IOException {
        backend = new TestingBackend();
        target = new Target.Ready(backend.port());
        proxy = new TestingProxy(() -> target, ClientLimits.defaults());
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        backend.close();
    }

    @Test
    void otherPathsStayWithThePlatform() throws Exception {
        assertEquals("ours", get("/plain").body());
        assertEquals("ours", get("/users").body());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/user/ana/a%2Fb",
                "/user/ana/a%252Fb",
                "/user/ana//x",
                "/user/ana/a;b=c",
                "/user/ana/[x]|y",
                "/user/ana/%5Bx%5D?q=a%20b+c&r=%2F[]",
                "/user/ana/../x",
                "/user/ana/%C3%A4",
                "/user/ana"
            })
    void anEncodedPathPassesUntouched(String path) throws Exception {
        backend.on(
                "/",
                (head, in, out) ->
                        TestingBackend.ok(out, head.lines().findFirst().orElseThrow()));
        String answer = raw("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assertTrue(answer.endsWith("GET " + path + " HTTP/1.1"), answer);
    }

    @Test
    void theBackEndSeesWhereARequestCameFromAndNoneOfThePlatformsCredentials() throws Exception {
        backend.on("/user/ana/", (head, in, out) -> TestingBackend.ok(out, head));
        String head = raw(
                "GET /user/ana/x HTTP/1.1\r\nHost: orrery.example:8080\r\nCookie: a=1; orrery-session=abc; __Host-orrery-session=abc; b=2\r\n"
                        + "Authorization: Bearer orr_abc\r\nConnection: close, X-Hop\r\nX-Hop: 1\r\nTE: trailers\r\nX-Own: 1\r\n\r\n");
        assertTrue(head.contains("Cookie: a=1; b=2\r\n"), head);
        assertTrue(head.contains("Authorization: Bearer pass-to-ana-x\r\n"), head);
        assertFalse(head.contains("abc"), head);
        assertFalse(head.contains("X-Hop"), head);
        assertFalse(head.contains("TE:"), head);
        assertTrue(head.contains("X-Own: 1\r\n"), head);
        assertTrue(head.contains("Host: orrery.example:8080\r\n"), head);
        assertTrue(head.contains("X-Forwarded-For: 127.0.0.1\r\n"), head);
        assertTrue(head.contains("X-Forwarded-Host: orrery.example:8080\r\n"), head);
        assertTrue(head.contains("X-Forwarded-Proto: http\r\n"), head);
        assertTrue(head.contains("X-Forwarded-Port: 8080\r\n"), head);
    }

    @Test
    void aTokenInAQueryIsSwappedAndTheRestStays() throws Exception {
        backend.on("/user/ana/", (head, in, out) -> TestingBackend.ok(out, head));
        String head = raw(
                "GET /user/ana/big/?a=%2F&token=orr_abc&&xtoken=1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assertTrue(head.contains("GET /user/ana/big/?a=%2F&token=pass-to-ana-big&&xtoken=1 HTTP/1.1"), head);
    }

    @Test
    void aServersOwnTokenPasses() throws Exception {
        backend.on("/user/ana/", (head, in, out) -> TestingBackend.ok(out, head));
        assertTrue(get("/user/ana/", "Authorization", "token 0123456789abcdef")
                .body()
                .contains("token 0123456789abcdef"));
    }

    @Test
    void severalCookiesPassAndTheSessionsCannotBeSet() throws Exception {
        backend.on(
                "/user/ana/",
                (head, in, out) -> TestingBackend.write(
                        out,
                        "HTTP/1.1 200 Fine\r\nSet-Cookie: a=1; Path=/user/ana/\r\nSet-Cookie: orrery-session=x; Path=/hub/\r\n"
                                + "Set-Cookie: b=2\r\nContent-Length: 2\r\nKeep-Alive: timeout=5\r\n\r\nok"));
        HttpResponse<String> response = get("/user/ana/");
        assertEquals(
                java.util.List.of("a=1; Path=/user/ana/", "b=2"),
                response.headers().allValues("Set-Cookie"));
        assertTrue(response.headers().firstValue("Keep-Alive").isEmpty());
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 304, 404, 500})
    void aStatusPassesWithOrWithoutABody(int status) throws Exception {
        String length = status == 204 ? "" : "Content-Length: 5\r\n";
        String body = status == 204 || status == 304 ? "" : "hello";
        backend.on(
                "/user/ana/",
                (head, in, out) -> TestingBackend.write(
                        out, "HTTP/1.1 " + status + " X\r\nEtag: \"e\"\r\n" + length + "\r\n" + body));
        for (int i = 0; i < 2; i++) {
            HttpResponse<String> response = get("/user/ana/x");
            assertEquals(status, response.statusCode());
            assertEquals(body, response.body());
            assertEquals("\"e\"", response.headers().firstValue("Etag").orElse(""));
        }
    }

    @Test
    void aHeadHasTheLengthAndNoBody() throws Exception {
        backend.on(
                "/user/ana/",
                (head, in, out) -> TestingBackend.write(out, "HTTP/1.1 200 OK\r\nContent-Length: 12345\r\n\r\n"));
        String answer = raw("HEAD /user/ana/f HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assertTrue(answer.contains("Content-Length: 12345\r\n"), answer);
        assertTrue(answer.endsWith("\r\n\r\n"), answer);
    }

    @Test
    void aBodyUntilTheEndOfTheConnectionIsWhole() throws Exception {
        backend.on("/user/ana/", (head, in, out) -> {
            TestingBackend.write(out, "HTTP/1.1 200 OK\r\n\r\nall of it");
            out.close();
        });
        assertEquals("all of it", get("/user/ana/x").body());
    }

    @Test
    void aLargeUploadAndDownloadStreamInChunks() throws Exception {
        long size = 300L << 20;
        backend.on("/user/ana/up", (head, in, out) -> {
            assertTrue(head.contains("Transfer-Encoding: chunked"));
            BackendBody body = BackendBody.chunked(new BackendInput(in));
            long count = 0;
            byte[] buffer = new byte[65536];
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                count += read;
            }
            TestingBackend.ok(out, "" + count);
        });
        backend.on("/user/ana/down", (head, in, out) -> {
            TestingBackend.write(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            ChunkedOutput chunks = new ChunkedOutput(out);
            for (long sent = 0; sent < size; sent += 65536) {
                chunks.write(new byte[65536]);
            }
            chunks.finish();
        });
        HttpRequest upload = request("/user/ana/up")
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new Zeros(size)))
                .build();
        assertEquals(
                "" + size,
                client.send(upload, HttpResponse.BodyHandlers.ofString()).body());
        HttpResponse<InputStream> down =
                client.send(request("/user/ana/down").build(), HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream in = down.body()) {
            assertEquals(size, in.transferTo(OutputStream.nullOutputStream()));
        }
    }

    @Test
    void aClientThatWaitsForContinueGetsIt() throws Exception {
        backend.on("/user/ana/", (head, in, out) -> {
            assertFalse(head.contains("Expect"), head);
            TestingBackend.ok(out, new String(in.readNBytes(5), StandardCharsets.US_ASCII));
        });
        HttpRequest upload = request("/user/ana/x")
                .expectContinue(true)
                .PUT(HttpRequest.BodyPublishers.ofString("hello"))
                .build();
        assertEquals(
                "hello",
                client.send(upload, HttpResponse.BodyHandlers.ofString()).body());
    }

    @Test
    void anAnswerBeforeTheBodyWasReadReachesTheClient() throws Exception {
        backend.on(
                "/user/ana/",
                (head, in, out) -> TestingBackend.write(
                        out, "HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
        HttpRequest upload = request("/user/ana/x")
                .PUT(HttpRequest.BodyPublishers.ofString("hello"))
                .build();
        assertEquals(
                413, client.send(upload, HttpResponse.BodyHandlers.ofString()).statusCode());
    }

    @Test
    void eventsAreFlushedAsTheyCome() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        backend.on("/user/ana/events", (head, in, out) -> {
            TestingBackend.write(
                    out,
                    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
                            + "9\r\ndata: 1\n\n\r\n");
            assertTrue(seen.await(20, TimeUnit.SECONDS));
            TestingBackend.write(out, "9\r\ndata: 2\n\n\r\n0\r\n\r\n");
        });
        HttpResponse<InputStream> response =
                client.send(request("/user/ana/events").build(), HttpResponse.BodyHandlers.ofInputStream());
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            assertEquals("data: 1", lines.readLine());
            seen.countDown();
            assertEquals("", lines.readLine());
            assertEquals("data: 2", lines.readLine());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Content-Length: 1000\r\n\r\nonly this", "Transfer-Encoding: chunked\r\n\r\n9\r\nonly this\r\n"})
    void aBackEndThatDiesWithinItsAnswerBreaksTheClientsConnection(String rest) {
        backend.on("/user/ana/", (head, in, out) -> {
            TestingBackend.write(out, "HTTP/1.1 200 OK\r\n" + rest);
            out.close();
        });
        assertThrows(IOException.class, () -> get("/user/ana/x"));
    }

    @Test
    void aBackEndThatDoesNotAnswerIsABadGateway() throws Exception {
        backend.close();
        assertEquals(502, get("/user/ana/x").statusCode());
    }

    @Test
    void connectionsAreUsedAgainAndAClosedOneIsReplaced() throws Exception {
        backend.on("/user/ana/", (head, in, out) -> TestingBackend.ok(out, "ok"));
        for (int i = 0; i < 5; i++) {
            assertEquals("ok", get("/user/ana/x").body());
        }
        assertEquals(1, backend.connections());
        backend.on("/user/ana/", (head, in, out) -> {
            TestingBackend.ok(out, "last");
            out.close();
        });
        for (int i = 0; i < 3; i++) {
            assertEquals("last", get("/user/ana/x").body());
        }
    }

    @Test
    void withoutAServerTheHubIsAsked() throws Exception {
        target = new Target.None();
        HttpResponse<String> response = get("/user/ana/lab/tree/a%20b?x=%2F");
        assertEquals(302, response.statusCode());
        assertEquals(
                "/hub/user/ana/lab/tree/a%20b?x=%2F",
                response.headers().firstValue("Location").orElse(""));
        assertEquals(302, get("/user/Bad%2Fname/").statusCode());
    }

    @Test
    void aServerOnItsWayIsAPageThatSaysSo() throws Exception {
        target = new Target.NotReady("It is starting.");
        HttpResponse<String> response = get("/user/ana/lab");
        assertEquals(503, response.statusCode());
        assertEquals("<p>It is starting.", response.body());
    }

    @Test
    void aWebSocketIsATunnelBothWays() throws Exception {
        backend.on("/user/ana/ws", (head, in, out) -> {
            assertTrue(head.contains("Connection: Upgrade\r\n"), head);
            assertTrue(head.contains("Sec-WebSocket-Key: k\r\n"), head);
            TestingBackend.write(
                    out, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\nfirst");
            byte[] bytes = in.readNBytes(5);
            TestingBackend.write(out, new String(bytes, StandardCharsets.US_ASCII).toUpperCase(java.util.Locale.ROOT));
            out.close();
        });
        try (Socket socket = new Socket("127.0.0.1", proxy.port())) {
            TestingBackend.write(
                    socket.getOutputStream(),
                    "GET /user/ana/ws?a=b HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n"
                            + "Sec-WebSocket-Key: k\r\n\r\n");
            InputStream in = socket.getInputStream();
            String head = TestingBackend.readHead(in);
            assertTrue(head.startsWith("HTTP/1.1 101 "), head);
            assertTrue(head.contains("Upgrade: websocket\r\n"), head);
            TestingBackend.write(socket.getOutputStream(), "hello");
            assertEquals("firstHELLO", new String(in.readAllBytes(), StandardCharsets.US_ASCII));
        }
    }

    @Test
    void aClientThatLeavesATunnelIsSeenAtTheBackEnd() throws Exception {
        CountDownLatch left = new CountDownLatch(1);
        backend.on("/user/ana/ws", (head, in, out) -> {
            TestingBackend.write(out, "HTTP/1.1 101 Switching Protocols\r\n\r\n");
            assertEquals(-1, in.read());
            left.countDown();
        });
        try (Socket socket = new Socket("127.0.0.1", proxy.port())) {
            TestingBackend.write(
                    socket.getOutputStream(),
                    "GET /user/ana/ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n");
            assertNotNull(TestingBackend.readHead(socket.getInputStream()));
        }
        assertTrue(left.await(20, TimeUnit.SECONDS));
    }

    @Test
    void aRefusedWebSocketIsAnAnswer() throws Exception {
        backend.on(
                "/user/ana/ws",
                (head, in, out) ->
                        TestingBackend.write(out, "HTTP/1.1 403 Forbidden\r\nContent-Length: 4\r\n\r\nnope"));
        String answer =
                raw("GET /user/ana/ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 403 Forbidden\r\n"), answer);
        assertTrue(answer.endsWith("\r\n\r\nnope"), answer);
    }

    @Test
    void aWebSocketWithoutAServerIsSentToTheHub() throws Exception {
        target = new Target.None();
        String answer =
                raw("GET /user/ana/ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade, close\r\n"
                        + "Connection: close\r\n\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 302 "), answer);
    }

    @Test
    void manyAtOnceGetEachTheirOwnAnswer() {
        backend.on("/user/ana/n/", (head, in, out) -> TestingBackend.ok(out, head.split(" ", -1)[1]));
        Stream.iterate(0, i -> i + 1).limit(500).parallel().forEach(i -> {
            try {
                assertEquals("/user/ana/n/" + i, get("/user/ana/n/" + i).body());
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
    }

    private HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + proxy.port() + path));
        return headers.length == 0 ? request : request.headers(headers);
    }

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        return client.send(request(path, headers).build(), HttpResponse.BodyHandlers.ofString());
    }

    private String raw(String request) throws IOException {
        return proxy.raw(request);
    }

    /** That many zeros. */
    private static final class Zeros extends InputStream {
        private long left;

        Zeros(long size) {
            this.left = size;
        }

        @Override
        public int read() {
            return left-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            if (left == 0) {
                return -1;
            }
            int read = (int) Math.min(length, left);
            left -= read;
            return read;
        }
    }
}
