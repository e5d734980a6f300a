package dev.orrery.scheduler;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which runs of a dag somebody means. */
sealed interface RunSelection {
    record Named(List<String> runIds) implements RunSelection {
        public Named {
            runIds = List.copyOf(runIds);
        }
    }

    /**
     * Those of timetable and backfills whose logical date lies in a stretch, its ends included.
     *
     * @param from null for the first
     * @param to null for the last
     */
    record Dated(@Nullable Instant from, @Nullable Instant to) implements RunSelection {}
}
