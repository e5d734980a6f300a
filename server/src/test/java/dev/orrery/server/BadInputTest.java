package dev.orrery.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orrery.identity.Identity;
import dev.orrery.identity.audit.AuditEntry;
import dev.orrery.identity.audit.AuditResult;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a stranger or a user may try that nobody should: each is refused, and stands in the audit log. */
@Timeout(120)
class BadInputTest {
    @TempDir
    static Path home;

    private static TestingProgram program;
    private static TestingAudit audit;
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static String administrator = "";
    private static String user = "";
    private static String ofDeleted = "";
    private static String serverToken = "";

    @BeforeAll
    static void start() {
        program = new TestingProgram(home);
        audit = new TestingAudit(program.main().audit());
        Identity identity = program.main().identity();
        identity.addUser("root", "a long password", true);
        identity.addUser("ana", "a long password", false);
        identity.addUser("gone", "a long password", false);
        administrator = identity.createToken("root", "", Set.of(), null).secret();
        user = identity.createToken("ana", "", Set.of(), null).secret();
        ofDeleted = identity.createToken("gone", "", Set.of(), null).secret();
        serverToken = identity.serverTokens().issue("ana", "").hub();
        identity.deleteUser("gone");
    }

    @AfterAll
    static void stop() {
        program.close();
        HTTP.close();
    }

    @ParameterizedTest
    @MethodSource("dev.orrery.server.BadRequest#all")
    void isRefusedAndWrittenDown(BadRequest one) throws Exception {
        String before = audit.newest();

        HttpResponse<String> answer = send(one);

        assertEquals(one.status(), answer.statusCode(), answer.body());
        String location = answer.headers().firstValue("Location").orElse("/");
        assertTrue(location.startsWith("/") && !location.startsWith("//"), location);
        if (!one.audited().isEmpty()) {
            AuditEntry entry = awaitEntry(one.audited(), before);
            assertEquals(AuditResult.REFUSED, entry.result());
            assertFalse(entry.toString().contains("wrong"), entry::toString);
        }
        assertEquals(
                List.of("ana", "root"),
                program.main().identity().users().stream()
                        .map(who -> who.name())
                        .toList());
    }

    @ParameterizedTest
    @MethodSource
    void leadsToNoOtherSite(String next) throws Exception {
        for (String page : List.of("/hub/login?next=", "/hub/oauth_login?next=")) {
            HttpResponse<String> answer = HTTP.send(
                    HttpRequest.newBuilder(URI.create(
                                    program.main().url() + page + URLEncoder.encode(next, StandardCharsets.UTF_8)))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertEquals(
                    "/login?next=%2F", answer.headers().firstValue("Location").orElse(""), next);
        }
    }

    static Stream<String> leadsToNoOtherSite() {
        return Stream.of(
                "https://evil.example/",
                "//evil.example",
                "/\\evil.example",
                "\\\\evil.example",
                "/\t/evil.example",
                "javascript:alert(1)",
                "/\r\nSet-Cookie: a=b",
                " //evil.example",
                "evil.example",
                "");
    }

    @Test
    void whoWantsToBeLedToAnotherSiteIsWrittenDown() throws Exception {
        for (String page : List.of("/hub/login", "/hub/oauth_login")) {
            String before = audit.newest();
            send(new BadRequest(
                    "a way out", "GET", page + "?next=https://evil.example/", BadRequest.FORM, "", "", 302, ""));
            AuditEntry entry = awaitEntry("GET " + page, before);
            assertEquals(AuditResult.REFUSED, entry.result());
            assertEquals("other-site", entry.detail());
            assertEquals("https://evil.example/", entry.object());
            assertEquals("127.0.0.1", entry.address());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST /api/v1/login HTTP/1.1\r\nHost: x\r\nContent-Length: five\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\n: nameless\r\n\r\n",
                "nonsense\r\n\r\n",
                "GET /hub/api/users/..%2F..%2Fetc HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "GET /api/v1/../../etc/passwd HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "POST /api/v1/servers/a%00b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
            })
    void whatIsNoRequestAndPathsThatHideSomethingStandInTheServersLog(String request) throws Exception {
        BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        Logger logger = Logger.getLogger("dev.orrery.http.Suspicions");
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                lines.add(entry.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        logger.addHandler(handler);
        URI url = URI.create(program.main().url());
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertFalse(answer.contains("root:"), answer);
            String line = lines.poll(10, TimeUnit.SECONDS);
            assertTrue(line != null && line.startsWith("Suspicious: 127.0.0.1 sent "), line);
        } finally {
            logger.removeHandler(handler);
        }
    }

    @Test
    void aCodeThatWasUsedIsRefusedAndWrittenDown() throws Exception {
        TestingBrowser browser = new TestingBrowser(program.main().url());
        browser.login("ana", "a long password");
        String location = browser.location("/hub/api/oauth2/authorize?response_type=code&" + BadRequest.CLIENT);
        String code = location.substring(location.indexOf("code=") + 5);
        String form = BadRequest.CLIENT + "&grant_type=authorization_code&client_secret=SERVER&code=" + code;
        BadRequest use = new BadRequest("a code", "POST", "/hub/api/oauth2/token", BadRequest.FORM, form, "", 200, "");
        assertEquals(200, send(use).statusCode());

        String before = audit.newest();
        assertEquals(400, send(use).statusCode());

        assertEquals(
                AuditResult.REFUSED,
                awaitEntry("POST /hub/api/oauth2/token", before).result());
    }

    @Test
    void whoGuessesPasswordsAtTheFormWaits() throws Exception {
        HttpResponse<String> page = HTTP.send(
                HttpRequest.newBuilder(URI.create(program.main().url() + "/hub/login"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        String cookie = page.headers().firstValue("Set-Cookie").orElseThrow().replaceFirst(";.*", "");
        String form = "username=guessed&password=x&" + cookie;
        for (int i = 0; i < 10; i++) {
            assertEquals(401, post(form, cookie));
        }
        String before = audit.newest();

        assertEquals(429, post(form, cookie));

        assertEquals("too-many-logins", awaitEntry("login", before).detail());
    }

    private static int post(String form, String cookie) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(program.main().url() + "/hub/login"))
                .header("Content-Type", BadRequest.FORM)
                .header("Cookie", cookie)
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
    }

    @Test
    void whereATrustedProxySaysThatARequestCameFromIsWrittenDown() throws Exception {
        String before = audit.newest();
        HttpRequest request = HttpRequest.newBuilder(URI.create(program.main().url() + "/api/v1/login"))
                .header("Content-Type", BadRequest.JSON)
                .header("X-Forwarded-For", "192.0.2.1, 203.0.113.9")
                .POST(HttpRequest.BodyPublishers.ofString("{\"name\": \"proxied\", \"password\": \"wrong\"}"))
                .build();
        assertEquals(
                401, HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode());
        assertEquals("203.0.113.9", awaitEntry("login", before).address());
    }

    @Test
    void aBodyOfMoreThan64MiBIsRefused() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(program.main().url() + "/api/v1/login"))
                .header("Content-Type", BadRequest.JSON)
                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[64 * 1024 * 1024 + 1]))
                .build();

        assertEquals(
                413, HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode());
    }

    private static AuditEntry awaitEntry(String action, String before) {
        return audit.after(before, action)
                .orElseThrow(() -> new AssertionError("nothing was written down of " + action));
    }

    private static HttpResponse<String> send(BadRequest one) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(program.main().url() + one.path()))
                .header("Content-Type", one.type())
                .method(
                        one.method(),
                        HttpRequest.BodyPublishers.ofString(one.body().replace("SERVER", serverToken)));
        String token = switch (one.token()) {
            case "root" -> administrator;
            case "ana" -> user;
            case "gone" -> ofDeleted;
            default -> one.token();
        };
        if (!token.isEmpty()) {
            request.header("Authorization", "token " + token);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
