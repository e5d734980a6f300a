package dev.orrery.scheduler;

import static dev.orrery.scheduler.AttemptEvent.EndState.SUCCESS;
import static dev.orrery.scheduler.TestingDags.dag;
import static dev.orrery.scheduler.TestingDags.task;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orrery.launch.Workload;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An attempt from its launch to its end, and what its runner and its process tell of it, whichever database is below. */
@Timeout(60)
abstract class AttemptsContract extends SchedulerTestCase {
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
        AttemptRow now = testing.attempt(attempt.attemptId());
        assertEquals(1, now.cellsDone());
        assertEquals(5, now.cellsTotal());
        List<CellRow> cells = testing.scheduler
                .store()
                .read(tx -> testing.scheduler.store().cells().cells(tx, attempt.attemptId()));
        assertEquals(List.of(new CellRow(0, "cell-0", "completed", testing.now, testing.now, 1.5, 1_000L)), cells);
    }

    @Test
    void aProcessThatEndsWithoutAResultIsLostAndItsExitCodeTold() {
        testing.deploy(dag("d", task("a", 1, Duration.ZERO, null)));
        String run = testing.trigger("d");
        AttemptRow attempt = testing.attempt("d", run, "a");
        testing.launcher.end(attempt.attemptId(), 137, true, testing.now);
        testing.settle();
        AttemptRow lost = testing.attempt(attempt.attemptId());
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
                Json.write(testing.finished(2, SUCCESS, null)).getBytes(StandardCharsets.UTF_8));
        testing.launcher.end(attempt.attemptId(), 0, false, testing.now);
        assertEquals("success: success", testing.states("d", run));
    }

    @Test
    void aHostileResultIsNoResult() {
        testing.deploy(dag("d", task("a"), task("b")));
        String run = testing.trigger("d");
        AttemptRow a = testing.attempt("d", run, "a");
        testing.storage.put(a.folder() + "/result.json", "{\"kind\": 7}".getBytes(StandardCharsets.UTF_8));
        testing.launcher.end(a.attemptId(), 0, false, testing.now);
        AttemptRow b = testing.attempt("d", run, "b");
        testing.storage.makeFolder(b.folder() + "/result.json");
        testing.launcher.end(b.attemptId(), 0, false, testing.now);
        assertEquals("failed: failed failed", testing.states("d", run));
        assertEquals(AttemptState.LOST, testing.attempt("d", run, "a").state());
        assertEquals(AttemptState.LOST, testing.attempt("d", run, "b").state());
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
    void aNewSchedulerTakesUpLiveAttemptsAndReadsTheResultsOfEndedOnes() {
        testing.deploy(dag("d", task("a"), task("b"), task("c"), task("e", "a", "b")));
        String run = testing.trigger("d");
        AttemptRow a = testing.attempt("d", run, "a");
        AttemptRow b = testing.attempt("d", run, "b");
        testing.launcher.deafen();
        testing.storage.put(
                b.folder() + "/result.json",
                Json.write(testing.finished(1, SUCCESS, null)).getBytes(StandardCharsets.UTF_8));
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
}
