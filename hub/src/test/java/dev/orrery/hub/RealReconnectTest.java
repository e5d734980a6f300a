package dev.orrery.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.orrery.http.Exchange;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A kernel of the real single-user server, while the platform's process is killed and another one takes its place. */
@Timeout(900)
class RealReconnectTest {
    private static final List<String> PLAIN = List.of();
    private static final List<String> V1 = List.of(KernelSocket.V1);

    @TempDir
    Path folder;

    @Test
    void jupyterLabReconnectsOverAKillOfThePlatformAndTheKernelKeepsItsVariables() throws Exception {
        int port = Ports.free();
        Browser ana = new Browser("http://127.0.0.1:" + port);
        Map<String, String> token;
        String kernel;
        try (PlatformProcess first = PlatformProcess.start(folder, port)) {
            start(ana);
            token = Map.of("Authorization", "token " + token(ana));
            kernel = kernel(ana);
            KernelSocket plain = KernelSocket.open(ana, kernel, "s1", PLAIN, Map.of());
            KernelSocket packed = KernelSocket.open(ana, kernel, "s2", V1, Map.of());
            assertEquals(KernelSocket.V1, packed.protocol());
            assertEquals("1\n", plain.run("kept = 'what was there before'; print(1)"));
            assertEquals("1\n", packed.run("print(1)"));

            first.kill();
            plain.awaitGone();
            packed.awaitGone();
        }
        try (PlatformProcess _ = PlatformProcess.start(folder, port)) {
            try {
                // With the cookies of before, at once, and without a request of the user's in between.
                for (KernelSocket again : List.of(
                        KernelSocket.open(ana, kernel, "s1", PLAIN, Map.of()),
                        KernelSocket.open(ana, kernel, "s2", V1, Map.of()))) {
                    assertEquals("what was there before\n", again.run("print(kept)"));
                    again.close();
                }
                // A script has a token and no cookies.
                KernelSocket script =
                        KernelSocket.open(new Browser("http://127.0.0.1:" + port), kernel, "s3", V1, token);
                assertEquals("what was there before\n", script.run("print(kept)"));
                script.close();
            } finally {
                ana.delete("/api/v1/servers/default");
                await(ana, "stopped");
            }
        }
    }

    private static void start(Browser ana) throws Exception {
        String login = Exchange.JSON.writeValueAsString(Map.of("name", "ana", "password", TestingPlatform.PASSWORD));
        assertEquals(200, ana.post("/api/v1/login", login).statusCode());
        assertEquals(202, ana.post("/api/v1/servers/default", "").statusCode());
        await(ana, "ready");
        assertEquals(200, ana.get("/user/ana/lab").statusCode());
    }

    private static String token(Browser ana) throws Exception {
        HttpResponse<String> made = ana.post("/api/v1/tokens", "{\"note\": \"script\"}");
        assertEquals(201, made.statusCode(), made.body());
        return Exchange.JSON.readTree(made.body()).path("token").asString();
    }

    private static String kernel(Browser ana) throws Exception {
        HttpResponse<String> made = ana.post(
                "/user/ana/api/kernels", "{\"name\": \"python3\"}", "X-XSRFToken", ana.cookie("_xsrf", "/user/ana/"));
        assertEquals(201, made.statusCode(), made.body());
        return Exchange.JSON.readTree(made.body()).path("id").asString();
    }

    private static void await(Browser ana, String state) throws Exception {
        long end = System.nanoTime() + Duration.ofMinutes(3).toNanos();
        while (System.nanoTime() < end) {
            JsonNode server = Exchange.JSON
                    .readTree(ana.get("/api/v1/servers").body())
                    .path("servers")
                    .get(0);
            if (server.path("state").asString().equals(state)) {
                return;
            }
            if (server.path("state").asString().equals("failed")) {
                throw new AssertionError(server.path("message").asString());
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
        }
        throw new AssertionError("never " + state);
    }
}
