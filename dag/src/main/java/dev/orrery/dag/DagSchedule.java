package dev.orrery.dag;

import dev.orrery.dag.schedule.Bounds;
import dev.orrery.dag.schedule.DataInterval;
import dev.orrery.dag.schedule.RunId;
import dev.orrery.dag.schedule.Timetable;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When a dag runs.
 *
 * @param text the schedule as dag.yml writes it; null where it writes none
 * @param zone where the wall clock hangs that cron expressions and dates mean
 */
public record DagSchedule(@Nullable String text, ZoneId zone, Timetable timetable, Bounds bounds) {
    /** The interval of the run after {@code last}, or of the first run where that is null; empty where none comes any more. */
    public Optional<DataInterval> next(@Nullable DataInterval last, Instant now) {
        return timetable.next(last, bounds, now);
    }

    /** The id of the run that {@link #next} gave the interval of; the same at every {@code now} from when it is due. */
    public RunId runId(DataInterval interval, Instant now) {
        return timetable.runId(interval, bounds, zone, now);
    }

    /** The schedule in words, such as "every day at 00:00". */
    public String describe() {
        return timetable.describe();
    }
}
