package dev.orrery.dag.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/**
 * A cron expression read on the wall clock of a zone. Where the hour is fixed, a time keeps its place on the wall through a
 * change of the clocks: one that does not exist moves on by the change, one that exists twice is the second. Where every hour
 * is meant, real time counts, so that no hour is lost or doubled. This is Airflow's reading.
 */
record ZonedCron(Cron cron, ZoneId zone) {
    /** The first time after {@code instant}. */
    Instant next(Instant instant) {
        LocalDateTime wall = LocalDateTime.ofInstant(instant, zone);
        LocalDateTime next = cron.next(wall).orElseThrow(() -> cron.never());
        return cron.coversEveryHour() ? instant.plus(Duration.between(wall, next)) : onTheClock(next);
    }

    /** The last time before {@code instant}. */
    Instant previous(Instant instant) {
        LocalDateTime wall = LocalDateTime.ofInstant(instant, zone);
        LocalDateTime previous = cron.previous(wall).orElseThrow(() -> cron.never());
        return cron.coversEveryHour() ? instant.minus(Duration.between(previous, wall)) : onTheClock(previous);
    }

    /** {@code instant} where it is one of the schedule's times, otherwise the first after it. */
    Instant atOrAfter(Instant instant) {
        Instant next = next(instant);
        return previous(next).equals(instant) ? instant : next;
    }

    /** {@code instant} where it is one of the schedule's times, otherwise the last before it. */
    Instant atOrBefore(Instant instant) {
        Instant previous = previous(instant);
        return next(previous).equals(instant) ? instant : previous;
    }

    private Instant onTheClock(LocalDateTime wall) {
        return ZonedDateTime.ofLocal(wall, zone, null)
                .withLaterOffsetAtOverlap()
                .toInstant();
    }
}
