package dev.orrery.scheduler;

import static dev.orrery.scheduler.TestingDags.dag;
import static dev.orrery.scheduler.TestingDags.task;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orrery.database.Database;
import dev.orrery.launch.Environment;
import dev.orrery.launch.Workload;
import dev.orrery.launch.WorkloadId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Slots between a real scheduler and a launcher that a test holds. */
final class SlotsTest {
    @TempDir
    Path folder;

    private TestingScheduler testing;

    @BeforeEach
    void open() {
        testing = new TestingScheduler(Database.open("jdbc:sqlite:" + folder.resolve("orrery.db")), folder);
        testing.launcher.allowRenames();
        testing.mostSlots = 2;
        testing.open();
        testing.scheduler.recover();
        testing.deploy(dag("d", task("a")));
    }

    @AfterEach
    void close() {
        testing.close();
    }

    /** Runs once, so that a slot is wanted; it is ready when this returns. */
    private String slot() {
        AttemptRow first = attempt();
        assertNull(testing.launcher.slotOf(first.attemptId()));
        testing.finish(first, AttemptEvent.EndState.SUCCESS);
        testing.advance(SlotPolicy.REST);
        testing.readySlots();
        assertEquals(1, testing.launcher.slots().size());
        return testing.launcher.slots().getFirst();
    }

    private AttemptRow attempt() {
        return testing.attempt("d", testing.trigger("d"), "a");
    }

    @Test
    void aServerThatRunsNothingKeepsNone() {
        testing.settle();
        assertEquals(List.of(), testing.launcher.slots());
        slot();
        testing.advance(SlotPolicy.KEEP);
        assertEquals(List.of(), testing.launcher.slots());
        assertEquals(0, testing.attempts.toFile().list().length);
    }

    @Test
    void aSlotBecomesTheNextAttemptsProcessWithTheFoldersItHasInSight() throws Exception {
        String slot = slot();
        assertEquals(Optional.empty(), testing.attemptOf(slot));
        AttemptRow attempt = attempt();
        assertEquals(slot, testing.launcher.slotOf(attempt.attemptId()));
        assertEquals(Optional.of(attempt.attemptId()), testing.attemptOf(slot));
        assertEquals(List.of(), testing.launcher.slots(), "claimed once");

        Workload workload = testing.launcher.workload(attempt.attemptId());
        assertEquals(List.of("runner", "slot"), workload.command());
        assertEquals("secret-" + slot, workload.environment().get("ORRERY_ATTEMPT_TOKEN"));
        Path work = testing.attempts.resolve(attempt.attemptId()).resolve("work");
        assertEquals("{}", Files.readString(work.resolve("a.ipynb")));
        assertTrue(Files.isDirectory(testing.storage.makeFolder(attempt.folder())));
        assertFalse(Files.exists(testing.attempts.resolve(slot)));

        testing.finish(attempt, AttemptEvent.EndState.SUCCESS);
        assertFalse(Files.exists(testing.attempts.resolve(attempt.attemptId())));
    }

    @Test
    void theSlotsTokenIsWorthNothingOnceItsAttemptIsHeardOf() {
        String slot = slot();
        assertTrue(testing.tokens.contains(slot));
        AttemptRow attempt = attempt();
        assertTrue(testing.tokens.contains(slot), "the attempt's own is still to be asked for");
        testing.started(attempt, 1);
        assertFalse(testing.tokens.contains(slot));
        assertThrows(SchedulerException.class, () -> testing.attemptOf(slot));
    }

    @Test
    void aSlotHasNoOrderAndLearnsOfNoOtherAttempt() throws Exception {
        String slot = slot();
        try (TestingApi api = new TestingApi(testing)) {
            assertEquals(
                    404, api.sendAsRunner("GET", "/attempt/order", slot, null).statusCode());
            assertEquals(
                    404,
                    api.sendAsRunner("POST", "/attempt/events", slot, "{\"events\": []}")
                            .statusCode());
            AttemptRow mine = attempt();
            AttemptRow other = attempt();
            assertNull(testing.launcher.slotOf(other.attemptId()));
            assertEquals(
                    404,
                    api.sendAsRunner("GET", "/attempt/claim", other.attemptId(), null)
                            .statusCode(),
                    "an attempt is no slot");
            JsonNode claim =
                    api.json(200, "/attempt/claim", "get", api.sendAsRunner("GET", "/attempt/claim", slot, null));
            assertEquals("secret-" + mine.attemptId(), claim.get("token").asString());
            assertEquals(mine.run().runId(), claim.get("order").get("run_id").asString());
        }
    }

    @Test
    void aSlotIntoWhichSomethingHasWrittenIsNotUsed() throws Exception {
        String slot = slot();
        Path work = testing.attempts.resolve(slot).resolve("work");
        Files.createSymbolicLink(work.resolve("a.ipynb"), folder.resolve("elsewhere"));
        AttemptRow attempt = attempt();
        assertNull(testing.launcher.slotOf(attempt.attemptId()));
        assertEquals(List.of(attempt.attemptId()), testing.launcher.running());
        assertEquals(List.of(slot), testing.launcher.stopped());
        assertFalse(testing.tokens.contains(slot));
        assertFalse(Files.exists(folder.resolve("elsewhere")));
        Path own = testing.attempts.resolve(attempt.attemptId()).resolve("work/a.ipynb");
        assertFalse(Files.isSymbolicLink(own));
    }

    @Test
    void aSlotThatIsNotReadyYetOrHasDiedIsNotUsed() {
        testing.finish(attempt(), AttemptEvent.EndState.SUCCESS);
        testing.advance(SlotPolicy.REST);
        AttemptRow second = attempt();
        assertNull(testing.launcher.slotOf(second.attemptId()), "not ready");
        testing.readySlots();
        String slot = testing.launcher.slots().getFirst();
        testing.launcher.end(new WorkloadId(slot), 1, false, testing.now);
        testing.settle();
        assertEquals(List.of(), testing.launcher.slots(), "not at once again");
        assertFalse(testing.tokens.contains(slot));
        AttemptRow third = attempt();
        assertNull(testing.launcher.slotOf(third.attemptId()));
        testing.advance(SlotPolicy.AFTER_DEATH);
        assertEquals(1, testing.launcher.slots().size());
    }

    @Test
    void whatAnotherEnvironmentOrAnotherLimitNeedsIsAnotherKind() {
        String slot = slot();
        testing.environment = new EnvironmentSource.Readiness.Ready(
                new Environment("default", "changed", Path.of("/env2"), List.of()));
        AttemptRow attempt = attempt();
        assertNull(testing.launcher.slotOf(attempt.attemptId()));
        testing.advance(SlotPolicy.REST);
        assertFalse(testing.launcher.slots().contains(slot));
        assertEquals(1, testing.launcher.slots().size());
    }

    @Test
    void beforeARunThatATimetableMakesThereIsOne() {
        testing.deploy(dag("daily", "0 11 * * *", false, 1, task("x"), task("y", "x")));
        testing.settle();
        RunRow before = testing.runs("daily").getFirst();
        for (String task : List.of("x", "y")) {
            testing.finish(testing.attempt("daily", before.key().runId(), task), AttemptEvent.EndState.SUCCESS);
        }
        testing.advance(Duration.ofMinutes(58));
        assertEquals(List.of(), testing.launcher.slots());
        testing.advance(Duration.ofMinutes(1));
        testing.readySlots();
        assertEquals(1, testing.launcher.slots().size());
        testing.advance(Duration.ofMinutes(1));
        RunRow run = testing.runs("daily").getLast();
        AttemptRow attempt = testing.attempt("daily", run.key().runId(), "x");
        assertTrue(testing.launcher.slotOf(attempt.attemptId()) != null);
    }

    @Test
    void anotherServerLifeEndsTheSlotsOfTheOneBefore() {
        String slot = slot();
        testing.open();
        testing.scheduler.recover();
        assertEquals(List.of(), testing.launcher.slots());
        assertFalse(testing.tokens.contains(slot));
        assertFalse(Files.exists(testing.attempts.resolve(slot)));
    }
}
