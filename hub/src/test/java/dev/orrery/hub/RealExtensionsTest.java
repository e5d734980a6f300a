package dev.orrery.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.orrery.http.Exchange;
import dev.orrery.launch.Environment;
import dev.orrery.launch.LocalLauncher;
import dev.orrery.launch.SandboxPolicy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What people install in their servers, unmodified, in a server that the platform started: jupyter-server-proxy, nbgitpuller
 * behind its links, jupyter-resource-usage. Skipped where the packages cannot be had.
 */
@Timeout(900)
class RealExtensionsTest {
    private static final List<String> PACKAGES =
            List.of("jupyter-server-proxy==4.6.0", "nbgitpuller==1.3.0", "jupyter-resource-usage");

    @TempDir
    Path folder;

    @Test
    void workBehindThePlatform() throws Exception {
        Environment environment = environment();
        try (LocalLauncher launcher =
                        new LocalLauncher(folder.resolve("workloads"), SandboxPolicy.detect(), InstantSource.system());
                TestingPlatform platform = new TestingPlatform(folder, launcher)) {
            platform.identity.addUser("ana", TestingPlatform.PASSWORD, false);
            platform.environments.ready(environment);
            Browser ana = platform.loggedIn("ana");
            HttpServer application = application();
            try {
                assertEquals(202, ana.post("/api/v1/servers/default", "").statusCode());
                platform.await(ServerState.READY);

                String behind = "/user/ana/proxy/" + application.getAddress().getPort() + "/a%20b?c=d%2Fe";
                HttpResponse<String> proxied = ana.get(behind);
                assertEquals(200, proxied.statusCode(), proxied.body());
                assertEquals("I am at /a%20b?c=d%2Fe", proxied.body());

                HttpResponse<String> link =
                        ana.get("/hub/user-redirect/git-pull?repo=https%3A%2F%2Fgit.example%2Fa&branch=main");
                assertEquals(200, link.statusCode(), link.body());
                assertEquals("/user/ana/git-pull", link.uri().getPath());
                assertTrue(link.body().contains("git.example"), link.body());

                HttpResponse<String> usage = ana.get("/user/ana/api/metrics/v1");
                assertEquals(200, usage.statusCode(), usage.body());
                assertTrue(Exchange.JSON.readTree(usage.body()).path("rss").asLong() > 0, usage.body());
            } finally {
                application.stop(0);
                ana.delete("/api/v1/servers/default");
                platform.await(ServerState.STOPPED);
            }
        }
    }

    private static Environment environment() throws Exception {
        try {
            return SingleUserVenv.ensure("extensions-venv", PACKAGES);
        } catch (IllegalStateException e) {
            return Assumptions.abort("The extensions could not be installed: " + e.getMessage());
        }
    }

    /** What a user runs beside Jupyter, on a port of this machine. */
    private static HttpServer application() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = ("I am at " + exchange.getRequestURI()).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return server;
    }
}
