package dev.orrery.dag;

import dev.orrery.dag.schedule.DataInterval;
import dev.orrery.dag.schedule.RunId;
import dev.orrery.dag.template.RunContext;
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

    /** A run that would come, with the rendered parameters of each task by its id. */
    public record Run(RunId runId, DataInterval interval, Map<String, Map<String, @Nullable Object>> parameters) {}

    /**
     * The runs whose logical date is from {@code from} on and before {@code to}, as the schedule gives them at {@code now},
     * with those that are not yet due; at most {@value #MOST_RUNS}.
     *
     * @throws dev.orrery.dag.template.TemplateException where a parameter cannot be rendered in such a run
     */
    public static List<Run> runs(DagSpec dag, Instant from, Instant to, Instant now) {
        List<Run> runs = new ArrayList<>();
        Templates templates = new Templates();
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
        Map<String, Map<String, @Nullable Object>> parameters = new LinkedHashMap<>();
        for (TaskSpec task : dag.tasks()) {
            RunContext context = dag.context(task, 1, runId, interval, Map.of());
            parameters.put(task.taskId(), templates.render(context.params(), context));
        }
        return new Run(runId, interval, parameters);
    }

    /** The runs as {@code orrery dag preview --json} prints them. */
    public static Map<String, Object> json(List<Run> runs) {
        return Map.of("runs", runs.stream().map(Preview::json).toList());
    }

    private static Map<String, Object> json(Run run) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("run_id", run.runId().value());
        json.put("logical_date", run.interval().logicalDate().toString());
        json.put("data_interval_start", run.interval().start().toString());
        json.put("data_interval_end", run.interval().end().toString());
        json.put("run_after", run.interval().runAfter().toString());
        Map<String, Object> tasks = new LinkedHashMap<>();
        run.parameters().forEach((task, parameters) -> tasks.put(task, Map.of("parameters", parameters)));
        json.put("tasks", tasks);
        return json;
    }
}
