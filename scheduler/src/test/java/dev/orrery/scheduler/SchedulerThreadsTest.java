package dev.orrery.scheduler;

import static dev.orrery.scheduler.TestingDags.dag;
import static dev.orrery.scheduler.TestingDags.task;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orrery.database.Database;
import dev.orrery.launch.Workload;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scheduler with its own threads and the real clock: nothing here asks it to look again. */
final class SchedulerThreadsTest {
    @TempDir
    Path folder;

    @Test
    void aRunOfTheTimetableAndItsTasksFollowEachOtherByThemselves() throws InterruptedException {
        Database database = Database.open("jdbc:sqlite:" + folder.resolve("orrery.db"));
        TestingScheduler parts = new TestingScheduler(database, folder);
        CountDownLatch ended = new CountDownLatch(1);
        SchedulerConfig config = SchedulerConfig.of(
                4, folder.resolve("attempts"), () -> "http://127.0.0.1:1", List.of("runner"), List.of());
        try (parts;
                Scheduler scheduler = new Scheduler(
                        config,
                        database,
                        parts.scheduler.surroundings(),
                        change -> {
                            if (change.kind() == Change.Kind.RUN
                                    && !parts.runs("d").isEmpty()
                                    && parts.runs("d").getFirst().state() == RunState.SUCCESS) {
                                ended.countDown();
                            }
                        },
                        InstantSource.system(),
                        Seat.alone())) {
            scheduler.start();
            Instant asked = Instant.now();
            scheduler.deploy(
                    dag("d", "1s", false, 1, task("a"), task("b", "a", "c"), task("c")),
                    "dag_id: d",
                    "c1",
                    "ana",
                    List.of());
            for (int i = 0; i < 3; i++) {
                Workload workload = parts.launcher.started().poll(20, TimeUnit.SECONDS);
                assertNotNull(workload, "attempt " + i + " was not launched");
                String id = workload.id().value().substring("attempt-".length());
                scheduler
                        .reports()
                        .take(
                                id,
                                List.of(new AttemptEvent(
                                        1,
                                        Instant.now(),
                                        AttemptEvent.Kind.FINISHED,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        AttemptEvent.EndState.SUCCESS,
                                        0,
                                        null,
                                        null)));
                parts.launcher.end(id, 0, false, Instant.now());
            }
            assertTrue(ended.await(20, TimeUnit.SECONDS));
            RunRow run = parts.runs("d").getFirst();
            assertTrue(Duration.between(asked, run.createdAt()).compareTo(Duration.ofSeconds(3)) < 0, run.toString());
            assertEquals(Map.of(), run.conf());
        }
    }
}
