package dev.orrery.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orrery.http.Exchange;
import dev.orrery.identity.audit.AuditEntry;
import dev.orrery.identity.audit.AuditQuery;
import dev.orrery.launch.LocalLauncher;
import dev.orrery.launch.SandboxPolicy;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A service made with JupyterHub's own library, run by the platform in the real sandbox and opened in a browser. */
@Timeout(600)
class RealServiceTest {
    @TempDir
    Path folder;

    @Test
    void aVisitorLogsInThroughTheHubAndTheServiceComesBackAfterItsEnd() throws Exception {
        Path code = Files.createDirectories(folder.resolve("code"));
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("/services/whoami.py"))) {
            Files.copy(in, code.resolve("whoami.py"));
        }
        String whoami = Exchange.JSON.writeValueAsString(Map.of(
                "services",
                List.of(Map.of(
                        "name",
                        "whoami",
                        "url",
                        "http://127.0.0.1:" + Ports.free(),
                        "command",
                        List.of("python3", "whoami.py"),
                        "cwd",
                        code.toString())),
                "roles",
                List.of(Map.of(
                        "name",
                        "visit",
                        "users",
                        List.of("ana"),
                        "scopes",
                        List.of("access:services!service=whoami")))));
        Files.writeString(folder.resolve("hub.json"), whoami);
        try (LocalLauncher launcher =
                        new LocalLauncher(folder.resolve("workloads"), SandboxPolicy.detect(), InstantSource.system());
                TestingPlatform platform = new TestingPlatform(folder, launcher)) {
            platform.identity.addUser("ana", TestingPlatform.PASSWORD, false);
            platform.identity.addUser("bob", TestingPlatform.PASSWORD, false);
            platform.environments.ready(SingleUserVenv.ensure());
            Browser ana = platform.loggedIn("ana");

            saysWhoIsThere(ana, await(ana));
            assertEquals(403, platform.loggedIn("bob").get("/services/whoami/").statusCode());

            ana.post("/services/whoami/leave", "");
            JsonNode again = Exchange.JSON.readTree(await(ana).body());
            assertEquals("ana", again.path("name").asString());

            assertEquals(
                    List.of("bob refused", "ana done"),
                    platform.audit.find(new AuditQuery(null, "open", null, null, null, null, null, null, 10)).stream()
                            .map(RealServiceTest::inWords)
                            .toList());
        }
    }

    private static String inWords(AuditEntry entry) {
        return entry.actor() + " " + entry.result().text();
    }

    private static void saysWhoIsThere(Browser ana, HttpResponse<String> asked) throws Exception {
        assertTrue(asked.body().contains("Open the service whoami?"), asked.body());
        String address = asked.uri().getRawPath() + "?" + asked.uri().getRawQuery();
        HttpResponse<String> yes = ana.post(address, "");
        assertEquals(302, yes.statusCode(), yes.body());

        HttpResponse<String> page = ana.get(yes.headers().firstValue("Location").orElseThrow());

        assertEquals(200, page.statusCode(), page.body());
        assertEquals("/services/whoami/", page.uri().getPath());
        JsonNode model = Exchange.JSON.readTree(page.body());
        assertEquals("ana", model.path("name").asString());
        assertEquals(
                "access:services!service=whoami", model.path("scopes").get(0).asString());
    }

    /** What the service, or the hub in its place, answers once the service is up. */
    private static HttpResponse<String> await(Browser browser) throws Exception {
        long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (true) {
            HttpResponse<String> answer = browser.get("/services/whoami/");
            if (answer.statusCode() != 502 || System.nanoTime() - deadline > 0) {
                return answer;
            }
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }
}
