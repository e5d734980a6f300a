package dev.orrery.dag.schedule;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What limits the runs of a timetable: no interval starts before {@code start} or after {@code end}, and without
 * {@code catchup} none starts before the newest whole interval.
 */
public record Bounds(@Nullable Instant start, @Nullable Instant end, boolean catchup) {
    public static final Bounds NONE = new Bounds(null, null, true);

    boolean isOver(Instant next) {
        return end != null && next.isAfter(end);
    }
}
