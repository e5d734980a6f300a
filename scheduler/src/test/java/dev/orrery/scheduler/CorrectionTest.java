package dev.orrery.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.orrery.dag.Retries;
import dev.orrery.dag.TriggerRule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CorrectionTest {
    private static final Instant NOW = Instant.parse("2026-03-05T10:00:00Z");

    @Test
    void aClearedTaskRunsAgainAndOpensItsRun() {
        RunStatus run = run(RunState.FAILED, task("a", TaskState.SUCCESS), task("b", TaskState.FAILED, "a"));
        Decision decision = Decision.of(run, new RunEvent.Clear(List.of("b")), NOW);
        assertEquals("running: success queued", states(decision.run()));
        assertEquals(List.of(new RunAction.Launch("b", 2)), decision.actions());
    }

    @Test
    void whatIsClearedWaitsForWhatIsClearedBeforeIt() {
        RunStatus run = run(RunState.SUCCESS, task("a", TaskState.SUCCESS), task("b", TaskState.SUCCESS, "a"));
        Decision decision = Decision.of(run, new RunEvent.Clear(List.of("a", "b")), NOW);
        assertEquals("running: queued none", states(decision.run()));
    }

    @Test
    void aTaskClearedBehindAFailedOneCannotRun() {
        RunStatus run = run(RunState.FAILED, task("a", TaskState.FAILED), task("b", TaskState.UPSTREAM_FAILED, "a"));
        Decision decision = Decision.of(run, new RunEvent.Clear(List.of("b")), NOW);
        assertEquals("failed: failed upstream_failed", states(decision.run()));
    }

    @Test
    void aTaskAtWorkIsNotClearedNorMarked() {
        RunStatus run = run(RunState.RUNNING, task("a", TaskState.RUNNING));
        for (RunEvent event :
                List.of(new RunEvent.Clear(List.of("a")), new RunEvent.Mark(List.of("a"), TaskState.SUCCESS))) {
            Decision decision = Decision.of(run, event, NOW);
            assertNotNull(decision.refusal());
            assertEquals(run, decision.run());
        }
    }

    @Test
    void aSuccessByHandLetsRunWhatCouldNot() {
        RunStatus run = run(
                RunState.FAILED,
                task("a", TaskState.FAILED),
                task("b", TaskState.UPSTREAM_FAILED, "a"),
                task("c", TaskState.UPSTREAM_FAILED, "b"));
        Decision decision = Decision.of(run, new RunEvent.Mark(List.of("a"), TaskState.SUCCESS), NOW);
        assertNull(decision.refusal());
        assertEquals("running: success queued none", states(decision.run()));
    }

    @Test
    void marksOfAllTasksEndTheRun() {
        RunStatus run = run(RunState.FAILED, task("a", TaskState.FAILED), task("b", TaskState.UPSTREAM_FAILED, "a"));
        assertEquals(
                "success: success success",
                states(Decision.of(run, new RunEvent.Mark(List.of("a", "b"), TaskState.SUCCESS), NOW)
                        .run()));
        RunStatus good = run(RunState.SUCCESS, task("a", TaskState.SUCCESS));
        assertEquals(
                "failed: failed",
                states(Decision.of(good, new RunEvent.Mark(List.of("a"), TaskState.FAILED), NOW)
                        .run()));
    }

    @Test
    void aRunThatWaitsForItsPlaceIsNotBegun() {
        RunStatus run = run(RunState.QUEUED, task("a", TaskState.NONE), task("b", TaskState.NONE, "a"));
        Decision marked = Decision.of(run, new RunEvent.Mark(List.of("a"), TaskState.SUCCESS), NOW);
        assertEquals("queued: success none", states(marked.run()));
        assertEquals(List.of(), marked.actions());
        assertEquals(
                "running: success queued",
                states(Decision.of(marked.run(), new RunEvent.Begin(), NOW).run()));
    }

    @Test
    void aSelectionFollowsTheArrowsAndKeepsTheRunsOrder() {
        RunStatus run = run(
                RunState.FAILED,
                task("a", TaskState.SUCCESS),
                task("b", TaskState.FAILED, "a"),
                task("c", TaskState.SUCCESS, "a"),
                task("d", TaskState.UPSTREAM_FAILED, "b", "c"));
        assertEquals(List.of("a", "b", "c", "d"), ids(new TaskSelection(List.of(), false, false, false), run));
        assertEquals(List.of("b", "d"), ids(new TaskSelection(List.of("b"), false, true, false), run));
        assertEquals(List.of("a", "b", "c", "d"), ids(new TaskSelection(List.of("d"), true, false, false), run));
        assertEquals(List.of("b", "d"), ids(new TaskSelection(List.of(), false, false, true), run));
        assertThrows(SchedulerException.class, () -> new TaskSelection(List.of("x"), false, false, false).of(run));
    }

    private static List<String> ids(TaskSelection selection, RunStatus run) {
        return selection.of(run).stream().map(TaskStatus::taskId).toList();
    }

    private static RunStatus run(RunState state, TaskStatus... tasks) {
        return new RunStatus(state, false, List.of(tasks));
    }

    private static TaskStatus task(String taskId, TaskState state, String... after) {
        int attempts = state == TaskState.NONE || state == TaskState.UPSTREAM_FAILED ? 0 : 1;
        return new TaskStatus(
                taskId,
                List.of(after),
                TriggerRule.ALL_SUCCESS,
                Set.of(),
                Retries.constant(0, Duration.ZERO),
                state,
                attempts,
                1,
                null);
    }

    private static String states(RunStatus run) {
        List<String> tasks = new ArrayList<>();
        run.tasks().forEach(task -> tasks.add(task.state().text()));
        return run.state().text() + ": " + tasks.stream().collect(Collectors.joining(" "));
    }
}
