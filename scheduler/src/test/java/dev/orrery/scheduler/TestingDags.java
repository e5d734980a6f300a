package dev.orrery.scheduler;

import dev.orrery.dag.DagFile;
import dev.orrery.dag.DagSchedule;
import dev.orrery.dag.DagSpec;
import dev.orrery.dag.DataNames;
import dev.orrery.dag.ParsedDag;
import dev.orrery.dag.Resources;
import dev.orrery.dag.Retries;
import dev.orrery.dag.RunLimits;
import dev.orrery.dag.SourceMap;
import dev.orrery.dag.Start;
import dev.orrery.dag.TaskKind;
import dev.orrery.dag.TaskSpec;
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
                RunLimits.runs(maxActiveRuns),
                DataNames.NONE,
                "default",
                Resources.DEFAULT,
                new SourceMap(Map.of()));
    }

    /** A dag.yml, of which the owner's line is added. */
    static DagSpec parse(String yaml) {
        return switch (DagFile.parse("dag.yml", "owner: ana\n" + yaml)) {
            case ParsedDag.Valid valid -> valid.dag();
            case ParsedDag.Invalid invalid -> throw new AssertionError(invalid);
        };
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
        return TaskSpec.of(
                        taskId,
                        new TaskKind.Notebook(taskId + ".ipynb"),
                        parameters,
                        Start.after(List.of(after)),
                        new TaskSpec.Lines(1, 1, Map.of()))
                .with(Retries.constant(retries, delay), timeout);
    }

    static TaskSpec withParameters(TaskSpec task, Map<String, Object> parameters) {
        return TaskSpec.of(task.taskId(), task.kind(), parameters, task.start(), task.lines())
                .with(task.retries(), task.timeout());
    }
}
