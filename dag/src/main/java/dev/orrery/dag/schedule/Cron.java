package dev.orrery.dag.schedule;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Optional;
import java.util.Set;

/**
 * A cron expression of five fields, or of six with the seconds last, read as croniter reads it. Works on a wall clock that
 * knows no zone.
 */
public record Cron(String expression, Times times, long months, Days days, boolean hasSeconds) {
    /** How far to look for a time; as croniter does. */
    private static final int YEARS = 50;

    /**
     * The expression's times.
     *
     * @throws ScheduleException where it is no cron expression, or one whose time never comes, such as 30 February
     */
    public static Cron parse(String expression) {
        Cron cron = CronParser.parse(expression);
        if (cron.next(LocalDateTime.of(2000, 1, 1, 0, 0)).isEmpty()) {
            throw cron.never();
        }
        return cron;
    }

    /** The times of a day, as bits. */
    record Times(long hours, long minutes, long seconds) {
        boolean contains(LocalTime time) {
            return has(hours, time.getHour()) && has(minutes, time.getMinute()) && has(seconds, time.getSecond());
        }
    }

    /**
     * Which days: day of month or day of week where both are given, as cron has always had it.
     *
     * @param nearest the day of month whose nearest day from Monday to Friday it is, in place of {@code ofMonth}; 0 for none
     */
    record Days(
            long ofMonth,
            int nearest,
            boolean last,
            boolean every,
            long weekdays,
            boolean everyWeekday,
            Set<NthWeekday> nthWeekdays) {
        boolean contains(LocalDate date) {
            if (nearest > 0) {
                // croniter lets it win over days of the week, but not over counted ones.
                return date.equals(workday(date))
                        && (nthWeekdays.isEmpty() || nthWeekdays.stream().anyMatch(nth -> nth.matches(date)));
            }
            boolean inMonth =
                    has(ofMonth, date.getDayOfMonth()) || (last && date.getDayOfMonth() == date.lengthOfMonth());
            boolean inWeek = has(weekdays, sundayFirst(date.getDayOfWeek()));
            if (!nthWeekdays.isEmpty()) {
                // croniter lets counted weekdays win over a day of month.
                return nthWeekdays.stream().anyMatch(nth -> nth.matches(date));
            }
            return (every || everyWeekday) ? inMonth && inWeek : inMonth || inWeek;
        }

        /** The day from Monday to Friday of the same month that is nearest to the day that {@code nearest} names. */
        private LocalDate workday(LocalDate month) {
            LocalDate day = month.withDayOfMonth(Math.min(nearest, month.lengthOfMonth()));
            return switch (day.getDayOfWeek()) {
                case SATURDAY -> day.plusDays(day.getDayOfMonth() > 1 ? -1 : 2);
                case SUNDAY -> day.plusDays(day.getDayOfMonth() < day.lengthOfMonth() ? 1 : -2);
                case MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY -> day;
            };
        }
    }

    /** The nth weekday of a month; Sunday is 0. */
    record NthWeekday(int weekday, int count) {
        static final int LAST = -1;

        boolean matches(LocalDate date) {
            if (sundayFirst(date.getDayOfWeek()) != weekday) {
                return false;
            }
            return count == LAST
                    ? date.getDayOfMonth() + 7 > date.lengthOfMonth()
                    : (date.getDayOfMonth() - 1) / 7 + 1 == count;
        }
    }

    private static int sundayFirst(DayOfWeek day) {
        return day.getValue() % 7;
    }

    static boolean has(long bits, int value) {
        return ((bits >> value) & 1) == 1;
    }

    boolean coversEveryHour() {
        return times.hours == CronField.HOUR.all();
    }

    /** The first time after {@code moment}; empty where none comes within 50 years. */
    Optional<LocalDateTime> next(LocalDateTime moment) {
        LocalDateTime from = moment.withNano(0).plusSeconds(1);
        LocalDate date = from.toLocalDate();
        LocalDate end = date.plusYears(YEARS);
        LocalTime floor = from.toLocalTime();
        while (date.isBefore(end)) {
            if (!has(months, date.getMonthValue())) {
                date = date.plusMonths(1).withDayOfMonth(1);
            } else {
                Optional<LocalTime> time = days.contains(date) ? firstFrom(floor) : Optional.empty();
                if (time.isPresent()) {
                    return Optional.of(date.atTime(time.get()));
                }
                date = date.plusDays(1);
            }
            floor = LocalTime.MIN;
        }
        return Optional.empty();
    }

    /** The last time before {@code moment}; empty where there is none in the 50 years before. */
    Optional<LocalDateTime> previous(LocalDateTime moment) {
        LocalDateTime from = moment.minusNanos(1).withNano(0);
        LocalDate date = from.toLocalDate();
        LocalDate end = date.minusYears(YEARS);
        LocalTime ceiling = from.toLocalTime();
        while (date.isAfter(end)) {
            if (!has(months, date.getMonthValue())) {
                date = date.withDayOfMonth(1).minusDays(1);
            } else {
                Optional<LocalTime> time = days.contains(date) ? lastUpTo(ceiling) : Optional.empty();
                if (time.isPresent()) {
                    return Optional.of(date.atTime(time.get()));
                }
                date = date.minusDays(1);
            }
            ceiling = LocalTime.of(23, 59, 59);
        }
        return Optional.empty();
    }

    private Optional<LocalTime> firstFrom(LocalTime floor) {
        for (int hour = floor.getHour(); hour < 24; hour++) {
            boolean sameHour = hour == floor.getHour();
            for (int minute = sameHour ? floor.getMinute() : 0; has(times.hours, hour) && minute < 60; minute++) {
                boolean sameMinute = sameHour && minute == floor.getMinute();
                int second = Long.numberOfTrailingZeros(times.seconds & (-1L << (sameMinute ? floor.getSecond() : 0)));
                if (has(times.minutes, minute) && second < 60) {
                    return Optional.of(LocalTime.of(hour, minute, second));
                }
            }
        }
        return Optional.empty();
    }

    private Optional<LocalTime> lastUpTo(LocalTime ceiling) {
        for (int hour = ceiling.getHour(); hour >= 0; hour--) {
            boolean sameHour = hour == ceiling.getHour();
            for (int minute = sameHour ? ceiling.getMinute() : 59; has(times.hours, hour) && minute >= 0; minute--) {
                boolean sameMinute = sameHour && minute == ceiling.getMinute();
                long upTo = (1L << ((sameMinute ? ceiling.getSecond() : 59) + 1)) - 1;
                int second = 63 - Long.numberOfLeadingZeros(times.seconds & upTo);
                if (has(times.minutes, minute) && second >= 0) {
                    return Optional.of(LocalTime.of(hour, minute, second));
                }
            }
        }
        return Optional.empty();
    }

    ScheduleException never() {
        return new ScheduleException(
                "the cron expression '" + expression + "' names a time that never comes",
                "Check its day of month against its month, such as 29 2 for the end of February.");
    }
}
