package dev.orrery.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orrery.http.Exchange;
import dev.orrery.launch.Homes;
import dev.orrery.launch.LocalLauncher;
import dev.orrery.launch.SandboxPolicy;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** JupyterHub's own single-user server in the real sandbox, from its start to a cell's output through the proxy. */
@Timeout(900)
class RealSingleUserTest {
    @TempDir
    Path folder;

    @Test
    void aUserOpensJupyterLabRunsACellAndStopsTheServer() throws Exception {
        try (LocalLauncher launcher =
                        new LocalLauncher(folder.resolve("workloads"), SandboxPolicy.detect(), InstantSource.system());
                TestingPlatform platform = new TestingPlatform(folder, launcher)) {
            platform.identity.addUser("ana", TestingPlatform.PASSWORD, false);
            platform.identity.addUser("bob", TestingPlatform.PASSWORD, false);
            platform.environments.ready(SingleUserVenv.ensure());
            Browser ana = platform.loggedIn("ana");
            try {
                assertEquals(202, ana.post("/api/v1/servers/default", "").statusCode());
                assertEquals(202, ana.post("/api/v1/servers/default", "").statusCode());
                assertEquals(503, ana.get("/user/ana/lab").statusCode());
                platform.await(ServerState.READY);

                opensJupyterLab(ana);
                runsACell(ana);
                otherUserIsTurnedAway(platform.loggedIn("bob"));
                aTokenOpensWhatItMay(platform);
                survivesAHubThatComesBack(ana, platform, launcher);
            } finally {
                stop(ana, platform);
            }
        }
    }

    private static void opensJupyterLab(Browser ana) throws Exception {
        HttpResponse<String> lab = ana.get("/user/ana/lab");
        assertEquals(200, lab.statusCode(), lab.body());
        assertTrue(lab.body().contains("jupyter-config-data"), lab.body());
        assertEquals("/user/ana/lab", lab.uri().getPath());
        JsonNode servers = Exchange.JSON.readTree(ana.get("/api/v1/servers").body());
        assertEquals("ready", servers.path("servers").get(0).path("state").asString());
        assertEquals("/user/ana/", servers.path("servers").get(0).path("url").asString());
    }

    private static void runsACell(Browser ana) throws Exception {
        HttpResponse<String> made = ana.post(
                "/user/ana/api/kernels", "{\"name\": \"python3\"}", "X-XSRFToken", ana.cookie("_xsrf", "/user/ana/"));
        assertEquals(201, made.statusCode(), made.body());
        String id = Exchange.JSON.readTree(made.body()).path("id").asString();
        KernelSocket socket = KernelSocket.open(ana, id, "s1", List.of(), Map.of());
        assertEquals(
                "who ana /home/ana True\n",
                socket.run(
                        "import os; print('who', os.environ['USER'], os.path.expanduser('~'), 'ORRERY_TOKEN' in os.environ)"));
        socket.close();
    }

    private static void otherUserIsTurnedAway(Browser bob) throws Exception {
        HttpResponse<String> page = bob.get("/user/ana/lab");
        assertEquals(403, page.statusCode());
        assertTrue(page.body().contains("only its owner"), page.body());
        assertEquals(403, bob.get("/user/ana/api/contents").statusCode());
    }

    private static void aTokenOpensWhatItMay(TestingPlatform platform) throws Exception {
        platform.identity.addUser("cleo", false);
        String own = platform.identity.createToken("ana", "", Set.of(), null).secret();
        String other = platform.identity.createToken("cleo", "", Set.of(), null).secret();
        Browser script = platform.browser();
        assertEquals(
                200,
                script.step("/user/ana/api/kernelspecs", "Authorization", "token " + own)
                        .statusCode());
        assertEquals(
                201,
                script.post("/user/ana/api/kernels", "{\"name\": \"python3\"}", "Authorization", "Bearer " + own)
                        .statusCode());
        assertEquals(
                403,
                script.step("/user/ana/api/kernelspecs", "Authorization", "token " + other)
                        .statusCode());
    }

    private static void survivesAHubThatComesBack(Browser ana, TestingPlatform platform, LocalLauncher launcher)
            throws Exception {
        Servers again = new Servers(
                platform.database,
                platform.identity,
                launcher,
                platform.environments,
                HubConfig.defaults(
                        new Homes(Path.of("/nowhere"), Path.of("/nowhere")),
                        Path.of("/nowhere"),
                        java.net.URI.create("http://127.0.0.1:1"),
                        java.net.URI.create("http://127.0.0.1:1")),
                InstantSource.system());
        again.adopt();
        assertEquals(platform.servers.target("ana"), again.target("ana"));
        assertEquals(200, ana.get("/user/ana/api/status").statusCode());
    }

    private void stop(Browser ana, TestingPlatform platform) throws Exception {
        assertEquals(202, ana.delete("/api/v1/servers/default").statusCode());
        platform.await(ServerState.STOPPED);
        HttpResponse<String> api = ana.get("/user/ana/api/status");
        assertEquals(424, api.statusCode());
        assertEquals(
                "/servers?next=%2Fuser%2Fana%2Flab",
                ana.step("/hub/user/ana/lab").headers().firstValue("Location").orElse(""));
        assertTrue(Files.isDirectory(folder.resolve("homes/ana")));
        assertFalse(ana.get("/api/v1/servers/default/log").body().isEmpty());
    }
}
