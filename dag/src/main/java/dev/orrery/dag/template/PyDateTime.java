package dev.orrery.dag.template;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A point in time with a zone, with the attributes and methods of pendulum's DateTime that templates use. */
record PyDateTime(ZonedDateTime time, boolean naive) implements PyObject {
    private static final Map<String, Function<ZonedDateTime, Object>> ATTRIBUTES = Map.ofEntries(
            Map.entry("year", time -> (long) time.getYear()),
            Map.entry("month", time -> (long) time.getMonthValue()),
            Map.entry("day", time -> (long) time.getDayOfMonth()),
            Map.entry("hour", time -> (long) time.getHour()),
            Map.entry("minute", time -> (long) time.getMinute()),
            Map.entry("second", time -> (long) time.getSecond()),
            Map.entry("microsecond", time -> (long) time.getNano() / 1_000),
            Map.entry("day_of_week", time -> (long) time.getDayOfWeek().getValue() - 1),
            Map.entry("day_of_year", time -> (long) time.getDayOfYear()),
            Map.entry("week_of_year", time -> (long) time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR)),
            Map.entry(
                    "week_of_month",
                    time -> (time.getDayOfMonth()
                                            + time.withDayOfMonth(1)
                                                    .getDayOfWeek()
                                                    .getValue()
                                            - 2L)
                                    / 7
                            + 1),
            Map.entry("days_in_month", time -> (long) time.toLocalDate().lengthOfMonth()),
            Map.entry("quarter", time -> (long) time.get(IsoFields.QUARTER_OF_YEAR)),
            Map.entry("int_timestamp", time -> time.toEpochSecond()),
            Map.entry("float_timestamp", PyDateTime::timestamp),
            Map.entry("offset", time -> (long) time.getOffset().getTotalSeconds()),
            Map.entry("offset_hours", time -> time.getOffset().getTotalSeconds() / 3600.0),
            Map.entry("tzinfo", PyDateTime::zone),
            Map.entry("timezone", PyDateTime::zone),
            Map.entry("tz", PyDateTime::zone),
            Map.entry("timezone_name", PyDateTime::zoneName));

    static PyDateTime utc(Instant instant) {
        return new PyDateTime(instant.atZone(ZoneOffset.UTC), false);
    }

    /** datetime(year, month, day, hour=0, minute=0, second=0, microsecond=0), without a zone. */
    static PyDateTime of(Arguments args) {
        return guarded(() -> new PyDateTime(
                ZonedDateTime.of(
                        (int) args.whole(0, "year"),
                        (int) args.whole(1, "month"),
                        (int) args.whole(2, "day"),
                        (int) args.whole(3, "hour", 0),
                        (int) args.whole(4, "minute", 0),
                        (int) args.whole(5, "second", 0),
                        (int) args.whole(6, "microsecond", 0) * 1_000,
                        ZoneOffset.UTC),
                true));
    }

    PyDateTime plus(PyDelta delta) {
        return guarded(() -> with(time.plus(delta.length())));
    }

    PyDateTime minus(PyDelta delta) {
        return guarded(() -> with(time.minus(delta.length())));
    }

    PyDateTime with(ZonedDateTime other) {
        return new PyDateTime(other, naive);
    }

    PyDateTime moved(Arguments args, int sign) {
        args.only("years", "months", "weeks", "days", "hours", "minutes", "seconds", "microseconds");
        return guarded(() -> {
            ZonedDateTime moved = time.plusYears(sign * args.whole(0, "years", 0))
                    .plusMonths(sign * args.whole(1, "months", 0))
                    .plusWeeks(sign * args.whole(2, "weeks", 0))
                    .plusDays(sign * args.whole(3, "days", 0))
                    .plusHours(sign * args.whole(4, "hours", 0))
                    .plusMinutes(sign * args.whole(5, "minutes", 0));
            double seconds = sign * args.number(6, "seconds", 0);
            return with(moved.plusNanos(Math.round(seconds * 1e9))
                    .plus(sign * args.whole(7, "microseconds", 0), ChronoUnit.MICROS));
        });
    }

    PyDateTime replaced(Arguments args) {
        args.only("year", "month", "day", "hour", "minute", "second", "microsecond");
        return guarded(() -> with(ZonedDateTime.of(
                (int) args.whole(0, "year", time.getYear()),
                (int) args.whole(1, "month", time.getMonthValue()),
                (int) args.whole(2, "day", time.getDayOfMonth()),
                (int) args.whole(3, "hour", time.getHour()),
                (int) args.whole(4, "minute", time.getMinute()),
                (int) args.whole(5, "second", time.getSecond()),
                (int) args.whole(6, "microsecond", time.getNano() / 1_000) * 1_000,
                time.getZone())));
    }

    PyDateTime inZone(Arguments args) {
        String zone =
                args.value(0, "tz", "UTC") instanceof PyNamespace named ? named.name() : args.text(0, "tz", "UTC");
        try {
            return new PyDateTime(time.withZoneSameInstant(ZoneId.of(zone)), false);
        } catch (DateTimeException e) {
            throw new TemplateException(
                    "'" + zone + "' is no time zone", Unknown.remedy(zone, ZoneId.getAvailableZoneIds()));
        }
    }

    static double timestamp(ZonedDateTime time) {
        return time.toEpochSecond() + time.getNano() / 1e9;
    }

    private static PyDateTime guarded(java.util.function.Supplier<PyDateTime> calculation) {
        try {
            return calculation.get();
        } catch (DateTimeException | ArithmeticException e) {
            throw new TemplateException("a date calculation has no result: " + e.getMessage(), "Check its numbers.");
        }
    }

    /** Python's isoformat(). */
    String isoformat() {
        return iso("T", "auto");
    }

    String iso(String separator, String precision) {
        String fraction = time.getNano() / 1_000 == 0 ? "" : ".SSSSSS";
        String clock = switch (precision) {
            case "auto" -> "HH:mm:ss" + fraction;
            case "hours" -> "HH";
            case "minutes" -> "HH:mm";
            case "seconds" -> "HH:mm:ss";
            case "milliseconds" -> "HH:mm:ss.SSS";
            case "microseconds" -> "HH:mm:ss.SSSSSS";
            default ->
                throw new TemplateException("'" + precision + "' is no precision", "Use seconds or milliseconds.");
        };
        return DateTimeFormatter.ISO_LOCAL_DATE.format(time)
                + separator
                + DateTimeFormatter.ofPattern(clock + (naive ? "" : "xxx")).format(time);
    }

    private static PyNamespace zone(ZonedDateTime time) {
        return new PyNamespace(zoneName(time), Map.of("name", zoneName(time)));
    }

    static String zoneName(ZonedDateTime time) {
        return time.getZone().getId().replaceFirst("^Z$", "UTC");
    }

    @Override
    public String kind() {
        return "a date and time";
    }

    @Override
    public Collection<String> names() {
        List<String> names = new ArrayList<>(ATTRIBUTES.keySet());
        names.addAll(DateMethods.ALL.keySet());
        return names;
    }

    @Override
    public Optional<Object> attribute(String name) {
        return Optional.ofNullable(ATTRIBUTES.get(name)).map(attribute -> attribute.apply(time));
    }

    @Override
    public @Nullable Object call(String method, Arguments arguments) {
        BiFunction<PyDateTime, Arguments, @Nullable Object> function = DateMethods.ALL.get(method);
        if (function == null) {
            throw Unknown.method(this, method);
        }
        return function.apply(this, arguments);
    }

    @Override
    public String str() {
        return iso(" ", "auto");
    }

    @Override
    public String repr() {
        StringBuilder text = new StringBuilder(naive ? "datetime.datetime(" : "DateTime(")
                .append(time.getYear() + ", " + time.getMonthValue() + ", " + time.getDayOfMonth() + ", ")
                .append(time.getHour() + ", " + time.getMinute());
        boolean micros = time.getNano() != 0;
        if (!naive || micros || time.getSecond() != 0) {
            text.append(", ").append(time.getSecond());
        }
        if (micros) {
            text.append(", ").append(time.getNano() / 1_000);
        }
        return text.append(naive ? ")" : ", tzinfo=Timezone('" + zoneName(time) + "'))")
                .toString();
    }
}
