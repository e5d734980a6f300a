package dev.orrery.hub.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orrery.http.ClientLimits;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is a request and what is none, byte for byte: nothing that two readers could read differently reaches a back end. */
@Timeout(30)
class ProxyFramingTest {
    private final AtomicInteger asked = new AtomicInteger();
    private TestingBackend backend;
    private TestingProxy proxy;

    @BeforeEach
    void start() throws IOException {
        backend = new TestingBackend();
        backend.on("/", (head, in, out) -> {
            asked.incrementAndGet();
            TestingBackend.ok(out, head);
        });
        proxy = new TestingProxy(() -> new Target.Ready(backend.port()), ClientLimits.defaults());
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        backend.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n",
                "Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcd",
                "Content-Length: 4, 5\r\n\r\nabcd",
                "Content-Length: +4\r\n\r\nabcd",
                "Content-Length: -4\r\n\r\nabcd",
                "Content-Length: 0x4\r\n\r\nabcd",
                "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
                "Bad Name: x\r\n\r\n",
                "Bad\u0001Name: x\r\n\r\n",
                "Bad(Name): x\r\n\r\n",
                ": x\r\n\r\n",
                "X: a\r\n folded\r\n\r\n",
                "X: a\nY: b\r\n\r\n",
                "X: a\u0000b\r\n\r\n",
                "X: a\rb\r\n\r\n",
                "no colon\r\n\r\n",
                "Host: other\r\n\r\n"
            })
    void whatCouldBeReadInTwoWaysIsRefused(String rest) throws Exception {
        String answer = proxy.raw("POST /user/ana/x HTTP/1.1\r\nHost: x\r\n" + rest);
        assertTrue(answer.startsWith("HTTP/1.1 400 ") || answer.startsWith("HTTP/1.1 501 "), answer);
        assertEquals(0, asked.get());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r\nzz\r\n", "\r\n-1\r\n", "\r\nffffffffffffffff1\r\nabcd\r\n"})
    void aBrokenChunkIsNoEndOfABody(String body) throws Exception {
        backend.on("/user/ana/", (head, in, out) -> {
            BackendBody.chunked(new BackendInput(in)).readAllBytes();
            asked.incrementAndGet();
            TestingBackend.ok(out, "whole");
        });
        try (Socket socket = proxy.connect()) {
            TestingBackend.write(
                    socket.getOutputStream(),
                    "POST /user/ana/x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n" + body);
            socket.shutdownOutput();
            assertFalse(
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1).contains("whole"));
        }
        assertEquals(0, asked.get());
    }

    @Test
    void withoutAHostItIsNoRequest() throws Exception {
        assertTrue(proxy.raw("GET /user/ana/x HTTP/1.1\r\n\r\n").startsWith("HTTP/1.1 400 "));
    }

    @Test
    void largeHeadersPassUpToALimit() throws Exception {
        String large = "X-Large: " + "a".repeat(60 * 1024) + "\r\n";
        assertTrue(proxy.raw("GET /user/ana/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + large + "\r\n")
                .contains(large));
        String tooLarge = "X-Large: " + "a".repeat(66 * 1024) + "\r\n";
        String answer = proxy.raw("GET /user/ana/x HTTP/1.1\r\nHost: x\r\n" + tooLarge + "\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 431 "), answer);
        answer = proxy.raw("GET /user/ana/" + "a".repeat(66 * 1024) + " HTTP/1.1\r\nHost: x\r\n\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 414 "), answer);
    }

    @Test
    void largeHeadersOfAnAnswerPass() throws Exception {
        String large = "X-Large: " + "b".repeat(60 * 1024) + "\r\n";
        backend.on(
                "/user/ana/",
                (head, in, out) ->
                        TestingBackend.write(out, "HTTP/1.1 200 OK\r\n" + large + "Content-Length: 2\r\n\r\nok"));
        String answer = proxy.raw("GET /user/ana/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assertTrue(answer.contains(large) && answer.endsWith("ok"), answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 4\r\n\r\nabcd",
                "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\nabcd",
                "HTTP/1.1 abc OK\r\n\r\n",
                "nonsense\r\n\r\n"
            })
    void aBackEndThatSpeaksNoHttpIsABadGateway(String text) throws Exception {
        backend.on("/user/ana/", (head, in, out) -> TestingBackend.write(out, text));
        String answer = proxy.raw("GET /user/ana/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 502 "), answer);
    }

    @Test
    void chunksWithExtensionsAndTrailersAreAWholeAnswer() throws Exception {
        backend.on(
                "/user/ana/",
                (head, in, out) -> TestingBackend.write(
                        out,
                        "HTTP/1.1 200 OK\r\nTrailer: X-Sum\r\nTransfer-Encoding: chunked\r\n\r\n"
                                + "5;a=b\r\nhello\r\n6\r\n world\r\n0\r\nX-Sum: 1\r\n\r\n"));
        for (int i = 0; i < 2; i++) {
            String answer = proxy.raw("GET /user/ana/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            assertTrue(answer.endsWith("hello world"), answer);
        }
        assertEquals(1, backend.connections());
    }

    @Test
    void interimAnswersOfABackEndArePassedOver() throws Exception {
        backend.on(
                "/user/ana/",
                (head, in, out) -> TestingBackend.write(
                        out,
                        "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
        assertTrue(proxy.raw("GET /user/ana/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                .endsWith("ok"));
    }

    @Test
    void requestsInARowAreAnsweredInTheirOrder() throws Exception {
        backend.on("/user/ana/", (head, in, out) -> TestingBackend.ok(out, head.split(" ", -1)[1]));
        try (Socket socket = proxy.connect()) {
            TestingBackend.write(
                    socket.getOutputStream(),
                    "GET /user/ana/1 HTTP/1.1\r\nHost: x\r\n\r\nGET /user/ana/2 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertTrue(all.indexOf("/user/ana/1") > 0 && all.indexOf("/user/ana/2") > all.indexOf("/user/ana/1"), all);
        }
    }
}
