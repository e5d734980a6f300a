package dev.orrery.hub.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orrery.http.CertificateFiles;
import dev.orrery.http.ClientLimits;
import dev.orrery.http.TrustedProxies;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.util.stream.IntStream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** TLS, HTTP/2 and WebSockets of HTTP/1.1 on one port, with clients of the JDK. */
@Timeout(60)
class TlsProxyTest {
    @TempDir
    Path folder;

    private TestingBackend backend;
    private CertificateFiles certificate;
    private TestingProxy proxy;

    @BeforeEach
    void start() throws Exception {
        backend = new TestingBackend();
        TestingCertificate.write(folder.resolve("c.pem"), folder.resolve("k.pem"), "first", "EC");
        certificate = new CertificateFiles(folder.resolve("c.pem"), folder.resolve("k.pem"));
        proxy = new TestingProxy(
                () -> new Target.Ready(backend.port()),
                ClientLimits.defaults(),
                TrustedProxies.ofThisMachine(),
                certificate);
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        certificate.close();
        backend.close();
    }

    @Test
    void aBrowserGetsHttp2AndTheServerWhatHttp1Needs() throws Exception {
        backend.on("/user/ana/", (head, in, out) -> TestingBackend.ok(out, head));
        try (HttpClient client = client(HttpClient.Version.HTTP_2)) {
            HttpResponse<String> response = client.send(
                    request("/user/ana/a%2Fb?c=%20d")
                            .header("X-Forwarded-For", "1.2.3.4")
                            .header("X-Forwarded-Proto", "http")
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertEquals(HttpClient.Version.HTTP_2, response.version());
            String head = response.body();
            assertTrue(head.startsWith("GET /user/ana/a%2Fb?c=%20d HTTP/1.1\r\n"), head);
            assertTrue(head.contains("Host: 127.0.0.1:" + proxy.port() + "\r\n"), head);
            assertTrue(head.contains("X-Forwarded-For: 127.0.0.1\r\n"), head);
            assertTrue(head.contains("X-Forwarded-Proto: https\r\n"), head);
            assertFalse(head.contains("1.2.3.4"), head);
        }
    }

    @Test
    void http1StaysHttp1() throws Exception {
        backend.on("/user/ana/", (head, in, out) -> TestingBackend.ok(out, head));
        try (HttpClient client = client(HttpClient.Version.HTTP_1_1)) {
            HttpResponse<String> response =
                    client.send(request("/user/ana/x").build(), HttpResponse.BodyHandlers.ofString());
            assertEquals(HttpClient.Version.HTTP_1_1, response.version());
            assertTrue(response.body().contains("X-Forwarded-Proto: https\r\n"), response.body());
        }
    }

    @Test
    void bodiesStreamBothWaysByHttp2() throws Exception {
        int size = 40 << 20;
        backend.on("/user/ana/chunks", (head, in, out) -> {
            long count = BackendBody.chunked(new BackendInput(in)).transferTo(OutputStream.nullOutputStream());
            TestingBackend.ok(out, "" + count);
        });
        backend.on("/user/ana/length", (head, in, out) -> {
            assertTrue(head.contains("ontent-length: 5\r\n") || head.contains("ontent-Length: 5\r\n"), head);
            TestingBackend.ok(out, new String(in.readNBytes(5), StandardCharsets.US_ASCII));
        });
        backend.on("/user/ana/down", (head, in, out) -> {
            TestingBackend.write(out, "HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n");
            out.write(new byte[size]);
        });
        try (HttpClient client = client(HttpClient.Version.HTTP_2)) {
            HttpRequest.BodyPublisher unknown =
                    HttpRequest.BodyPublishers.ofInputStream(() -> InputStream.nullInputStream());
            assertEquals("0", send(client, request("/user/ana/chunks").PUT(unknown)));
            byte[] large = new byte[size];
            assertEquals(
                    "" + size,
                    send(
                            client,
                            request("/user/ana/chunks")
                                    .PUT(HttpRequest.BodyPublishers.ofInputStream(
                                            () -> new java.io.ByteArrayInputStream(large)))));
            assertEquals(
                    "hello",
                    send(client, request("/user/ana/length").PUT(HttpRequest.BodyPublishers.ofString("hello"))));
            HttpResponse<InputStream> down =
                    client.send(request("/user/ana/down").build(), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream in = down.body()) {
                assertEquals(size, in.transferTo(OutputStream.nullOutputStream()));
            }
        }
    }

    @Test
    void aBackEndThatDiesWithinItsAnswerBreaksTheStreamAlone() throws Exception {
        backend.on("/user/ana/dies", (head, in, out) -> {
            TestingBackend.write(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nonly this\r\n");
            out.close();
        });
        backend.on("/user/ana/lives", (head, in, out) -> TestingBackend.ok(out, "ok"));
        try (HttpClient client = client(HttpClient.Version.HTTP_2)) {
            assertThrows(IOException.class, () -> send(client, request("/user/ana/dies")));
            assertEquals("ok", send(client, request("/user/ana/lives")));
        }
    }

    @Test
    void manyStreamsOfOneConnectionGetEachTheirOwnAnswer() throws Exception {
        backend.on("/user/ana/n/", (head, in, out) -> TestingBackend.ok(out, head.split(" ", -1)[1]));
        try (HttpClient client = client(HttpClient.Version.HTTP_2)) {
            IntStream.range(0, 100).parallel().forEach(i -> {
                try {
                    assertEquals("/user/ana/n/" + i, send(client, request("/user/ana/n/" + i)));
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            });
        }
    }

    @Test
    void aWebSocketPassesByHttp1() throws Exception {
        backend.on("/user/ana/ws", (head, in, out) -> {
            TestingBackend.write(out, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n");
            TestingBackend.write(out, new String(in.readNBytes(5), StandardCharsets.US_ASCII));
            out.close();
        });
        try (SSLSocket socket = connect()) {
            TestingBackend.write(
                    socket.getOutputStream(),
                    "GET /user/ana/ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n");
            assertTrue(TestingBackend.readHead(socket.getInputStream()).startsWith("HTTP/1.1 101 "));
            TestingBackend.write(socket.getOutputStream(), "hello");
            assertEquals("hello", new String(socket.getInputStream().readNBytes(5), StandardCharsets.US_ASCII));
        }
    }

    @Test
    void aNewCertificateIsTakenWithoutARestartAndABrokenOneIsNot() throws Exception {
        assertEquals("CN=first", shown());
        TestingCertificate.write(folder.resolve("c.pem"), folder.resolve("k.pem"), "second", "RSA");
        assertEquals("CN=first", shown());
        certificate.look();
        assertEquals("CN=second", shown());

        Files.writeString(folder.resolve("c.pem"), "nonsense");
        certificate.look();
        assertEquals("CN=second", shown());
        // The certificate first and its key later: what does not belong together is not taken.
        TestingCertificate.write(folder.resolve("c.pem"), folder.resolve("other.pem"), "third", "RSA");
        certificate.look();
        assertEquals("CN=second", shown());
        Files.move(folder.resolve("other.pem"), folder.resolve("k.pem"), StandardCopyOption.REPLACE_EXISTING);
        certificate.look();
        assertEquals("CN=third", shown());
        Files.delete(folder.resolve("k.pem"));
        certificate.look();
        assertEquals("CN=third", shown());
    }

    @Test
    void whatIsNoCertificateWithItsKeyIsRefusedAtTheStart() throws Exception {
        Path own = folder.resolve("c.pem");
        TestingCertificate.write(folder.resolve("c2.pem"), folder.resolve("k2.pem"), "other", "EC");
        assertTrue(refusal(own, folder.resolve("k2.pem")).contains("is not that of the certificate"));
        assertTrue(refusal(own, folder.resolve("missing.pem")).contains("cannot be read"));
        assertTrue(refusal(own, own).contains("openssl pkcs8"));
    }

    private static String refusal(Path certificate, Path key) {
        return String.valueOf(assertThrows(IllegalArgumentException.class, () -> new CertificateFiles(certificate, key))
                .getMessage());
    }

    private String shown() throws Exception {
        try (SSLSocket socket = connect()) {
            socket.startHandshake();
            X509Certificate own = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            return own.getSubjectX500Principal().getName();
        }
    }

    private SSLSocket connect() throws Exception {
        SSLSocket socket =
                (SSLSocket) TestingCertificate.trustingAll().getSocketFactory().createSocket("127.0.0.1", proxy.port());
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static HttpClient client(HttpClient.Version version) throws Exception {
        return HttpClient.newBuilder()
                .version(version)
                .sslContext(TestingCertificate.trustingAll())
                .build();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + proxy.port() + path));
    }

    private static String send(HttpClient client, HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
