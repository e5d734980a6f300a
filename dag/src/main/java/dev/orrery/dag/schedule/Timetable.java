package dev.orrery.dag.schedule;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When a dag runs, with Airflow's meaning (its {@code next_dagrun_info}). Pure: the same question gets the same answer.
 * {@link Schedules} reads one from dag.yml's words.
 */
public sealed interface Timetable
        permits CronIntervals,
                CronTriggers,
                FixedIntervals,
                Timetable.Once,
                Timetable.Continuous,
                Timetable.Unscheduled {

    /** What a cron schedule's times mean. */
    enum Meaning {
        /** A run covers the stretch between two times and is due at the second; its logical date is the first. */
        INTERVAL,
        /** A run is due at its time and covers no stretch. */
        TRIGGER
    }

    /**
     * The interval of the run after {@code last}, or of the first run where {@code last} is null. It may be due in the future:
     * its {@link DataInterval#runAfter} says when.
     *
     * @return empty where no run comes any more
     */
    Optional<DataInterval> next(@Nullable DataInterval last, Bounds bounds, Instant now);

    /** The interval that a run asked for by hand at {@code at} covers: the newest whole one. */
    DataInterval manual(Instant at);

    /** The schedule's time before {@code logicalDate}; empty where a schedule has no such thing. Gives prev_ds. */
    Optional<Instant> before(Instant logicalDate);

    /** The schedule's time after {@code logicalDate}; empty where a schedule has no such thing. Gives next_ds. */
    Optional<Instant> after(Instant logicalDate);

    /** The schedule in words, such as "every day at 00:00". */
    String describe();

    /**
     * The id of the run that covers {@code interval}. The same at every {@code now} from the time when the run is due.
     *
     * @param zone the dag's; Airflow names a run that falls on the start date itself by the start date's own offset
     */
    default RunId runId(DataInterval interval, Bounds bounds, ZoneId zone, Instant now) {
        boolean onStart = interval.runAfter().equals(bounds.start());
        boolean local = switch (this) {
            case Once _ -> onStart;
            case CronTriggers _ -> onStart && (bounds.catchup() || !interval.isDue(now));
            case CronIntervals _, FixedIntervals _, Continuous _, Unscheduled _ -> false;
        };
        return RunId.scheduled(interval.runAfter().atZone(local ? zone : ZoneOffset.UTC));
    }

    /** One run, at the start date. */
    record Once() implements Timetable {
        @Override
        public Optional<DataInterval> next(@Nullable DataInterval last, Bounds bounds, Instant now) {
            if (last != null || bounds.start() == null || bounds.isOver(bounds.start())) {
                return Optional.empty();
            }
            return Optional.of(DataInterval.point(bounds.start()));
        }

        @Override
        public DataInterval manual(Instant at) {
            return DataInterval.point(at);
        }

        @Override
        public Optional<Instant> before(Instant logicalDate) {
            return Optional.empty();
        }

        @Override
        public Optional<Instant> after(Instant logicalDate) {
            return Optional.empty();
        }

        @Override
        public String describe() {
            return "once, at the start date";
        }
    }

    /** A run as soon as the one before it has ended; the scheduler asks for the next one only then. */
    record Continuous() implements Timetable {
        @Override
        public Optional<DataInterval> next(@Nullable DataInterval last, Bounds bounds, Instant now) {
            Instant earliest = bounds.start();
            if (earliest == null) {
                return Optional.empty();
            }
            Instant start = last == null || last.end().isAfter(now) ? earliest : last.end();
            Instant end = start.isAfter(now) ? start : now;
            return bounds.isOver(end) ? Optional.empty() : Optional.of(new DataInterval(start, end));
        }

        @Override
        public DataInterval manual(Instant at) {
            return DataInterval.point(at);
        }

        @Override
        public Optional<Instant> before(Instant logicalDate) {
            return Optional.empty();
        }

        @Override
        public Optional<Instant> after(Instant logicalDate) {
            return Optional.empty();
        }

        @Override
        public String describe() {
            return "again as soon as the run before has ended";
        }
    }

    /** No run but those that somebody asks for. */
    record Unscheduled() implements Timetable {
        @Override
        public Optional<DataInterval> next(@Nullable DataInterval last, Bounds bounds, Instant now) {
            return Optional.empty();
        }

        @Override
        public DataInterval manual(Instant at) {
            return DataInterval.point(at);
        }

        @Override
        public Optional<Instant> before(Instant logicalDate) {
            return Optional.empty();
        }

        @Override
        public Optional<Instant> after(Instant logicalDate) {
            return Optional.empty();
        }

        @Override
        public String describe() {
            return "only when asked for";
        }
    }

    /** A cron timetable with the given meaning. */
    static Timetable cron(Cron cron, ZoneId zone, Meaning meaning) {
        ZonedCron zoned = new ZonedCron(cron, zone);
        return switch (meaning) {
            case INTERVAL -> new CronIntervals(zoned);
            case TRIGGER -> new CronTriggers(zoned);
        };
    }
}
