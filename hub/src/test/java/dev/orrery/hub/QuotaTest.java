package dev.orrery.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orrery.http.Exchange;
import dev.orrery.launch.Environment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@Timeout(60)
class QuotaTest {
    private static final Instant NINE = Instant.parse("2026-01-05T09:00:00Z");

    @TempDir
    Path folder;

    private volatile Instant now = NINE;

    @Test
    void warnsBeforeItBitesAndLeavesTimeToTidyUp() {
        Quota quota = new Quota(1000L);
        assertEquals(Quota.State.FINE, quota.state(799));
        assertEquals(Quota.State.NEAR, quota.state(800));
        assertEquals(Quota.State.NEAR, quota.state(1000));
        assertEquals(Quota.State.OVER, quota.state(1001));
        assertEquals(Optional.empty(), quota.stops(1000, NINE, NINE));
        assertEquals(Optional.of(NINE.plus(Quota.GRACE)), quota.stops(1001, NINE, NINE));
        // Over since long: fifteen minutes from each start.
        Instant late = NINE.plus(Duration.ofHours(5));
        assertEquals(Optional.of(late.plus(Quota.TO_TIDY_UP)), quota.stops(1001, NINE, late));
        // Twice as much: without the grace.
        assertEquals(Optional.of(late), quota.stops(2001, late, NINE));
        assertEquals(Quota.State.FINE, new Quota(null).state(Long.MAX_VALUE));
        assertEquals(Optional.empty(), new Quota(null).stops(Long.MAX_VALUE, NINE, NINE));
    }

    @Test
    void sizesReadAsPeopleSayThem() {
        assertEquals("0 B", Quota.words(0));
        assertEquals("1.5 GB", Quota.words(3L << 29));
        assertEquals("512 MB", Quota.words(512L << 20));
    }

    @Test
    void aServerOfAFullHomeIsStoppedAfterItsOwnerHasReadSo() throws Exception {
        TestingLauncher launcher = new TestingLauncher();
        try (TestingPlatform platform =
                new TestingPlatform(folder, launcher, TestingPlatform.sqlite(folder), () -> now)) {
            platform.environments.ready(new Environment("default", "d", Path.of("/opt/env"), List.of()));
            platform.identity.addUser("ana", TestingPlatform.PASSWORD, false);
            Browser ana = platform.loggedIn("ana");
            assertEquals("unknown", home(ana).path("state").asString());
            platform.servers.start("ana");
            platform.await(ServerState.READY);

            Path file = folder.resolve("homes/ana/data.bin");
            Files.write(file, new byte[Math.toIntExact(TestingPlatform.QUOTA * 9 / 10)]);
            look(platform, Duration.ofMinutes(1));
            assertEquals("near", home(ana).path("state").asString());
            Files.write(file, new byte[Math.toIntExact(TestingPlatform.QUOTA + 1)]);
            look(platform, Duration.ofMinutes(1));
            assertEquals("over", home(ana).path("state").asString());
            assertEquals(TestingPlatform.QUOTA + 1, home(ana).path("used_bytes").asLong());
            platform.servers.active("ana", "", now.plus(Duration.ofMinutes(59)));
            assertEquals(
                    "home folder over its quota",
                    server(ana).path("stops_after").asString());
            assertEquals("2026-01-05T10:02:00Z", server(ana).path("stops_at").asString());

            look(platform, Duration.ofMinutes(59));
            assertEquals("ready", server(ana).path("state").asString());
            look(platform, Duration.ofMinutes(1));
            assertEquals("stopped", server(ana).path("state").asString());
            assertTrue(
                    server(ana)
                            .path("message")
                            .asString()
                            .startsWith("Stopped: your home folder holds 1.0 MB of 1.0 MB"),
                    server(ana).toString());

            // It may be started again, and stays once there is room.
            platform.servers.start("ana");
            platform.await(ServerState.READY);
            Files.delete(file);
            assertEquals(200, ana.post("/api/v1/home/measure", "").statusCode());
            assertEquals("fine", home(ana).path("state").asString());
            look(platform, Duration.ofMinutes(30));
            assertEquals("ready", server(ana).path("state").asString());
        }
    }

    @Test
    void aGroupMayHaveMore() throws Exception {
        try (TestingPlatform platform = new TestingPlatform(folder, new TestingLauncher())) {
            platform.identity.addUser("ana", TestingPlatform.PASSWORD, false);
            assertEquals(TestingPlatform.QUOTA, platform.servers.quota("ana").bytes());
            JdbcGroupStore groups = new JdbcGroupStore(platform.database);
            groups.add("science", List.of("ana"));
            groups.setProperties("science", "{\"home_quota\": \"8G\"}");
            assertEquals(8L << 30, platform.servers.quota("ana").bytes());
        }
    }

    private void look(TestingPlatform platform, Duration later) throws InterruptedException {
        now = now.plus(later);
        platform.hub.cull();
    }

    private static JsonNode home(Browser browser) throws Exception {
        return Exchange.JSON.readTree(browser.get("/api/v1/home").body());
    }

    private static JsonNode server(Browser browser) throws Exception {
        return Exchange.JSON
                .readTree(browser.get("/api/v1/servers").body())
                .path("servers")
                .get(0);
    }
}
