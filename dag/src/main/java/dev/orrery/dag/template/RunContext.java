package dev.orrery.dag.template;

import dev.orrery.dag.schedule.DataInterval;
import dev.orrery.dag.schedule.RunId;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a template can see of its dag, run and task.
 *
 * @param params the task's parameters, {@code params} in templates
 */
public record RunContext(Dag dag, Run run, Task task, Map<String, @Nullable Object> params, RunTime runTime) {
    public RunContext {
        params = Collections.unmodifiableMap(new LinkedHashMap<>(params));
    }

    public record Dag(String dagId, String owner, @Nullable String description, List<String> tags, ZoneId timezone) {}

    /**
     * The run.
     *
     * @param previous the schedule's time before the logical date, for prev_ds; null where there is none
     * @param next the schedule's time after the logical date, for next_ds; null where there is none
     * @param conf what whoever asked for the run gave
     */
    public record Run(
            RunId runId,
            DataInterval interval,
            @Nullable Instant previous,
            @Nullable Instant next,
            Map<String, @Nullable Object> conf) {
        public Run {
            conf = Collections.unmodifiableMap(new LinkedHashMap<>(conf));
        }
    }

    /**
     * The task and its attempt, counted from 1.
     *
     * @param mapped null for a task that has one instance
     */
    public record Task(
            String taskId, int tryNumber, @Nullable Mapped mapped) {}

    /** Which instance of a task that runs for each of several items, from 0. */
    public record Mapped(int index, @Nullable Object item) {
        /** An instance of a task whose items are not known yet. */
        public static Mapped later() {
            return new Mapped(0, new AtRunTime("the item"));
        }
    }
}
