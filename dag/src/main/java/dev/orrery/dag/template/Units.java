package dev.orrery.dag.template;

import java.time.DayOfWeek;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.List;

/** The units of pendulum's start_of and end_of. */
final class Units {
    private static final List<String> NAMES =
            List.of("second", "minute", "hour", "day", "week", "month", "quarter", "year", "decade", "century");

    private Units() {}

    static ZonedDateTime start(ZonedDateTime time, String unit) {
        return start(time, unit, false);
    }

    /** @param quarters whether a quarter is a unit, too; pendulum has none in start_of */
    static ZonedDateTime start(ZonedDateTime time, String unit, boolean quarters) {
        ZonedDateTime day = time.truncatedTo(ChronoUnit.DAYS);
        return switch (quarters || !unit.equals("quarter") ? unit : "") {
            case "second" -> time.truncatedTo(ChronoUnit.SECONDS);
            case "minute" -> time.truncatedTo(ChronoUnit.MINUTES);
            case "hour" -> time.truncatedTo(ChronoUnit.HOURS);
            case "day" -> day;
            case "week" -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            case "month" -> day.withDayOfMonth(1);
            case "quarter" -> day.withDayOfMonth(1).withMonth((time.getMonthValue() - 1) / 3 * 3 + 1);
            case "year" -> day.withDayOfYear(1);
            case "decade" -> day.withDayOfYear(1).withYear(time.getYear() / 10 * 10);
            case "century" -> day.withDayOfYear(1).withYear((time.getYear() - 1) / 100 * 100 + 1);
            default -> throw new TemplateException("'" + unit + "' is no unit of time", Unknown.remedy(unit, NAMES));
        };
    }

    static ZonedDateTime end(ZonedDateTime time, String unit) {
        return end(time, unit, false);
    }

    static ZonedDateTime end(ZonedDateTime time, String unit, boolean quarters) {
        ZonedDateTime start = start(time, unit, quarters);
        ZonedDateTime next = switch (unit) {
            case "second" -> start.plusSeconds(1);
            case "minute" -> start.plusMinutes(1);
            case "hour" -> start.plusHours(1);
            case "day" -> start.plusDays(1);
            case "week" -> start.plusWeeks(1);
            case "month" -> start.plusMonths(1);
            case "quarter" -> start.plusMonths(3);
            case "year" -> start.plusYears(1);
            case "decade" -> start.plusYears(10);
            default -> start.plusYears(100);
        };
        return next.minus(1, ChronoUnit.MICROS);
    }
}
