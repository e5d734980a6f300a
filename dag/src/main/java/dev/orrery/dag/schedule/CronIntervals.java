package dev.orrery.dag.schedule;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs that cover the stretch between two times of a cron expression, each due when its stretch is over. */
record CronIntervals(ZonedCron times) implements Timetable {
    @Override
    public Optional<DataInterval> next(@Nullable DataInterval last, Bounds bounds, Instant now) {
        Instant earliest = earliest(bounds, now);
        if (earliest == null && last == null) {
            return Optional.empty();
        }
        Instant start = last == null ? earliest : times.atOrBefore(last.end());
        if (start == null || (earliest != null && earliest.isAfter(start))) {
            start = earliest;
        }
        // After a change of the schedule or of the clocks the aligned start may lie before the last run's.
        while (start != null && last != null && !start.isAfter(last.start())) {
            start = times.next(start);
        }
        if (start == null || bounds.isOver(start)) {
            return Optional.empty();
        }
        return Optional.of(new DataInterval(start, times.next(start)));
    }

    private @Nullable Instant earliest(Bounds bounds, Instant now) {
        Instant first = bounds.start() == null ? null : times.atOrAfter(bounds.start());
        if (bounds.catchup()) {
            return first;
        }
        Instant newest = manual(now).start();
        return first != null && first.isAfter(newest) ? first : newest;
    }

    @Override
    public DataInterval manual(Instant at) {
        Instant end = times.atOrBefore(at);
        return new DataInterval(times.previous(end), end);
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
