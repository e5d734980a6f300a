package dev.orrery.dag.schedule;

import java.time.Instant;

/**
 * The stretch of data that a run covers, from {@code start} up to {@code end}; a point in time where a timetable gives no stretch.
 * The run's logical date is its start, and the run is due at its end.
 */
public record DataInterval(Instant start, Instant end) {
    public DataInterval {
        if (end.isBefore(start)) {
            throw new IllegalArgumentException("a data interval ends before it starts: " + start + " to " + end);
        }
    }

    public static DataInterval point(Instant at) {
        return new DataInterval(at, at);
    }

    public Instant logicalDate() {
        return start;
    }

    public Instant runAfter() {
        return end;
    }

    public boolean isDue(Instant now) {
        return !end.isAfter(now);
    }
}
