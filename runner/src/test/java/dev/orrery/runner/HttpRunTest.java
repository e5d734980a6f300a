package dev.orrery.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.orrery.notebook.Notebook;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class HttpRunTest {
    @TempDir
    Path folder;

    private final Map<String, String> seen = new ConcurrentHashMap<>();
    private final Map<String, byte[]> written = new ConcurrentHashMap<>();
    private final AtomicInteger busy = new AtomicInteger();
    private HttpServer server;
    private String origin;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.createContext("/", this::handle);
        server.start();
        origin = "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        seen.put(
                path,
                exchange.getRequestMethod() + " " + exchange.getRequestHeaders().getFirst("Accept") + " "
                        + exchange.getRequestHeaders().getFirst("Authorization"));
        byte[] sent = exchange.getRequestBody().readAllBytes();
        if (exchange.getRequestMethod().equals("PUT") && !path.startsWith("/status/")) {
            written.put(path, sent);
            answer(exchange, 201, new byte[0]);
        } else if (path.startsWith("/status/")) {
            answer(exchange, Integer.parseInt(path.substring(8)), "no".getBytes(StandardCharsets.UTF_8));
        } else if (path.equals("/moved")) {
            exchange.getResponseHeaders().set("Location", "/in.ipynb");
            answer(exchange, 302, new byte[0]);
        } else if (path.equals("/round")) {
            exchange.getResponseHeaders().set("Location", "round");
            answer(exchange, 301, new byte[0]);
        } else if (path.equals("/page")) {
            answer(exchange, 200, "<html>Log in</html>".getBytes(StandardCharsets.UTF_8));
        } else if (path.equals("/busy") && busy.incrementAndGet() < 3) {
            answer(exchange, 503, new byte[0]);
        } else {
            answer(exchange, 200, TestingRun.notebook("print('over http')"));
        }
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Test
    void aNotebookIsGotAndItsResultPut() {
        TestingRun run = new TestingRun(folder).withKernel();
        String login = origin.replace("//", "//ana:secret@");

        assertEquals(0, run.run(login + "/in.ipynb", origin + "/out.ipynb?token=abc"), run::said);

        assertEquals("GET application/json Basic YW5hOnNlY3JldA==", seen.get("/in.ipynb"));
        String text = new String(written.get("/out.ipynb"), StandardCharsets.UTF_8);
        Notebook out = Notebook.parse(text);
        assertTrue(out.cells().getFirst().outputs().toString().contains("over http"));
        assertFalse(text.contains("secret"));
        assertFalse((text + run.said()).contains("secret"), run.said());
        assertFalse((text + run.said()).contains("abc"), run.said());
    }

    @Test
    void redirectsAreFollowedAndABusyServerIsAskedAgain() {
        assertEquals(0, prepare(origin + "/moved").code());
        Said busyServer = prepare(origin + "/busy", RemoteFiles.PATIENCE, "60");
        assertEquals(0, busyServer.code(), busyServer.text());
        assertTrue(busyServer.text().contains("answered HTTP 503. Trying again for "), busyServer.text());
    }

    @Test
    void whatIsNotGotIsOneSentence() {
        says(origin + "/status/404", "There is nothing at " + origin + "/status/404 (HTTP 404).");
        says(origin + "/status/401", "refuses access (HTTP 401)");
        says(origin + "/status/500", "answered HTTP 500.");
        says(origin + "/round", "redirects without end");
        says(origin + "/page", origin + "/page: ");
        says("http://127.0.0.1:1/in.ipynb", "http://127.0.0.1:1/in.ipynb cannot be reached (ConnectException");
        says("http://host.invalid/in.ipynb", "There is no host host.invalid (http://host.invalid/in.ipynb).");
        says("http:///in.ipynb", "is no address");
    }

    private void says(String in, String message) {
        Said said = prepare(in);
        assertEquals(1, said.code(), said.text());
        assertTrue(said.text().contains("Error: "), said.text());
        assertTrue(said.text().contains(message), said.text());
    }

    @Test
    void aPlaceThatTakesNothingIsKnownBeforeTheFirstCell() throws IOException {
        Files.write(folder.resolve("in.ipynb"), TestingRun.notebook("open('ran', 'w').close()"));
        TestingRun run = new TestingRun(folder).withKernel();

        assertEquals(1, run.run("in.ipynb", origin + "/status/405"), run::said);

        assertTrue(run.said().contains("Error: " + origin + "/status/405 takes no PUT (HTTP 405)."), run.said());
        assertFalse(Files.exists(folder.resolve("ran")));
        TestingRun page = new TestingRun(folder);
        assertEquals(1, page.run("in.ipynb", "https://github.com/o/r/blob/main/out.ipynb"));
        assertTrue(page.said().contains("Nothing can be written to GitHub"), page.said());
    }

    @Test
    void theProxyOfTheVariablesIsAskedButForItsExceptions() {
        Said through = prepare("http://nowhere.example/in.ipynb", "http_proxy", origin);
        assertEquals(0, through.code(), through.text());

        Said around = prepare(origin + "/in.ipynb", "HTTP_PROXY", "http://127.0.0.1:1", "no_proxy", "x.org, 127.0.0.1");
        assertEquals(0, around.code(), around.text());
        Said into = prepare(origin + "/in.ipynb", "HTTP_PROXY", "http://127.0.0.1:1");
        assertEquals(1, into.code(), into.text());
    }

    @Test
    void aCertificateIsTrustedOnceItsAuthorityIsNamed() throws Exception {
        Path keys = folder.resolve("keys.p12");
        keytool(
                "-genkeypair",
                "-alias",
                "a",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                keys);
        Path pem = folder.resolve("ca.pem");
        keytool("-exportcert", "-rfc", "-alias", "a", "-file", pem.toString(), keys);
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys)) {
            store.load(in, "changeit".toCharArray());
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, "changeit".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        HttpsServer secure = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        secure.setHttpsConfigurator(new HttpsConfigurator(context));
        secure.createContext("/", this::handle);
        secure.start();
        try {
            String in = "https://localhost:" + secure.getAddress().getPort() + "/in.ipynb";
            says(in, "is not trusted");
            Said trusted = prepare(in, "SSL_CERT_FILE", pem.toString());
            assertEquals(0, trusted.code(), trusted.text());
        } finally {
            secure.stop(0);
        }
    }

    private static void keytool(Object... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        for (int i = 0; i < arguments.length - 1; i++) {
            command.add(arguments[i].toString());
        }
        command.addAll(List.of("-keystore", arguments[arguments.length - 1].toString(), "-storepass", "changeit"));
        assertEquals(
                0,
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor());
    }

    private record Said(int code, String text) {}

    private Said prepare(String in, String... variables) {
        TestingRun run = new TestingRun(folder);
        for (int i = 0; i < variables.length; i += 2) {
            run.with(variables[i], variables[i + 1]);
        }
        return new Said(run.run(in, "out.ipynb", "--prepare-only"), run.said());
    }
}
