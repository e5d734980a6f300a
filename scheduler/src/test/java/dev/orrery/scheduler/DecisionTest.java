package dev.orrery.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.orrery.dag.TriggerRule;
import dev.orrery.scheduler.RunAction.Launch;
import dev.orrery.scheduler.RunAction.Stop;
import dev.orrery.scheduler.RunAction.WakeAt;
import dev.orrery.scheduler.RunEvent.AttemptEnded;
import dev.orrery.scheduler.RunEvent.AttemptStarted;
import dev.orrery.scheduler.RunEvent.Begin;
import dev.orrery.scheduler.RunEvent.Cancel;
import dev.orrery.scheduler.RunEvent.RetryAsked;
import dev.orrery.scheduler.RunEvent.RetryDue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DecisionTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    private RunStatus run;
    private Decision last;

    @Test
    void theFirstTasksAreLaunchedWhenTheRunBegins() {
        begin(task("a"), task("b"), task("c", "a", "b"));
        assertEquals(RunState.RUNNING, run.state());
        assertEquals(List.of(new Launch("a", 1), new Launch("b", 1)), last.actions());
        assertStates("queued queued none");
    }

    @Test
    void aJoinWaitsForTheLastOfItsParents() {
        begin(task("a"), task("b"), task("c", "a", "b"));
        on(new AttemptStarted("a", 1));
        on(new AttemptEnded("a", 1, AttemptState.SUCCESS));
        assertEquals(List.of(), last.actions());
        on(new AttemptEnded("b", 1, AttemptState.SUCCESS));
        assertEquals(List.of(new Launch("c", 1)), last.actions());
        on(new AttemptEnded("c", 1, AttemptState.SUCCESS));
        assertEquals(RunState.SUCCESS, run.state());
    }

    @Test
    void aFailureGoesDownToTheEndAndFailsTheRun() {
        begin(task("a"), task("b", "a"), task("c", "b"));
        on(new AttemptEnded("a", 1, AttemptState.FAILED));
        assertStates("failed upstream_failed upstream_failed");
        assertEquals(RunState.FAILED, run.state());
    }

    @Test
    void aFailedAttemptIsFollowedByOneMoreAfterTheDelay() {
        begin(retried("a", 1, Duration.ofMinutes(5)));
        on(new AttemptEnded("a", 1, AttemptState.FAILED));
        assertEquals(List.of(new WakeAt("a", NOW.plusSeconds(300))), last.actions());
        assertStates("up_for_retry");
        on(new RetryDue("a"));
        assertStates("up_for_retry");
        assertEquals(List.of(new WakeAt("a", NOW.plusSeconds(300))), last.actions());
        last = Decision.of(run, new RetryDue("a"), NOW.plusSeconds(300));
        run = last.run();
        assertEquals(List.of(new Launch("a", 2)), last.actions());
        on(new AttemptEnded("a", 2, AttemptState.LOST));
        assertStates("failed");
        assertEquals(RunState.FAILED, run.state());
    }

    @Test
    void aRetryWithoutDelayIsLaunchedAtOnce() {
        begin(retried("a", 1, Duration.ZERO));
        on(new AttemptStarted("a", 1));
        on(new AttemptEnded("a", 1, AttemptState.LOST));
        assertEquals(List.of(new Launch("a", 2)), last.actions());
        assertStates("queued");
    }

    @Test
    void anEventThatComesTwiceDoesNothingTheSecondTime() {
        begin(retried("a", 1, Duration.ZERO), task("b", "a"));
        on(new AttemptEnded("a", 1, AttemptState.FAILED));
        RunStatus before = run;
        for (RunEvent event : List.of(
                new Begin(),
                new AttemptStarted("a", 1),
                new AttemptEnded("a", 1, AttemptState.FAILED),
                new AttemptEnded("a", 1, AttemptState.SUCCESS),
                new RetryDue("a"))) {
            on(event);
            assertEquals(before, run);
            assertEquals(List.of(), last.actions());
        }
    }

    @Test
    void cancelStopsWhatIsLiveAndTheRunEndsWithTheLastOfIt() {
        begin(task("a"), task("b"), task("c", "a"));
        on(new AttemptStarted("a", 1));
        on(new Cancel());
        assertEquals(List.of(new Stop("a", 1), new Stop("b", 1)), last.actions());
        assertStates("running queued cancelled");
        on(new AttemptEnded("a", 1, AttemptState.CANCELLED));
        assertEquals(RunState.RUNNING, run.state());
        on(new AttemptEnded("b", 1, AttemptState.LOST));
        assertStates("cancelled cancelled cancelled");
        assertEquals(RunState.CANCELLED, run.state());
        on(new Cancel());
        assertNotNull(last.refusal());
    }

    @Test
    void aTaskThatSucceedsWhileTheRunIsCancelledKeepsItsSuccessAndStartsNothing() {
        begin(task("a"), task("b", "a"));
        on(new Cancel());
        on(new AttemptEnded("a", 1, AttemptState.SUCCESS));
        assertStates("success cancelled");
        assertEquals(RunState.CANCELLED, run.state());
    }

    @Test
    void aRunThatHasNotBegunIsCancelledAtOnce() {
        run = new RunStatus(RunState.QUEUED, false, List.of(task("a")));
        on(new Cancel());
        assertEquals(RunState.CANCELLED, run.state());
        assertStates("cancelled");
    }

    @Test
    void aRetryThatIsAskedForOpensTheRunAgainAndWhatWaited() {
        begin(retried("a", 1, Duration.ZERO), task("b", "a"), task("c", "b"), task("d"));
        on(new AttemptEnded("d", 1, AttemptState.SUCCESS));
        on(new AttemptEnded("a", 1, AttemptState.FAILED));
        on(new AttemptEnded("a", 2, AttemptState.FAILED));
        assertEquals(RunState.FAILED, run.state());
        on(new RetryAsked("a"));
        assertNull(last.refusal());
        assertEquals(RunState.RUNNING, run.state());
        assertEquals(List.of(new Launch("a", 3)), last.actions());
        assertStates("queued none none success");
        on(new AttemptEnded("a", 3, AttemptState.FAILED));
        assertEquals(List.of(new Launch("a", 4)), last.actions());
    }

    @Test
    void aRetryAfterCancelRunsAgain() {
        begin(task("a"), task("b", "a"));
        on(new Cancel());
        on(new AttemptEnded("a", 1, AttemptState.CANCELLED));
        on(new RetryAsked("a"));
        assertEquals(RunState.RUNNING, run.state());
        on(new AttemptEnded("a", 2, AttemptState.SUCCESS));
        assertEquals(List.of(new Launch("b", 1)), last.actions());
    }

    @Test
    void aTaskWhoseParentFailedCannotBeRetriedAlone() {
        begin(task("a"), task("b", "a"));
        on(new AttemptEnded("a", 1, AttemptState.FAILED));
        on(new RetryAsked("b"));
        assertEquals("The task 'b' cannot run as the tasks before it ended: retry 'a'.", last.refusal());
        assertEquals(RunState.FAILED, run.state());
    }

    @Test
    void aTaskThatWaitsForItsRetryMayBeRetriedNow() {
        begin(retried("a", 1, Duration.ofHours(1)));
        on(new AttemptEnded("a", 1, AttemptState.FAILED));
        on(new RetryAsked("a"));
        assertEquals(List.of(new Launch("a", 2)), last.actions());
    }

    @Test
    void aRunningTaskCannotBeRetried() {
        begin(task("a"));
        on(new RetryAsked("a"));
        assertEquals("The task 'a' has not ended (queued).", last.refusal());
        on(new RetryAsked("zzz"));
        assertEquals("The run has no task 'zzz'.", last.refusal());
    }

    @Test
    void aCleanUpTaskRunsAfterAFailureAndDecidesTheRun() {
        begin(task("a"), ruled("clean", TriggerRule.ALL_DONE, "a"));
        on(new AttemptEnded("a", 1, AttemptState.FAILED));
        assertEquals(List.of(new Launch("clean", 1)), last.actions());
        on(new AttemptEnded("clean", 1, AttemptState.SUCCESS));
        assertEquals(RunState.SUCCESS, run.state());
    }

    private void begin(TaskStatus... tasks) {
        run = new RunStatus(RunState.QUEUED, false, List.of(tasks));
        on(new Begin());
    }

    private void on(RunEvent event) {
        last = Decision.of(run, event, NOW);
        run = last.run();
    }

    private void assertStates(String states) {
        assertEquals(
                states,
                String.join(
                        " ",
                        run.tasks().stream().map(task -> task.state().text()).toList()));
    }

    static TaskStatus task(String id, String... after) {
        return TaskStatus.waiting(id, List.of(after), TriggerRule.ALL_SUCCESS, 0, Duration.ZERO);
    }

    static TaskStatus ruled(String id, TriggerRule rule, String... after) {
        return TaskStatus.waiting(id, List.of(after), rule, 0, Duration.ZERO);
    }

    static TaskStatus retried(String id, int retries, Duration delay) {
        return TaskStatus.waiting(id, List.of(), TriggerRule.ALL_SUCCESS, retries, delay);
    }
}
