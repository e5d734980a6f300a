package dev.orrery.dag;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What bounds a dag's runs.
 *
 * @param maxActiveRuns how many runs may be under way at a time, from 1
 * @param maxActiveTasks how many tasks of all its runs may be under way at a time, from 1; null for no limit of its own
 * @param timeout how long a run may take from its first task's start; null for no limit
 * @param deadline how long after it is due a run should have ended; a miss is recorded, the run goes on. Null for none
 */
public record RunLimits(
        int maxActiveRuns,
        @Nullable Integer maxActiveTasks,
        @Nullable Duration timeout,
        @Nullable Duration deadline) {
    /** Limits of nothing but the number of runs. */
    public static RunLimits runs(int maxActiveRuns) {
        return new RunLimits(maxActiveRuns, null, null, null);
    }
}
