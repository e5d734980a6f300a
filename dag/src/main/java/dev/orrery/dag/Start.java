package dev.orrery.dag;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When a task may start.
 *
 * @param after the tasks that must have ended first; a group's name is resolved to its tasks already
 * @param rule which of their ends let it start
 * @param when a template expression; where it gives something false, the task is skipped. Null for no condition
 * @param dependsOnPast whether the same task of the run before must have succeeded or been skipped
 * @param waitForDownstream whether all tasks directly behind the same task of the run before must have, too
 */
public record Start(
        List<String> after, TriggerRule rule, @Nullable String when, boolean dependsOnPast, boolean waitForDownstream) {
    public Start {
        after = List.copyOf(after);
    }

    /** After these tasks' success. */
    public static Start after(List<String> after) {
        return new Start(after, TriggerRule.ALL_SUCCESS, null, false, false);
    }
}
