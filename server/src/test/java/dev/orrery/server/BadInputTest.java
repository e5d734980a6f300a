package dev.orrery.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orrery.identity.Identity;
import dev.orrery.identity.audit.AuditEntry;
import dev.orrery.identity.audit.AuditQuery;
import dev.orrery.identity.audit.AuditResult;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
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
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String JSON = "application/json";
    private static final String CLIENT = "client_id=jupyterhub-user-ana&redirect_uri=%2Fuser%2Fana%2Foauth_callback";

    @TempDir
    static Path home;

    private static TestingProgram program;
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static String administrator = "";
    private static String user = "";
    private static String ofDeleted = "";
    private static String serverToken = "";

    /** @param audited the action's beginning in the audit log; empty for what only looks */
    private record Try(
            String what,
            String method,
            String path,
            String type,
            String body,
            String token,
            int status,
            String audited) {
        @Override
        public String toString() {
            return what + ": " + method + " " + path;
        }
    }

    @BeforeAll
    static void start() {
        program = new TestingProgram(home);
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

    static List<Try> tries() {
        List<Try> tries = new ArrayList<>();
        // Names that look like others, or like paths. U+0430 is a Cyrillic letter that looks like an "a".
        for (String name : List.of(
                "\u0430na", "ana\u200b", "\uff41na", "Ana", "ana/", "../ana", "..", "a".repeat(300), "ana\u0000", "")) {
            String quoted = dev.orrery.http.Exchange.JSON.writeValueAsString(name);
            tries.add(new Try(
                    "a user's name",
                    "POST",
                    "/api/v1/users",
                    JSON,
                    "{\"name\": " + quoted + "}",
                    "root",
                    400,
                    "add user"));
            tries.add(new Try(
                    "a user's name",
                    "POST",
                    "/hub/api/users",
                    JSON,
                    "{\"usernames\": [" + quoted + "]}",
                    "root",
                    // JupyterHub makes upper case lower, and then there is one.
                    name.equals("Ana") ? 409 : 400,
                    "POST /hub/api/users"));
        }
        for (String name : List.of("..%2F..%2Fetc", "%2e%2e", "a%2Fb", "a%00b", "\u0430".repeat(2))) {
            String raw = name.startsWith("\u0430") ? URLEncoder.encode(name, StandardCharsets.UTF_8) : name;
            // An encoded slash ends a part of a path here: what is behind it is no endpoint's.
            boolean isPath = raw.contains("%2F");
            for (String path : List.of(
                    "/hub/api/users/",
                    "/hub/api/users/ana/servers/",
                    "/api/v1/servers/",
                    "/api/v1/admin/users/ana/servers/")) {
                String audited = isPath
                        ? ""
                        : path.contains("admin")
                                ? "start server"
                                : path.startsWith("/hub") ? "POST /hub/api/users/{name}" : "POST /servers/{server}";
                tries.add(new Try(
                        "a name in a path", "POST", path + raw, JSON, "{}", "root", isPath ? 404 : 400, audited));
            }
        }
        tries.add(new Try(
                "a group's name", "POST", "/hub/api/groups/a%21b", JSON, "{}", "root", 400, "POST /hub/api/groups"));
        tries.add(new Try(
                "too long a form",
                "POST",
                "/hub/login",
                FORM,
                "username=" + "a".repeat(70_000),
                "",
                413,
                "POST /hub/login"));
        tries.add(new Try(
                "too long a form", "POST", "/hub/api/oauth2/token", FORM, "code=" + "a".repeat(70_000), "", 400, ""));
        tries.add(new Try(
                "a forged state", "GET", "/hub/oauth_callback?state=forged&code=x", FORM, "", "", 302, "login"));
        tries.add(new Try(
                "a login without its cookie",
                "POST",
                "/hub/login?next=//evil.example",
                FORM,
                "username=ana&password=x&_xsrf=y",
                "",
                403,
                "login"));
        tries.add(new Try(
                "a wrong password",
                "POST",
                "/api/v1/login",
                JSON,
                "{\"name\": \"ana\", \"password\": \"wrong\"}",
                "",
                401,
                "login"));
        tries.add(new Try(
                "an unknown client",
                "GET",
                "/hub/api/oauth2/authorize?response_type=code&client_id=x&redirect_uri=https://evil.example/",
                FORM,
                "",
                "",
                400,
                "open"));
        tries.add(new Try(
                "a foreign redirect",
                "GET",
                "/hub/api/oauth2/authorize?response_type=code&client_id=jupyterhub-user-ana&redirect_uri=https://evil.example/",
                FORM,
                "",
                "",
                400,
                "open"));
        tries.add(new Try(
                "a foreign redirect",
                "GET",
                "/hub/api/oauth2/authorize?response_type=code&client_id=jupyterhub-user-ana&redirect_uri=/user/ana/oauth_callback/../../../evil",
                FORM,
                "",
                "",
                400,
                "open"));
        tries.add(new Try(
                "a code that is none",
                "POST",
                "/hub/api/oauth2/token",
                FORM,
                CLIENT + "&grant_type=authorization_code&code=forged&client_secret=SERVER",
                "",
                400,
                "POST /hub/api/oauth2/token"));
        tries.add(new Try(
                "a client's wrong secret",
                "POST",
                "/hub/api/oauth2/token",
                FORM,
                CLIENT + "&grant_type=authorization_code&code=x&client_secret=y",
                "",
                401,
                "POST /hub/api/oauth2/token"));
        tries.add(new Try("a deleted user's token", "GET", "/api/v1/me", JSON, "", "gone", 401, "GET /me"));
        tries.add(
                new Try("a deleted user's token", "GET", "/hub/api/user", JSON, "", "gone", 403, "GET /hub/api/user"));
        tries.add(new Try(
                "a deleted user's token",
                "POST",
                "/hub/api/users/ana/server",
                JSON,
                "{}",
                "gone",
                403,
                "POST /hub/api/users/{name}/server"));
        tries.add(new Try(
                "a forged token", "POST", "/api/v1/users", JSON, "{\"name\": \"eva\"}", "forged", 401, "POST /users"));
        tries.add(new Try(
                "a user's token where an administrator's is needed",
                "POST",
                "/api/v1/users",
                JSON,
                "{\"name\": \"eva\", \"admin\": true}",
                "ana",
                403,
                "POST /users"));
        tries.add(
                new Try("JSON that is none", "POST", "/api/v1/users", JSON, "{\"name\": ", "root", 400, "POST /users"));
        tries.add(new Try(
                "a member that is none",
                "POST",
                "/api/v1/users",
                JSON,
                "{\"name\": \"eva\", \"uid\": 0}",
                "root",
                400,
                "POST /users"));
        tries.add(new Try(
                "too deep a JSON",
                "POST",
                "/hub/api/users",
                JSON,
                "[".repeat(100_000),
                "root",
                400,
                "POST /hub/api/users"));
        return tries;
    }

    @ParameterizedTest
    @MethodSource("tries")
    void isRefusedAndWrittenDown(Try one) throws Exception {
        String before = newest();

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
            String before = newest();
            send(new Try("a way out", "GET", page + "?next=https://evil.example/", FORM, "", "", 302, ""));
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
        String location = browser.location("/hub/api/oauth2/authorize?response_type=code&" + CLIENT);
        String code = location.substring(location.indexOf("code=") + 5);
        String form = CLIENT + "&grant_type=authorization_code&client_secret=SERVER&code=" + code;
        Try use = new Try("a code", "POST", "/hub/api/oauth2/token", FORM, form, "", 200, "");
        assertEquals(200, send(use).statusCode());

        String before = newest();
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
        String before = newest();

        assertEquals(429, post(form, cookie));

        assertEquals("too-many-logins", awaitEntry("login", before).detail());
    }

    private static int post(String form, String cookie) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(program.main().url() + "/hub/login"))
                .header("Content-Type", FORM)
                .header("Cookie", cookie)
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
    }

    @Test
    void whereATrustedProxySaysThatARequestCameFromIsWrittenDown() throws Exception {
        String before = newest();
        HttpRequest request = HttpRequest.newBuilder(URI.create(program.main().url() + "/api/v1/login"))
                .header("Content-Type", JSON)
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
                .header("Content-Type", JSON)
                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[64 * 1024 * 1024 + 1]))
                .build();

        assertEquals(
                413, HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode());
    }

    /** What a browser is sent elsewhere for is written down after the answer. */
    private static AuditEntry awaitEntry(String action, String after) {
        AuditQuery query = new AuditQuery(null, action, null, null, null, null, null, null, 1);
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (true) {
            List<AuditEntry> found = program.main().audit().find(query);
            if (!found.isEmpty() && found.getFirst().id().compareTo(after) > 0) {
                return found.getFirst();
            }
            assertTrue(System.nanoTime() - deadline < 0, () -> "nothing was written down of " + action);
            LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
        }
    }

    private static String newest() {
        List<AuditEntry> found =
                program.main().audit().find(new AuditQuery(null, null, null, null, null, null, null, null, 1));
        return found.isEmpty() ? "" : found.getFirst().id();
    }

    private static HttpResponse<String> send(Try one) throws Exception {
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
