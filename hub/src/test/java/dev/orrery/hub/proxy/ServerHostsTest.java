package dev.orrery.hub.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orrery.http.ClientConnections;
import dev.orrery.http.ClientLimits;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.HttpRouting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class ServerHostsTest {
    private static final ServerHosts HOSTS = ServerHosts.subdomains(URI.create("https://data.example.org"));
    private static final String MAIN = "https://data.example.org";

    @Test
    void withoutSubdomainsAllIsOneHost() {
        ServerHosts shared = ServerHosts.shared(URI.create(MAIN));
        assertEquals("/user/ana/", shared.url("ana", "/user/ana/"));
        assertEquals("", shared.platform());
        assertEquals(Optional.empty(), shared.elsewhere("ana.data.example.org", "/api/v1/me"));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "data.example.org, /, -",
                "data.example.org:443, /api/v1/me, -",
                "127.0.0.1:8000, /hub/api/user, -",
                "ana.data.example.org, /user/ana/lab, -",
                "ANA.data.example.org:443, /user/ana, -",
                "ana.data.example.org, /user/ana/%2Fx, -",
                "ana.data.example.org, /, https://data.example.org",
                "ana.data.example.org, /api/v1/me, https://data.example.org",
                "ana.data.example.org, /hub/home, https://data.example.org",
                "ana.data.example.org, /user/ana/../../api/v1/me, -",
                "ana.data.example.org, /user/ben/lab, https://data.example.org",
                "x.ana.data.example.org, /user/ana/lab, https://data.example.org",
                "ana.data.example.org:8443, /user/ana/lab, https://ana.data.example.org",
                "data.example.org, /user/ana/lab, https://ana.data.example.org",
                "127.0.0.1, /user/ana/lab, https://ana.data.example.org",
                "evildata.example.org, /user/ana/lab, https://ana.data.example.org",
                "-, /user/ana/lab, https://ana.data.example.org"
            })
    void eachRequestHasItsHost(String came, String path, String elsewhere) {
        assertEquals(Optional.ofNullable(elsewhere), HOSTS.elsewhere(came == null ? "" : came, path));
    }

    @Test
    void aNameThatIsNoLabelIsReplacedAndTwoNamesNeverShareOne() {
        assertEquals("https://ana.data.example.org/user/ana/big/", HOSTS.url("ana", "/user/ana/big/"));
        String dotted = ServerHosts.label("a.b");
        assertTrue(dotted.matches("u-[0-9a-f]{20}"), dotted);
        assertTrue(!dotted.equals(ServerHosts.label("a_b")));
        // Somebody may not take the label of another by a name that looks like it.
        assertTrue(!dotted.equals(ServerHosts.label(dotted)));
    }

    @Test
    void anAddressHasNoSubdomains() {
        for (String address : new String[] {"http://127.0.0.1:8000", "http://[::1]", "https:///"}) {
            assertThrows(IllegalArgumentException.class, () -> ServerHosts.subdomains(URI.create(address)), address);
        }
    }

    @Test
    void aUsersHostAnswersForNothingElse() throws Exception {
        HttpRouting.Builder routing = HttpRouting.builder();
        try (TestingBackend backend = new TestingBackend()) {
            Proxy proxy = new Proxy(
                    (user, segment) -> new Target.Ready(backend.port()),
                    (token, user, segment) -> token,
                    HOSTS,
                    InstantSource.system(),
                    text -> text);
            routing.any("/api/*", (request, response) -> response.send("the api"));
            proxy.mount(routing);
            WebServerConfig.Builder web =
                    WebServer.builder().host("127.0.0.1").port(0).addRouting(routing);
            proxy.listen(web, new ClientConnections(ClientLimits.defaults()));
            WebServer server = web.build().start();
            try {
                assertEquals("HTTP/1.1 200 OK", answer(server, "POST /api/v1/x", "data.example.org", ""));
                assertEquals(
                        "HTTP/1.1 421 Misdirected Request",
                        answer(server, "POST /api/v1/x", "ana.data.example.org", ""));
                assertEquals("HTTP/1.1 302 Found", answer(server, "GET /api/v1/x", "ana.data.example.org", ""));
                assertEquals(
                        "HTTP/1.1 307 Temporary Redirect",
                        answer(server, "POST /user/ana/api/kernels", "data.example.org", ""));
                // Nothing climbs out of a user's path; what is encoded is for the user's server to read.
                assertEquals(
                        "HTTP/1.1 302 Found",
                        answer(server, "GET /user/ana/../../api/v1/x", "ana.data.example.org", ""));
                String encoded = "/user/ana/%2e%2e/%2e%2e/api/v1/x";
                backend.on(
                        encoded,
                        (head, in, out) ->
                                TestingBackend.write(out, "HTTP/1.1 299 Theirs\r\nContent-Length: 0\r\n\r\n"));
                String theirs = answer(server, "GET " + encoded, "ana.data.example.org", "");
                assertTrue(theirs.startsWith("HTTP/1.1 299"), theirs);
                // A WebSocket is one more way in.
                String upgrade = "Connection: Upgrade\r\nUpgrade: websocket\r\n";
                assertEquals("HTTP/1.1 302 Found", answer(server, "GET /user/ana/ws", "data.example.org", upgrade));
                assertEquals("HTTP/1.1 302 Found", answer(server, "GET /user/ana/ws", "ben.data.example.org", upgrade));
            } finally {
                server.stop();
            }
        }
    }

    private static String answer(WebServer server, String request, String host, String more) throws IOException {
        try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), server.port())) {
            socket.getOutputStream()
                    .write((request + " HTTP/1.1\r\nHost: " + host + "\r\nContent-Length: 0\r\n" + more + "\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readNBytes(60), StandardCharsets.US_ASCII)
                    .lines()
                    .findFirst()
                    .orElse("");
        }
    }
}
