package dev.orrery.scheduler;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;

/** Reads the ends of a stretch of logical dates as people write them. */
final class LogicalDate {
    private static final int DAY = "2026-03-01".length();

    private LogicalDate() {}

    /** The stretch's first instant: the begin of {@code 2026-03-01} in the zone, {@code 2026-03-01T05:00} there, or an ISO instant. */
    static Instant first(String text, ZoneId zone) {
        return text.length() == DAY ? day(text).atStartOfDay(zone).toInstant() : instant(text, zone);
    }

    /** The stretch's last instant; a day is meant whole. */
    static Instant last(String text, ZoneId zone) {
        return text.length() == DAY
                ? day(text).plusDays(1).atStartOfDay(zone).toInstant().minusNanos(1_000)
                : instant(text, zone);
    }

    private static LocalDate day(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw bad(text);
        }
    }

    private static Instant instant(String text, ZoneId zone) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            try {
                return LocalDateTime.parse(text).atZone(zone).toInstant();
            } catch (DateTimeException again) {
                throw bad(text);
            }
        }
    }

    private static SchedulerException bad(String text) {
        return BackfillPlan.invalid("'" + AttemptError.cut(text, 50)
                + "' is no date: write 2026-03-01, or 2026-03-01T05:00, or 2026-03-01T05:00:00Z.");
    }
}
