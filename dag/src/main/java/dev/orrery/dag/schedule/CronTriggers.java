package dev.orrery.dag.schedule;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs that are due at each time of a cron expression and cover no stretch. */
record CronTriggers(ZonedCron times) implements Timetable {
    @Override
    public Optional<DataInterval> next(@Nullable DataInterval last, Bounds bounds, Instant now) {
        Instant at = bounds.catchup() ? caughtUp(last, bounds, now) : newest(last, bounds, now);
        return bounds.isOver(at) ? Optional.empty() : Optional.of(DataInterval.point(at));
    }

    private Instant caughtUp(@Nullable DataInterval last, Bounds bounds, Instant now) {
        if (last != null) {
            return times.next(last.end());
        }
        return bounds.start() == null ? times.next(now) : times.atOrAfter(bounds.start());
    }

    private Instant newest(@Nullable DataInterval last, Bounds bounds, Instant now) {
        Instant newest = times.atOrBefore(now);
        if (last != null || bounds.start() == null) {
            newest = later(newest, times.next(last == null ? now : last.end()));
        }
        return bounds.start() == null ? newest : later(newest, times.atOrAfter(bounds.start()));
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    @Override
    public DataInterval manual(Instant at) {
        return DataInterval.point(at);
    }

    @Override
    public Optional<Instant> before(Instant logicalDate) {
        return Optional.of(times.previous(logicalDate));
    }

    @Override
    public Optional<Instant> after(Instant logicalDate) {
        return Optional.of(times.next(logicalDate));
    }

    @Override
    public String describe() {
        return CronWords.of(times.cron());
    }
}
