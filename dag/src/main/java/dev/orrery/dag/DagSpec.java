package dev.orrery.dag;

import dev.orrery.dag.schedule.DataInterval;
import dev.orrery.dag.schedule.RunId;
import dev.orrery.dag.schedule.Timetable;
import dev.orrery.dag.template.RunContext;
import dev.orrery.dag.template.RunTime;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A dag as its dag.yml declares it, checked and with every default filled in.
 *
 * @param parameters the dag's own parameters as written, templates not rendered; each task has them merged with its own
 * @param tasks in the order of the file; no cycles, and every name in {@link Start#after} is one of them
 * @param lines the line of each value
 */
public record DagSpec(
        String dagId,
        String owner,
        @Nullable String description,
        List<String> tags,
        DagSchedule schedule,
        Map<String, @Nullable Object> parameters,
        List<TaskSpec> tasks,
        RunLimits limits,
        DataNames data,
        String environment,
        Resources resources,
        SourceMap lines) {

    public DagSpec {
        tags = List.copyOf(tags);
        tasks = List.copyOf(tasks);
    }

    public Optional<TaskSpec> task(String taskId) {
        return tasks.stream().filter(task -> task.taskId().equals(taskId)).findFirst();
    }

    /** The tasks that a task comes after, directly or through others. */
    public Set<String> before(TaskSpec task) {
        Set<String> before = new LinkedHashSet<>();
        Deque<TaskSpec> open = new ArrayDeque<>(List.of(task));
        while (!open.isEmpty()) {
            for (String id : open.remove().start().after()) {
                if (before.add(id)) {
                    task(id).ifPresent(open::add);
                }
            }
        }
        return before;
    }

    /** What a task's templates see before its run; {@link #context(TaskSpec, RunContext.Task, RunId, DataInterval, Map, RunTime)}. */
    public RunContext context(
            TaskSpec task, int tryNumber, RunId runId, DataInterval interval, Map<String, @Nullable Object> overrides) {
        return context(
                task, new RunContext.Task(task.taskId(), tryNumber, null), runId, interval, overrides, RunTime.NOT_YET);
    }

    /**
     * What a task's templates see in a run. Its {@link RunContext#params} are the task's parameters as they are to be
     * rendered: those of dag.yml, overridden by {@code overrides}, with the item where {@link ForEach#as} names it.
     *
     * @param attempt which attempt of which instance
     * @param overrides what whoever asked for the run gave, {@code dag_run.conf} in templates
     */
    public RunContext context(
            TaskSpec task,
            RunContext.Task attempt,
            RunId runId,
            DataInterval interval,
            Map<String, @Nullable Object> overrides,
            RunTime runTime) {
        Map<String, @Nullable Object> params = new LinkedHashMap<>(task.parameters());
        params.putAll(overrides);
        RunContext.Mapped mapped = attempt.mapped();
        if (mapped != null && task.forEach() != null && task.forEach().as() != null) {
            params.put(task.forEach().as(), mapped.item());
        }
        Timetable timetable = schedule.timetable();
        RunContext.Run run = new RunContext.Run(
                runId,
                interval,
                timetable.before(interval.logicalDate()).orElse(null),
                timetable.after(interval.logicalDate()).orElse(null),
                overrides);
        return new RunContext(
                new RunContext.Dag(dagId, owner, description, tags, schedule.zone()), run, attempt, params, runTime);
    }
}
