package dev.orrery.dag;

import dev.orrery.dag.schedule.DataInterval;
import dev.orrery.dag.schedule.RunId;
import dev.orrery.dag.schedule.Timetable;
import dev.orrery.dag.template.RunContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /**
     * What a task's templates see in a run. Its {@link RunContext#params} are the task's parameters as they are to be
     * rendered: those of dag.yml, overridden by {@code overrides}.
     *
     * @param overrides what whoever asked for the run gave, {@code dag_run.conf} in templates
     * @param tryNumber which attempt, from 1
     */
    public RunContext context(
            TaskSpec task, int tryNumber, RunId runId, DataInterval interval, Map<String, @Nullable Object> overrides) {
        Map<String, @Nullable Object> params = new LinkedHashMap<>(task.parameters());
        params.putAll(overrides);
        Timetable timetable = schedule.timetable();
        RunContext.Run run = new RunContext.Run(
                runId,
                interval,
                timetable.before(interval.logicalDate()).orElse(null),
                timetable.after(interval.logicalDate()).orElse(null),
                overrides);
        return new RunContext(
                new RunContext.Dag(dagId, owner, description, tags, schedule.zone()),
                run,
                new RunContext.Task(task.taskId(), tryNumber),
                params);
    }
}
