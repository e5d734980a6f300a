package dev.orrery.dag;

import dev.orrery.dag.schedule.DataInterval;
import dev.orrery.dag.schedule.RunId;
import dev.orrery.dag.template.OnlyAtRunTime;
import dev.orrery.dag.template.RunContext;
import dev.orrery.dag.template.RunTime;
import dev.orrery.dag.template.Templates;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which runs a dag would have, and with what parameters. */
public final class Preview {
    /** Enough to look at, and an end for a schedule of every second. */
    public static final int MOST_RUNS = 10_000;

    private Preview() {}

    /** A run that would come, with its tasks by their ids. */
    public record Run(RunId runId, DataInterval interval, Map<String, Task> tasks) {}

    /**
     * A task's rendered parameters; a text that asks for what only the run knows stands as it is.
     *
     * @param instances those of each item's instance, where the task has a for_each whose items can be told before the run
     */
    public record Task(
            Map<String, @Nullable Object> parameters, Optional<List<Map<String, @Nullable Object>>> instances) {}

    /**
     * The runs whose logical date is from {@code from} on and before {@code to}, as the schedule gives them at {@code now},
     * with those that are not yet due; at most {@value #MOST_RUNS}.
     *
     * @throws dev.orrery.dag.template.TemplateException where a parameter cannot be rendered in such a run
     */
    public static List<Run> runs(DagSpec dag, Instant from, Instant to, Instant now) {
        List<Run> runs = new ArrayList<>();
        Templates templates = Templates.beforeRuns();
        Optional<DataInterval> next = dag.schedule().next(null, now);
        for (int looked = 0; next.isPresent() && looked < 100 * MOST_RUNS && runs.size() < MOST_RUNS; looked++) {
            DataInterval interval = next.get();
            if (!interval.logicalDate().isBefore(to)) {
                break;
            }
            if (!interval.logicalDate().isBefore(from)) {
                runs.add(run(dag, interval, now, templates));
            }
            next = dag.schedule().next(interval, now);
            if (next.isPresent() && !next.get().runAfter().isAfter(interval.runAfter())) {
                break; // @continuous has no second run before its first has ended
            }
        }
        return runs;
    }

    private static Run run(DagSpec dag, DataInterval interval, Instant now, Templates templates) {
        RunId runId = dag.schedule().runId(interval, now);
        Map<String, Task> tasks = new LinkedHashMap<>();
        for (TaskSpec task : dag.tasks()) {
            tasks.put(task.taskId(), task(dag, task, runId, interval, templates));
        }
        return new Run(runId, interval, tasks);
    }

    private static Task task(DagSpec dag, TaskSpec task, RunId runId, DataInterval interval, Templates templates) {
        if (task.forEach() == null) {
            return new Task(rendered(dag, task, null, runId, interval, templates), Optional.empty());
        }
        Map<String, @Nullable Object> parameters =
                rendered(dag, task, RunContext.Mapped.later(), runId, interval, templates);
        try {
            RunContext context = dag.context(task, 1, runId, interval, Map.of());
            List<Map<String, @Nullable Object>> instances = new ArrayList<>();
            for (Object item : ForEachItems.of(task, templates, context)) {
                RunContext.Mapped mapped = new RunContext.Mapped(instances.size(), item);
                instances.add(rendered(dag, task, mapped, runId, interval, templates));
            }
            return new Task(parameters, Optional.of(instances));
        } catch (OnlyAtRunTime e) {
            return new Task(parameters, Optional.empty());
        }
    }

    private static Map<String, @Nullable Object> rendered(
            DagSpec dag,
            TaskSpec task,
            RunContext.@Nullable Mapped mapped,
            RunId runId,
            DataInterval interval,
            Templates templates) {
        RunContext context = dag.context(
                task, new RunContext.Task(task.taskId(), 1, mapped), runId, interval, Map.of(), RunTime.NOT_YET);
        return templates.render(context.params(), context);
    }

    /** A run as {@code orrery dag preview --json} prints it. */
    public static Map<String, Object> json(Run run) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("run_id", run.runId().value());
        json.put("logical_date", run.interval().logicalDate().toString());
        json.put("data_interval_start", run.interval().start().toString());
        json.put("data_interval_end", run.interval().end().toString());
        json.put("run_after", run.interval().runAfter().toString());
        Map<String, Object> tasks = new LinkedHashMap<>();
        run.tasks().forEach((id, task) -> {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("parameters", task.parameters());
            task.instances()
                    .ifPresent(instances -> members.put(
                            "for_each",
                            instances.stream()
                                    .map(parameters -> Map.of("parameters", parameters))
                                    .toList()));
            tasks.put(id, members);
        });
        json.put("tasks", tasks);
        return json;
    }
}
