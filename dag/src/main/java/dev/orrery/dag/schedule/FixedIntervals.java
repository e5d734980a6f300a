package dev.orrery.dag.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs that cover stretches of one length, counted from the start date. */
record FixedIntervals(Duration length) implements Timetable {
    FixedIntervals {
        if (length.isNegative() || length.isZero()) {
            throw new IllegalArgumentException("an interval must be longer than nothing: " + length);
        }
    }

    @Override
    public Optional<DataInterval> next(@Nullable DataInterval last, Bounds bounds, Instant now) {
        Instant earliest = earliest(bounds, now);
        Instant start = last == null ? earliest : last.end();
        if (start == null || (earliest != null && earliest.isAfter(start))) {
            start = earliest;
        }
        if (start == null || bounds.isOver(start)) {
            return Optional.empty();
        }
        return Optional.of(new DataInterval(start, start.plus(length)));
    }

    private @Nullable Instant earliest(Bounds bounds, Instant now) {
        if (bounds.catchup()) {
            return bounds.start();
        }
        Instant newest = manual(now).start();
        return bounds.start() != null && bounds.start().isAfter(newest) ? bounds.start() : newest;
    }

    /** Airflow counts whole lengths from 1970 here, whatever the start date. */
    @Override
    public DataInterval manual(Instant at) {
        long seconds = Math.max(1, length.toSeconds());
        Instant end = Instant.ofEpochSecond(Math.floorDiv(at.getEpochSecond(), seconds) * seconds);
        return new DataInterval(end.minus(length), end);
    }

    @Override
    public Optional<Instant> before(Instant logicalDate) {
        return Optional.of(logicalDate.minus(length));
    }

    @Override
    public Optional<Instant> after(Instant logicalDate) {
        return Optional.of(logicalDate.plus(length));
    }

    @Override
    public String describe() {
        return "every " + Durations.words(length);
    }
}
