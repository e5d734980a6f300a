package dev.orrery.scheduler;

import static dev.orrery.scheduler.AttemptEvent.EndState.SUCCESS;
import static dev.orrery.scheduler.TestingDags.dag;
import static dev.orrery.scheduler.TestingDags.task;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When runs are made, with which version of the dag, and how long they may take, whichever database is below. */
@Timeout(60)
abstract class RunsContract extends SchedulerTestCase {
    @Test
    void aScheduledRunIsMadeWhenItIsDueAndNotBefore() {
        testing.now = Instant.parse("2026-03-05T10:00:00Z");
        Deployed deployed = testing.deploy(dag("d", "0 12 * * *", false, 16, task("a")));
        testing.settle();
        assertEquals(Instant.parse("2026-03-04T12:00:00Z"), deployed.nextRunAt());
        int before = testing.runs("d").size();
        assertEquals(1, before);
        assertEquals(
                Instant.parse("2026-03-05T12:00:00Z"), testing.scheduler.timer().tick());
        testing.advance(Duration.ofHours(2).minusMillis(1));
        assertEquals(before, testing.runs("d").size());
        testing.advance(Duration.ofMillis(1));
        RunRow run = testing.runs("d").getLast();
        assertEquals("scheduled__2026-03-05T12:00:00+00:00", run.key().runId());
        assertEquals(RunState.RUNNING, run.state());
        assertEquals(Instant.parse("2026-03-04T12:00:00Z"), run.interval().start());
        assertEquals(before + 1, testing.runs("d").size());
    }

    @Test
    void catchUpMakesEveryMissedRunAsFarAsThereIsRoom() {
        testing.deploy(dag("d", "0 0 * * *", true, 2, task("a")));
        testing.settle();
        assertEquals(2, testing.runs("d").size());
        for (int i = 0; i < 4; i++) {
            RunRow run = testing.runs("d").get(i);
            testing.finish(testing.attempt("d", run.key().runId(), "a"), SUCCESS);
        }
        assertEquals(
                List.of("2026-03-01", "2026-03-02", "2026-03-03", "2026-03-04"),
                testing.runs("d").stream()
                        .map(run -> run.interval().start().toString().substring(0, 10))
                        .toList());
        assertTrue(testing.runs("d").stream().allMatch(run -> run.state() == RunState.SUCCESS));
    }

    @Test
    void withoutCatchUpOnlyTheNewestMissedRunIsMade() {
        testing.deploy(dag("d", "0 0 * * *", false, 2, task("a")));
        testing.settle();
        assertEquals(
                List.of("scheduled__2026-03-05T00:00:00+00:00"),
                testing.runs("d").stream().map(run -> run.key().runId()).toList());
    }

    @Test
    void deployingTheSameAgainChangesNothing() {
        assertTrue(testing.deploy(dag("d", "0 0 * * *", false, 2, task("a"))).changed());
        testing.settle();
        assertFalse(testing.deploy(dag("d", "0 0 * * *", false, 2, task("a"))).changed());
        assertTrue(
                testing.deploy(dag("d", "0 0 * * *", false, 2, task("a")), "c2").changed());
        testing.settle();
        assertEquals(1, testing.runs("d").size());
    }

    @Test
    void aRunKeepsTheVersionThatItBeganWith() {
        testing.deploy(dag("d", task("a"), task("b", "a")));
        String run = testing.trigger("d");
        testing.deploy(dag("d", task("other")), "c2");
        testing.finish(testing.attempt("d", run, "a"), SUCCESS);
        testing.finish(testing.attempt("d", run, "b"), SUCCESS);
        assertEquals("success: success success", testing.states("d", run));
        assertEquals("c1", testing.runs("d").getFirst().commit());
        assertEquals("running: queued", testing.states("d", testing.trigger("d")));
    }

    @Test
    void aPausedDagMakesNoScheduledRunButOneThatIsAskedFor() {
        testing.deploy(dag("d", "0 12 * * *", false, 16, task("a")));
        testing.settle();
        int before = testing.runs("d").size();
        testing.scheduler.pause("d", "ana", null);
        testing.advance(Duration.ofDays(3));
        assertEquals(before, testing.runs("d").size());
        testing.trigger("d");
        assertEquals(before + 1, testing.runs("d").size());
        testing.scheduler.resume("d");
        testing.settle();
        assertEquals(before + 2, testing.runs("d").size());
    }

    @Test
    void runsOverTheLimitWaitForTheirTurn() {
        testing.deploy(dag("d", "none", false, 1, task("a")));
        String first = testing.trigger("d");
        testing.now = testing.now.plusSeconds(1);
        String second = testing.trigger("d");
        assertEquals("queued: none", testing.states("d", second));
        testing.finish(testing.attempt("d", first, "a"), SUCCESS);
        assertEquals("running: queued", testing.states("d", second));
    }

    @Test
    void twoRunsThatAreAskedForInTheSameInstantAreTwo() {
        testing.deploy(dag("d", task("a")));
        assertFalse(testing.trigger("d").equals(testing.trigger("d")));
        assertEquals(2, testing.runs("d").size());
    }

    @Test
    void aNameThatIsNoParameterIsRefused() {
        testing.deploy(dag("d", task("a")));
        assertThrows(SchedulerException.class, () -> testing.scheduler.trigger("d", Map.of("a b", 1), "ana"));
        assertThrows(SchedulerException.class, () -> testing.scheduler.trigger("nope", Map.of(), "ana"));
    }

    @Test
    void aDagThatCannotBeReadAnyMoreMakesNoRunsAndHoldsUpNoOther() {
        testing.deploy(dag("bad", "0 12 * * *", false, 16, task("a")));
        testing.deploy(dag("good", "0 12 * * *", false, 16, task("a")));
        testing.settle();
        testing.forget("bad");
        testing.open();
        testing.scheduler.recover();
        testing.advance(Duration.ofHours(2));
        assertEquals(1, testing.runs("bad").size());
        assertEquals(2, testing.runs("good").size());
    }

    @Test
    void everyChangeIsTold() {
        testing.deploy(dag("d", task("a")));
        String run = testing.trigger("d");
        testing.changes.clear();
        testing.finish(testing.attempt("d", run, "a"), SUCCESS);
        assertTrue(testing.changes.contains(new Change(Change.Kind.RUN, "d", run, null, null)));
        assertTrue(testing.changes.contains(new Change(Change.Kind.ATTEMPT, "d", run, "a", 1)));
    }

    @Test
    void aRunThatTakesTooLongIsEndedAndHasFailed() {
        deploy("""
                dag_id: d
                run_timeout: 10m
                tasks:
                  a: {notebook: a.ipynb}
                  b: {notebook: a.ipynb, after: a}
                """);
        String run = testing.trigger("d");
        AttemptRow attempt = testing.attempt("d", run, "a");
        testing.started(attempt, 1);
        testing.advance(Duration.ofMinutes(9));
        assertEquals("running: running none", testing.states("d", run));
        testing.advance(Duration.ofMinutes(1));
        assertEquals("running: running cancelled", testing.states("d", run));
        testing.launcher.end(attempt.attemptId(), 143, false, testing.now);
        testing.settle();
        assertEquals("failed: cancelled cancelled", testing.states("d", run));
        testing.scheduler.retryTask("d", run, "a");
        testing.settle();
        assertEquals("running: queued none", testing.states("d", run));
        testing.advance(Duration.ofMinutes(9));
        testing.finish(testing.attempt("d", run, "a"), SUCCESS);
        testing.finish(testing.attempt("d", run, "b"), SUCCESS);
        assertEquals("success: success success", testing.states("d", run));
    }

    @Test
    void aMissedDeadlineIsRecordedAndTheRunGoesOn() {
        deploy("""
                dag_id: d
                deadline: 1h
                tasks:
                  a: {notebook: a.ipynb}
                """);
        Instant due = testing.now;
        String late = testing.trigger("d");
        testing.now = testing.now.plusSeconds(1);
        String early = testing.trigger("d");
        testing.finish(testing.attempt("d", early, "a"), SUCCESS);
        testing.advance(Duration.ofMinutes(59));
        assertNull(testing.runs("d").getFirst().deadlineMissedAt());
        testing.advance(Duration.ofMinutes(1));
        assertEquals(due.plus(Duration.ofHours(1)), testing.runs("d").getFirst().deadlineMissedAt());
        assertNull(testing.runs("d").getLast().deadlineMissedAt());
        testing.finish(testing.attempt("d", late, "a"), SUCCESS);
        assertEquals("success: success", testing.states("d", late));
        assertEquals(late, testing.runs("d").getFirst().key().runId());
    }
}
