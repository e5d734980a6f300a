package dev.orrery.scheduler;

import dev.orrery.dag.schedule.DataInterval;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A dag as stored, with its version in force.
 *
 * @param pause null where it is not paused
 * @param last the newest run that its timetable gave; null before the first
 * @param next the next one; null where none comes, or while it is paused
 */
record DagRow(
        String dagId,
        long version,
        @Nullable Pause pause,
        int maxActiveRuns,
        @Nullable DataInterval last,
        @Nullable DataInterval next) {
    @Nullable
    Instant nextRunAt() {
        return next == null ? null : next.runAfter();
    }

    boolean paused() {
        return pause != null;
    }
}
