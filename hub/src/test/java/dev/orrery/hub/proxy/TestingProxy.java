package dev.orrery.hub.proxy;

import dev.orrery.http.ClientConnections;
import dev.orrery.http.ClientLimits;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.HttpRouting;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A web server with the proxy in it, on a free port. The user ana has a server. */
final class TestingProxy implements AutoCloseable {
    private final WebServer server;

    TestingProxy(Supplier<Target> target, ClientLimits limits) {
        Proxy proxy = new Proxy(
                (user, segment) -> user.equals("ana") ? target.get() : new Target.None(),
                (token, user, segment) -> token.startsWith("orr_") ? "pass-to-" + user + "-" + segment : token,
                ServerHosts.shared(URI.create("http://orrery.example")),
                InstantSource.system(),
                text -> "<p>" + text);
        HttpRouting.Builder routing = HttpRouting.builder();
        routing.get("/plain", (request, response) -> response.send("ours"));
        routing.get("/large", (request, response) -> response.send(new byte[64 << 20]));
        proxy.mount(routing);
        routing.get("/users", (request, response) -> response.send("ours"));
        WebServerConfig.Builder web =
                WebServer.builder().host("127.0.0.1").port(0).addRouting(routing);
        proxy.listen(web, new ClientConnections(limits));
        server = web.build().start();
    }

    int port() {
        return server.port();
    }

    Socket connect() throws IOException {
        Socket socket = new Socket("127.0.0.1", port());
        socket.setSoTimeout(20_000);
        return socket;
    }

    /** Head and body of the answer; the web server leaves the connection open, so its end is not waited for. */
    String raw(String request) throws IOException {
        try (Socket socket = connect()) {
            TestingBackend.write(socket.getOutputStream(), request);
            InputStream in = socket.getInputStream();
            String head = TestingBackend.readHead(in);
            Matcher length =
                    Pattern.compile("(?i)\r\ncontent-length: (\\d+)\r\n").matcher(head);
            boolean body = !request.startsWith("HEAD") && length.find();
            byte[] bytes = body
                    ? in.readNBytes(Integer.parseInt(length.group(1)))
                    : head.contains("Connection: close") && !request.startsWith("HEAD")
                            ? in.readAllBytes()
                            : new byte[0];
            return head + new String(bytes, StandardCharsets.ISO_8859_1);
        }
    }

    @Override
    public void close() {
        server.stop();
    }
}
