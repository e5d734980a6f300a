package dev.orrery.dag.template;

import java.time.Duration;
import java.time.Period;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The time from one point to another, as pendulum's Interval: a length that knows its ends. */
record PyInterval(PyDateTime start, PyDateTime end) implements PyObject {
    private static final List<String> ATTRIBUTES = List.of(
            "years",
            "months",
            "weeks",
            "days",
            "remaining_days",
            "hours",
            "minutes",
            "seconds",
            "remaining_seconds",
            "microseconds",
            "start",
            "end",
            "invert");
    private static final List<String> METHODS = List.of(
            "total_seconds",
            "total_minutes",
            "total_hours",
            "total_days",
            "total_weeks",
            "in_years",
            "in_months",
            "in_weeks",
            "in_days",
            "in_hours",
            "in_minutes",
            "in_seconds",
            "in_words",
            "as_duration",
            "as_timedelta",
            "is_negative");

    Duration length() {
        return Duration.between(start.time(), end.time());
    }

    PyInterval turnedRound() {
        return new PyInterval(/* start= */ end, /* end= */ start);
    }

    private boolean turned() {
        return length().isNegative();
    }

    /** Whole years, months and days, and what is left of a day, without a sign. */
    private record Parts(Period days, Duration rest) {}

    private Parts parts() {
        ZonedDateTime from = turned() ? end.time() : start.time();
        ZonedDateTime to = (turned() ? start.time() : end.time()).withZoneSameInstant(from.getZone());
        Period days = Period.between(from.toLocalDate(), to.toLocalDate());
        Duration rest = Duration.between(from.toLocalTime(), to.toLocalTime());
        if (rest.isNegative()) {
            days = Period.between(from.toLocalDate(), to.toLocalDate().minusDays(1));
            rest = rest.plusDays(1);
        }
        return new Parts(days, rest);
    }

    @Override
    public String kind() {
        return "an interval";
    }

    @Override
    public Collection<String> names() {
        List<String> names = new ArrayList<>(ATTRIBUTES);
        names.addAll(METHODS);
        return names;
    }

    @Override
    public Optional<Object> attribute(String name) {
        Parts parts = parts();
        long sign = turned() ? -1 : 1;
        Duration size = length().abs();
        return switch (name) {
            case "years" -> Optional.of(sign * parts.days.getYears());
            case "months" -> Optional.of(sign * parts.days.getMonths());
            case "weeks" -> Optional.of(sign * (parts.days.getDays() / 7L));
            case "remaining_days" -> Optional.of(sign * (parts.days.getDays() % 7L));
            case "days" -> Optional.of(sign * size.toDays());
            case "hours" -> Optional.of(sign * parts.rest.toHoursPart());
            case "minutes" -> Optional.of(sign * parts.rest.toMinutesPart());
            case "remaining_seconds" -> Optional.of(sign * parts.rest.toSecondsPart());
            case "seconds" -> Optional.of(sign * (size.toSeconds() % 86_400));
            case "microseconds" -> Optional.of(sign * (size.toNanosPart() / 1_000L));
            case "start" -> Optional.of(start);
            case "end" -> Optional.of(end);
            case "invert" -> Optional.of(turned());
            default -> Optional.empty();
        };
    }

    @Override
    public @Nullable Object call(String method, Arguments arguments) {
        Duration length = length();
        double seconds = new PyDelta(length).micros() / 1e6;
        Period days = parts().days();
        long sign = turned() ? -1 : 1;
        return switch (method) {
            case "total_seconds" -> seconds;
            case "total_minutes" -> seconds / 60;
            case "total_hours" -> seconds / 3_600;
            case "total_days" -> seconds / 86_400;
            case "total_weeks" -> seconds / 604_800;
            case "in_years" -> sign * days.getYears();
            case "in_months" -> sign * days.toTotalMonths();
            case "in_weeks" -> calendarDays() / 7;
            case "in_days" -> calendarDays();
            case "in_hours" -> (long) (seconds / 3_600);
            case "in_minutes" -> (long) (seconds / 60);
            case "in_seconds" -> (long) seconds;
            case "in_words" -> words(arguments.text(1, "separator", " "));
            case "as_duration", "as_timedelta" -> new PyDelta(length);
            case "is_negative" -> turned();
            default -> throw Unknown.method(this, method);
        };
    }

    /** Midnights between the two; what pendulum counts in in_days. */
    private long calendarDays() {
        return end.time().toLocalDate().toEpochDay()
                - start.time().toLocalDate().toEpochDay();
    }

    private String words(String separator) {
        Parts parts = parts();
        Map<String, Integer> counts = new LinkedHashMap<>();
        counts.put("year", parts.days.getYears());
        counts.put("month", parts.days.getMonths());
        counts.put("week", parts.days.getDays() / 7);
        counts.put("day", parts.days.getDays() % 7);
        counts.put("hour", parts.rest.toHoursPart());
        counts.put("minute", parts.rest.toMinutesPart());
        counts.put("second", parts.rest.toSecondsPart());
        List<String> words = new ArrayList<>();
        counts.forEach((unit, count) -> {
            if (count > 0) {
                words.add((turned() ? "-" : "") + count + " " + unit + (count == 1 ? "" : "s"));
            }
        });
        if (words.isEmpty()) {
            int micros = parts.rest.toNanosPart() / 1_000;
            return micros == 0 ? "0 microseconds" : "%.2f second".formatted(micros / 1e6);
        }
        return String.join(separator, words);
    }

    /** Such as {@code 3 days after}; {@code ago} and {@code in} where one end is now are not told: a template has no clock. */
    String forHumans(boolean absolute) {
        Parts parts = parts();
        int days = parts.days.getDays();
        String unit;
        long count;
        if (parts.days.getYears() > 0) {
            unit = "year";
            count = parts.days.getYears() + (parts.days.getMonths() > 6 ? 1L : 0L);
        } else if (parts.days.getMonths() == 11 && days > 15) {
            unit = "year";
            count = 1;
        } else if (parts.days.getMonths() > 0) {
            unit = "month";
            count = parts.days.getMonths() + (days >= 27 ? 1L : 0L);
        } else if (days >= 7) {
            unit = "week";
            count = days / 7L + (days % 7 > 3 ? 1L : 0L);
        } else if (days > 0) {
            unit = "day";
            count = days + (parts.rest.toHours() >= 22 ? 1L : 0L);
        } else if (parts.rest.toHours() > 0) {
            unit = "hour";
            count = parts.rest.toHours();
        } else if (parts.rest.toMinutes() > 0) {
            unit = "minute";
            count = parts.rest.toMinutes();
        } else {
            unit = "second";
            count = parts.rest.toSeconds();
        }
        String time =
                unit.equals("second") && count <= 10 ? "a few seconds" : count + " " + unit + (count == 1 ? "" : "s");
        return absolute ? time : time + (turned() ? " after" : " before");
    }

    @Override
    public boolean truth() {
        return !length().isZero();
    }

    @Override
    public String str() {
        return "<Interval [" + start.str() + " -> " + end.str() + "]>";
    }
}
