package dev.orrery.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orrery.http.Exchange;
import dev.orrery.launch.Environment;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Servers that nobody uses, with servers that answer what a test says. */
@Timeout(60)
class IdleCullerTest {
    @TempDir
    Path folder;

    private final TestingLauncher launcher = new TestingLauncher();
    private volatile Instant now = Instant.parse("2026-01-05T09:00:00Z");
    private TestingPlatform platform;
    private Browser ana;

    @BeforeEach
    void open() throws Exception {
        platform = new TestingPlatform(folder, launcher, TestingPlatform.sqlite(folder), () -> now);
        platform.environments.ready(new Environment("default", "d", Path.of("/opt/env"), List.of()));
        platform.identity.addUser("ana", TestingPlatform.PASSWORD, false);
        ana = platform.loggedIn("ana");
        platform.servers.start("ana");
        platform.await(ServerState.READY);
    }

    @AfterEach
    void close() {
        platform.close();
    }

    @Test
    void isStoppedAfterAnHourAndItsOwnerReadsWhy() throws Exception {
        assertEquals("2026-01-05T10:00:00Z", own().path("stops_at").asString());
        assertEquals("60 min idle", own().path("stops_after").asString());
        look(Duration.ofMinutes(59));
        assertEquals("ready", own().path("state").asString());

        look(Duration.ofMinutes(1));

        assertEquals("stopped", own().path("state").asString());
        assertEquals("Stopped after 60 min idle", own().path("message").asString());
        assertTrue(launcher.asked.stream().anyMatch(head -> head.contains("no_track_activity=1")));
    }

    @Test
    void workInProgressIsNeverStopped() throws Exception {
        launcher.kernels = "[{\"execution_state\": \"busy\", \"last_activity\": \"2026-01-05T09:00:00Z\"}]";
        look(Duration.ofHours(3));
        assertEquals("2026-01-05T13:00:00Z", own().path("stops_at").asString());

        launcher.kernels = "[{\"execution_state\": \"idle\", \"last_activity\": \"2026-01-05T12:30:00Z\"}]";
        look(Duration.ofHours(1));
        assertEquals("ready", own().path("state").asString());
        look(Duration.ofMinutes(30));
        assertEquals("stopped", own().path("state").asString());
    }

    @Test
    void aServiceWithRulesOfItsOwnSeesASilentComputationAsActivity() throws Exception {
        launcher.kernels = "[{\"execution_state\": \"busy\", \"last_activity\": \"2026-01-05T09:00:00Z\"}]";
        look(Duration.ofMinutes(4));
        assertEquals(null, platform.servers.get("ana").lastActivity());
        look(Duration.ofMinutes(1));
        assertEquals(now, platform.servers.get("ana").lastActivity());
        int questions = launcher.asked.size();
        look(Duration.ofMinutes(4));
        assertEquals(questions, launcher.asked.size());
    }

    @Test
    void aServerThatSaysNothingIsLeftAlone() throws Exception {
        launcher.kernels = "<html>";
        look(Duration.ofHours(3));
        assertEquals("ready", own().path("state").asString());
    }

    @Test
    void activityThatTheServerTellsCounts() throws Exception {
        platform.servers.active("ana", "", now.plus(Duration.ofMinutes(30)));
        look(Duration.ofMinutes(80));
        assertEquals("ready", own().path("state").asString());
    }

    @Test
    void itsOwnerMayKeepItForSomeHours() throws Exception {
        assertEquals(
                400, ana.post("/api/v1/servers/default/keep", "{\"hours\": 25}").statusCode());
        assertEquals(
                200, ana.post("/api/v1/servers/default/keep", "{\"hours\": 3}").statusCode());
        assertEquals("2026-01-05T12:00:00Z", own().path("stops_at").asString());
        look(Duration.ofMinutes(179));
        assertEquals("ready", own().path("state").asString());
        look(Duration.ofMinutes(1));
        assertEquals("stopped", own().path("state").asString());
        assertEquals(409, ana.post("/api/v1/servers/default/keep", "").statusCode());
    }

    @Test
    void anApplicationForOthersAndAServerWithoutARuleRunOn() {
        UserServer server = platform.servers.get("ana");
        assertEquals("60 min idle", Culling.defaults().due(server).orElseThrow().why());
        assertTrue(Culling.never().due(server).isEmpty());
        assertEquals(
                "480 min of running",
                new Culling(null, Duration.ofHours(8)).due(server).orElseThrow().why());
        platform.servers.start(new ServerName("ana", "shop-llap"), "{}");
        assertTrue(Culling.defaults()
                .due(platform.servers.get(new ServerName("ana", "shop-llap")))
                .isEmpty());
    }

    @Test
    void aNicknameMakesANamedServer() throws Exception {
        assertEquals(
                200,
                ana.patch("/api/v1/servers/big", "{\"display_name\": \"Big data\"}")
                        .statusCode());
        JsonNode servers =
                Exchange.JSON.readTree(ana.get("/api/v1/servers").body()).path("servers");
        assertEquals("big", servers.get(1).path("name").asString());
        assertEquals("Big data", servers.get(1).path("display_name").asString());
        assertNull(servers.get(1).path("url").stringValue(null));
        assertEquals(404, ana.get("/api/v1/servers/other/log").statusCode());
        assertEquals(202, ana.delete("/api/v1/servers/big?remove=yes").statusCode());
        assertEquals(
                1,
                Exchange.JSON
                        .readTree(ana.get("/api/v1/servers").body())
                        .path("servers")
                        .size());
    }

    private void look(Duration later) throws InterruptedException {
        now = now.plus(later);
        platform.hub.cull();
    }

    private JsonNode own() throws Exception {
        return Exchange.JSON
                .readTree(ana.get("/api/v1/servers").body())
                .path("servers")
                .get(0);
    }
}
