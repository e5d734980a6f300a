package dev.orrery.dag;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One task of a dag: a notebook to run.
 *
 * @param notebook path relative to the dag's folder with {@code /}; never leads out of it
 * @param parameters the dag's parameters with the task's own over them, templates not rendered
 * @param after the tasks that must have ended first
 * @param retries how many attempts may follow a failed first one, 0 to 100
 * @param timeout of one attempt; null for no limit
 * @param lines where it stands in dag.yml
 */
public record TaskSpec(
        String taskId,
        String notebook,
        Map<String, @Nullable Object> parameters,
        List<String> after,
        TriggerRule triggerRule,
        int retries,
        Duration retryDelay,
        @Nullable Duration timeout,
        Resources resources,
        Lines lines) {

    public TaskSpec {
        after = List.copyOf(after);
    }

    /**
     * Lines from 1.
     *
     * @param task where the task begins
     * @param notebook where its notebook is named
     * @param parameters of every parameter, those of the dag too
     */
    public record Lines(int task, int notebook, Map<String, Integer> parameters) {
        public Lines {
            parameters = Map.copyOf(parameters);
        }
    }
}
