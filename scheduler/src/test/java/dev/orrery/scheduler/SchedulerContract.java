package dev.orrery.scheduler;

import static dev.orrery.scheduler.AttemptEvent.EndState.FAILED;
import static dev.orrery.scheduler.AttemptEvent.EndState.SUCCESS;
import static dev.orrery.scheduler.TestingDags.dag;
import static dev.orrery.scheduler.TestingDags.task;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orrery.launch.Workload;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the scheduler does, whichever database is below. */
abstract class SchedulerContract extends SchedulerTestCase {
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
    void anAttemptIsLaunchedWithItsFoldersItsTokenAndItsOrder() {
        testing.deploy(dag("d", TestingDags.withParameters(task("a"), Map.of("n", 3, "text", "plain"))));
        String run = testing.scheduler.trigger("d", Map.of("n", List.of(1, "x")), "bob");
        testing.settle();
        AttemptRow attempt = testing.attempt("d", run, "a");
        Workload workload = testing.launcher.workload(attempt.attemptId());
        assertEquals("attempt-" + attempt.attemptId(), workload.id().value());
        assertEquals(List.of("runner", "attempt"), workload.command());
        assertEquals("secret-" + attempt.attemptId(), workload.environment().get("ORRERY_ATTEMPT_TOKEN"));
        assertEquals("http://127.0.0.1:1", workload.environment().get("ORRERY_API_URL"));
        assertEquals(Path.of("/orrery/work"), workload.workdir());
        Path work = testing.attempts.resolve(attempt.attemptId()).resolve("work");
        assertTrue(Files.isRegularFile(work.resolve("a.ipynb")));
        Path output = folder.resolve("objects/d/" + run + "/a/1");
        assertTrue(Files.isDirectory(output));
        assertEquals(output.resolve("log.txt").toString(), workload.log().toString());
        var order = testing.scheduler.reports().order(attempt.attemptId());
        assertEquals(Map.of("n", List.of(1, "x"), "text", "plain"), order.parameters());
        assertEquals("a.ipynb", order.notebook());
        assertEquals("file:///orrery/attempt", order.storage());
        assertNull(order.timeoutSeconds());
        assertEquals("bob", testing.runs("d").getFirst().triggeredBy());
    }

    @Test
    void whatIsLeftOfAnAttemptIsClearedAwayAfterItsEnd() {
        testing.deploy(dag("d", task("a")));
        AttemptRow attempt = testing.attempt("d", testing.trigger("d"), "a");
        assertTrue(testing.tokens.contains(attempt.attemptId()));
        testing.finish(attempt, SUCCESS);
        assertFalse(testing.tokens.contains(attempt.attemptId()));
        assertFalse(Files.exists(testing.attempts.resolve(attempt.attemptId())));
        assertEquals(List.of(attempt.folder()), testing.storage.finished);
        assertEquals(List.of(), testing.launcher.known());
    }

    @Test
    void tasksRunInOrderAndInParallelWhereTheyCan() {
        testing.deploy(dag("d", task("a"), task("b", "a"), task("c", "a"), task("e", "b", "c")));
        String run = testing.trigger("d");
        assertEquals("running: queued none none none", testing.states("d", run));
        testing.finish(testing.attempt("d", run, "a"), SUCCESS);
        assertEquals("running: success queued queued none", testing.states("d", run));
        assertEquals(2, testing.launcher.running().size());
        testing.finish(testing.attempt("d", run, "b"), SUCCESS);
        assertEquals("running: success success queued none", testing.states("d", run));
        testing.finish(testing.attempt("d", run, "c"), SUCCESS);
        testing.finish(testing.attempt("d", run, "e"), SUCCESS);
        assertEquals("success: success success success success", testing.states("d", run));
    }

    @Test
    void noMoreAttemptsRunThanThereArePlaces() {
        testing.deploy(dag("d", task("a"), task("b"), task("c"), task("e"), task("f"), task("g")));
        String run = testing.trigger("d");
        assertEquals(4, testing.launcher.running().size());
        testing.finish(testing.attempt("d", run, "a"), SUCCESS);
        assertEquals(4, testing.launcher.running().size());
        testing.finish(testing.attempt("d", run, "b"), SUCCESS);
        testing.finish(testing.attempt("d", run, "c"), SUCCESS);
        assertEquals(3, testing.launcher.running().size());
    }

    @Test
    void aFailedAttemptIsTriedAgainAfterTheDelay() {
        testing.deploy(dag("d", task("a", 1, Duration.ofMinutes(5), null), task("b", "a")));
        String run = testing.trigger("d");
        testing.finish(testing.attempt("d", run, "a"), FAILED);
        assertEquals("running: up_for_retry none", testing.states("d", run));
        assertEquals(testing.now.plusSeconds(300), testing.scheduler.timer().tick());
        testing.advance(Duration.ofSeconds(299));
        assertEquals(0, testing.launcher.running().size());
        testing.advance(Duration.ofSeconds(1));
        assertEquals(2, testing.attempt("d", run, "a").number());
        testing.finish(testing.attempt("d", run, "a"), FAILED);
        assertEquals("failed: failed upstream_failed", testing.states("d", run));
        assertEquals("ValueError", testing.attempt("d", run, "a").error().name());
    }

    @Test
    void anEndedTaskIsRetriedWhenSomebodyAsksAndWhatWaitedGoesOn() {
        testing.deploy(dag("d", task("a"), task("b", "a")));
        String run = testing.trigger("d");
        testing.finish(testing.attempt("d", run, "a"), FAILED);
        assertEquals("failed: failed upstream_failed", testing.states("d", run));
        testing.scheduler.retryTask("d", run, "a");
        testing.settle();
        assertEquals("running: queued none", testing.states("d", run));
        testing.finish(testing.attempt("d", run, "a"), SUCCESS);
        testing.finish(testing.attempt("d", run, "b"), SUCCESS);
        assertEquals("success: success success", testing.states("d", run));
        assertEquals(2, testing.attempt("d", run, "a").number());
        SchedulerException none =
                assertThrows(SchedulerException.class, () -> testing.scheduler.retryTask("d", run, "zzz"));
        assertEquals(SchedulerException.Code.NOT_FOUND, none.code());
    }

    @Test
    void cancelStopsWhatRunsAndDropsWhatWaits() {
        testing.places = 1;
        testing.open();
        testing.scheduler.recover();
        testing.deploy(dag("d", task("a"), task("b"), task("c", "a")));
        String run = testing.trigger("d");
        AttemptRow live = testing.attempt("d", run, "a");
        testing.scheduler.cancel("d", run);
        assertEquals("running: queued cancelled cancelled", testing.states("d", run));
        assertEquals(List.of("attempt-" + live.attemptId()), testing.launcher.stopped());
        assertTrue(testing.scheduler
                .reports()
                .take(live.attemptId(), List.of(testing.event(1, AttemptEvent.Kind.STARTED)))
                .cancel());
        testing.launcher.end(live.attemptId(), 143, false, testing.now);
        assertEquals("cancelled: cancelled cancelled cancelled", testing.states("d", run));
        assertEquals(AttemptState.CANCELLED, testing.attempt("d", run, "a").state());
        assertThrows(SchedulerException.class, () -> testing.scheduler.cancel("d", run));
    }

    @Test
    void aProcessThatEndsWithoutAResultIsLostAndItsExitCodeTold() {
        testing.deploy(dag("d", task("a", 1, Duration.ZERO, null)));
        String run = testing.trigger("d");
        AttemptRow attempt = testing.attempt("d", run, "a");
        testing.launcher.end(attempt.attemptId(), 137, true, testing.now);
        testing.settle();
        AttemptRow lost = testing.scheduler
                .store()
                .read(tx -> testing.scheduler.store().attempts().find(tx, attempt.attemptId()))
                .orElseThrow();
        assertEquals(AttemptState.LOST, lost.state());
        assertEquals(137, lost.exitCode());
        assertEquals("OutOfMemory", lost.error().name());
        assertEquals(AttemptError.Kind.LOST, lost.error().kind());
        assertEquals(2, testing.attempt("d", run, "a").number());
        assertEquals("running: queued", testing.states("d", run));
    }

    @Test
    void aResultThatWasLeftBehindCountsWhenTheLastEventNeverCame() {
        testing.deploy(dag("d", task("a")));
        String run = testing.trigger("d");
        AttemptRow attempt = testing.attempt("d", run, "a");
        testing.started(attempt, 1);
        testing.storage.put(
                attempt.folder() + "/result.json",
                Json.write(testing.finished(2, SUCCESS, null)).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        testing.launcher.end(attempt.attemptId(), 0, false, testing.now);
        assertEquals("success: success", testing.states("d", run));
    }

    @Test
    void aHostileResultIsNoResult() {
        testing.deploy(dag("d", task("a"), task("b")));
        String run = testing.trigger("d");
        AttemptRow a = testing.attempt("d", run, "a");
        testing.storage.put(
                a.folder() + "/result.json", "{\"kind\": 7}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        testing.launcher.end(a.attemptId(), 0, false, testing.now);
        AttemptRow b = testing.attempt("d", run, "b");
        testing.storage.makeFolder(b.folder() + "/result.json");
        testing.launcher.end(b.attemptId(), 0, false, testing.now);
        assertEquals("failed: failed failed", testing.states("d", run));
        assertEquals(AttemptState.LOST, testing.attempt("d", run, "a").state());
        assertEquals(AttemptState.LOST, testing.attempt("d", run, "b").state());
    }

    @Test
    void anEventThatComesTwiceIsTakenOnceAndOneThatComesTooSoonIsNot() {
        testing.deploy(dag("d", task("a")));
        AttemptRow attempt = testing.attempt("d", testing.trigger("d"), "a");
        List<AttemptEvent> events = List.of(
                testing.event(1, AttemptEvent.Kind.STARTED),
                testing.cell(2, AttemptEvent.Kind.CELL_STARTED, 0),
                testing.cell(3, AttemptEvent.Kind.CELL_FINISHED, 0));
        assertEquals(
                3, testing.scheduler.reports().take(attempt.attemptId(), events).acknowledged());
        assertEquals(
                3, testing.scheduler.reports().take(attempt.attemptId(), events).acknowledged());
        AttemptEvent later = testing.cell(5, AttemptEvent.Kind.CELL_STARTED, 1);
        assertEquals(
                3,
                testing.scheduler
                        .reports()
                        .take(attempt.attemptId(), List.of(later))
                        .acknowledged());
        AttemptRow now = testing.scheduler
                .store()
                .read(tx -> testing.scheduler.store().attempts().find(tx, attempt.attemptId()))
                .orElseThrow();
        assertEquals(1, now.cellsDone());
        assertEquals(5, now.cellsTotal());
        List<CellRow> cells = testing.scheduler
                .store()
                .read(tx -> testing.scheduler.store().attempts().cells(tx, attempt.attemptId()));
        assertEquals(List.of(new CellRow(0, "cell-0", "completed", testing.now, testing.now, 1.5, 1_000L)), cells);
    }

    @Test
    void aTaskThatDoesNotKeepItsTimeoutIsStopped() {
        testing.deploy(dag("d", task("a", 0, Duration.ZERO, Duration.ofMinutes(10))));
        String run = testing.trigger("d");
        AttemptRow attempt = testing.attempt("d", run, "a");
        assertEquals(600, testing.scheduler.reports().order(attempt.attemptId()).timeoutSeconds());
        testing.advance(Duration.ofMinutes(1));
        testing.started(attempt, 1);
        testing.advance(Duration.ofMinutes(10));
        assertEquals(List.of(), testing.launcher.stopped());
        testing.advance(Duration.ofSeconds(30));
        assertEquals(1, testing.launcher.stopped().size());
        testing.launcher.end(attempt.attemptId(), 143, false, testing.now);
        assertEquals("failed: failed", testing.states("d", run));
        assertEquals(
                AttemptError.Kind.TIMEOUT,
                testing.attempt("d", run, "a").error().kind());
    }

    @Test
    void aRunnerThatSaysItHasFinishedAndRunsOnIsStopped() {
        testing.deploy(dag("d", task("a")));
        AttemptRow attempt = testing.attempt("d", testing.trigger("d"), "a");
        testing.scheduler.reports().take(attempt.attemptId(), List.of(testing.finished(1, SUCCESS, null)));
        testing.advance(Duration.ofSeconds(9));
        assertEquals(List.of(), testing.launcher.stopped());
        testing.advance(Duration.ofSeconds(1));
        assertEquals(1, testing.launcher.stopped().size());
        assertNull(testing.scheduler.timer().tick());
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
    void attemptsWaitForTheirEnvironmentAndFailWhereItCannotBeHad() {
        EnvironmentSource.Readiness ready = testing.environment;
        testing.environment = new EnvironmentSource.Readiness.Pending();
        testing.deploy(dag("d", task("a")));
        String run = testing.trigger("d");
        assertEquals(0, testing.launcher.running().size());
        testing.environment = ready;
        testing.scheduler.environmentsChanged();
        testing.settle();
        assertEquals(1, testing.launcher.running().size());
        testing.environment = new EnvironmentSource.Readiness.Failed("No network. Try again.");
        String other = testing.trigger("d");
        assertEquals("failed: failed", testing.states("d", other));
        assertEquals(
                "No network. Try again.",
                testing.attempt("d", other, "a").error().message());
        assertEquals("running: queued", testing.states("d", run));
    }

    @Test
    void aLaunchThatIsRefusedFailsTheAttemptWithTheReason() {
        testing.deploy(dag("d", task("a")));
        testing.launcher.refuse("There is no sandbox.");
        String run = testing.trigger("d");
        assertEquals("failed: failed", testing.states("d", run));
        AttemptError error = testing.attempt("d", run, "a").error();
        assertEquals(AttemptError.Kind.LAUNCH, error.kind());
        assertTrue(error.message().contains("There is no sandbox."), error.message());
    }

    @Test
    void aParameterThatCannotBeRenderedFailsTheAttemptAndIsNamed() {
        Map<String, Object> parameters = new HashMap<>(Map.of("good", "{{ ds }}", "bad", "{{ dss }}"));
        testing.deploy(dag("d", TestingDags.withParameters(task("a"), parameters)));
        String run = testing.trigger("d");
        assertEquals("failed: failed", testing.states("d", run));
        AttemptError error = testing.attempt("d", run, "a").error();
        assertEquals(AttemptError.Kind.LAUNCH, error.kind());
        assertTrue(error.message().contains("'bad'"), error.message());
    }

    @Test
    void aNewSchedulerTakesUpLiveAttemptsAndReadsTheResultsOfEndedOnes() {
        testing.deploy(dag("d", task("a"), task("b"), task("c"), task("e", "a", "b")));
        String run = testing.trigger("d");
        AttemptRow a = testing.attempt("d", run, "a");
        AttemptRow b = testing.attempt("d", run, "b");
        testing.launcher.deafen();
        testing.storage.put(
                b.folder() + "/result.json",
                Json.write(testing.finished(1, SUCCESS, null)).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        testing.launcher.end(b.attemptId(), 0, false, testing.now);
        testing.launcher.end(testing.attempt("d", run, "c").attemptId(), 9, false, testing.now);
        testing.open();
        testing.scheduler.recover();
        testing.settle();
        assertEquals("running: queued success failed none", testing.states("d", run));
        testing.finish(a, SUCCESS);
        testing.finish(testing.attempt("d", run, "e"), SUCCESS);
        assertEquals("failed: success success failed success", testing.states("d", run));
        assertEquals(4, testing.launcher.startedCount());
    }

    @Test
    void anAttemptOfWhoseProcessNobodyKnowsIsLost() {
        testing.deploy(dag("d", task("a")));
        String run = testing.trigger("d");
        testing.launcher.loseRecords();
        testing.open();
        testing.scheduler.recover();
        assertEquals("failed: failed", testing.states("d", run));
        assertEquals(AttemptState.LOST, testing.attempt("d", run, "a").state());
    }

    @Test
    void aNameThatIsNoParameterIsRefused() {
        testing.deploy(dag("d", task("a")));
        assertThrows(SchedulerException.class, () -> testing.scheduler.trigger("d", Map.of("a b", 1), "ana"));
        assertThrows(SchedulerException.class, () -> testing.scheduler.trigger("nope", Map.of(), "ana"));
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
}
