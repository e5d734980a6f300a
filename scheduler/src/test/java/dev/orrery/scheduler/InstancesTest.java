package dev.orrery.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orrery.dag.Retries;
import dev.orrery.dag.TriggerRule;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class InstancesTest {
    private static final Instant NOW = Instant.parse("2026-03-05T10:00:00Z");

    /** The bound is far above what a busy machine needs: 5,000 took 40 s where thirty processes waited for two cores. */
    @Test
    @Timeout(60)
    void aThousandInstancesAreDecidedOnOneByOne() {
        RunStatus run = expanded(1_000, 50);
        int next = 0;
        while (run.state() == RunState.RUNNING && run.task("join").orElseThrow().state() == TaskState.NONE) {
            String name = new TaskName("each", next++).text();
            run = decide(run, new RunEvent.AttemptStarted(name, 1));
            run = decide(run, new RunEvent.AttemptEnded(name, 1, AttemptState.SUCCESS));
            int atWork = (int) run.tasks().instances("each").stream()
                    .filter(task -> task.state().isLive())
                    .count();
            assertEquals(Math.min(50, 1_000 - next), atWork);
        }
        assertEquals(1_000, next);
        assertEquals(TaskState.QUEUED, run.task("join").orElseThrow().state());
    }

    /** What is behind a task with instances sees each of them, as in Airflow. */
    @ParameterizedTest
    @CsvSource({
        "ONE_SUCCESS, SUCCESS, RUNNING, QUEUED",
        "ONE_FAILED, FAILED, RUNNING, QUEUED",
        "ALL_FAILED, FAILED, SUCCESS, SKIPPED",
        "ALL_SUCCESS, FAILED, RUNNING, UPSTREAM_FAILED",
        "ALL_DONE, FAILED, RUNNING, NONE",
        "ALL_DONE, FAILED, SUCCESS, QUEUED"
    })
    void aRuleCountsInstances(TriggerRule rule, TaskState first, TaskState second, TaskState expected) {
        RunStatus run = expanded(2, 2, rule);
        run = ended(run, "each[0]", first);
        run = ended(run, "each[1]", second);
        assertEquals(expected, run.task("join").orElseThrow().state());
    }

    @Test
    void namesOfInstancesAreReadBack() {
        for (TaskName name : List.of(new TaskName("sales.load-1_x", 12), new TaskName("load", TaskName.NOT_MAPPED))) {
            assertEquals(name, TaskName.of(name.text()));
        }
        assertTrue(TaskName.of("load[0]").isInstance());
        assertEquals("load/map_index=3", TaskName.of("load[3]").folder());
    }

    private static RunStatus ended(RunStatus run, String name, TaskState state) {
        return switch (state) {
            case SUCCESS -> decide(run, new RunEvent.AttemptEnded(name, 1, AttemptState.SUCCESS));
            case FAILED -> decide(run, new RunEvent.AttemptEnded(name, 1, AttemptState.FAILED));
            case NONE, QUEUED, RUNNING, UP_FOR_RETRY, UPSTREAM_FAILED, SKIPPED, CANCELLED, REMOVED ->
                decide(run, new RunEvent.AttemptStarted(name, 1));
        };
    }

    private static RunStatus expanded(int count, int maxParallel) {
        return expanded(count, maxParallel, TriggerRule.ALL_SUCCESS);
    }

    private static RunStatus expanded(int count, int maxParallel, TriggerRule rule) {
        Retries retries = Retries.constant(0, Duration.ZERO);
        TaskStatus each = TaskStatus.waiting("each", List.of(), TriggerRule.ALL_SUCCESS, Set.of(Gate.EACH), retries)
                .as(TaskRole.WORK, new Mapping.Each(maxParallel));
        TaskStatus join = TaskStatus.waiting("join", List.of("each"), rule, 0, Duration.ZERO);
        RunStatus run = decide(new RunStatus(RunState.QUEUED, false, List.of(each, join)), new RunEvent.Begin());
        Answer items = new Answer.Expand(Collections.nCopies(count, (Object) "item"));
        return decide(run, new RunEvent.Answered(Map.of("each", items)));
    }

    private static RunStatus decide(RunStatus run, RunEvent event) {
        return Decision.of(run, event, NOW).run();
    }
}
