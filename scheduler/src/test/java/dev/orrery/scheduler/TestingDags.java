package dev.orrery.scheduler;

import dev.orrery.dag.DagSchedule;
import dev.orrery.dag.DagSpec;
import dev.orrery.dag.Resources;
import dev.orrery.dag.SourceMap;
import dev.orrery.dag.TaskSpec;
import dev.orrery.dag.TriggerRule;
import dev.orrery.dag.schedule.Bounds;
import dev.orrery.dag.schedule.Schedules;
import dev.orrery.dag.schedule.Timetable;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Dags for tests, made without a file. */
final class TestingDags {
    private TestingDags() {}

    static DagSpec dag(String dagId, String schedule, boolean catchup, int maxActiveRuns, TaskSpec... tasks) {
        Timetable timetable = Schedules.parse(schedule, ZoneOffset.UTC, Timetable.Meaning.INTERVAL);
        Bounds bounds = new Bounds(Instant.parse("2026-03-01T00:00:00Z"), null, catchup);
        return new DagSpec(
                dagId,
                "ana",
                "A dag for tests",
                List.of("test"),
                new DagSchedule(schedule, ZoneOffset.UTC, timetable, bounds),
                Map.of("day", "{{ ds }}"),
                List.of(tasks),
                maxActiveRuns,
                "default",
                Resources.DEFAULT,
                new SourceMap(Map.of()));
    }

    /** Not scheduled. */
    static DagSpec dag(String dagId, TaskSpec... tasks) {
        return dag(dagId, "none", false, 16, tasks);
    }

    static TaskSpec task(String taskId, String... after) {
        return task(taskId, 0, Duration.ZERO, null, after);
    }

    static TaskSpec task(String taskId, int retries, Duration delay, Duration timeout, String... after) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("n", 3);
        return new TaskSpec(
                taskId,
                taskId + ".ipynb",
                parameters,
                List.of(after),
                TriggerRule.ALL_SUCCESS,
                retries,
                delay,
                timeout,
                Resources.DEFAULT,
                new TaskSpec.Lines(1, 1, Map.of()));
    }

    static TaskSpec withParameters(TaskSpec task, Map<String, Object> parameters) {
        return new TaskSpec(
                task.taskId(),
                task.notebook(),
                parameters,
                task.after(),
                task.triggerRule(),
                task.retries(),
                task.retryDelay(),
                task.timeout(),
                task.resources(),
                task.lines());
    }
}
