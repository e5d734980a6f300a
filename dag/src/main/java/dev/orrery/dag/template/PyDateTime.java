package dev.orrery.dag.template;

import java.time.DateTimeException;
import java.time.DayOfWeek;
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
            Map.entry("timezone_name", time -> time.getZone().getId().replaceFirst("^Z$", "UTC")));

    private static final Map<String, BiFunction<PyDateTime, Arguments, @Nullable Object>> METHODS = Map.ofEntries(
            Map.entry("strftime", (self, args) -> Strftime.format(self.time, self.naive, args.text(0, "format"))),
            Map.entry("format", (self, args) -> PendulumFormat.format(self.time, args.text(0, "fmt"))),
            Map.entry("isoformat", (self, args) -> self.iso(args.text(0, "sep", "T"))),
            Map.entry("to_iso8601_string", (self, _) -> self.iso("T").replaceFirst("\\+00:00$", "Z")),
            Map.entry("to_date_string", (self, _) -> Strftime.format(self.time, false, "%Y-%m-%d")),
            Map.entry("to_time_string", (self, _) -> Strftime.format(self.time, false, "%H:%M:%S")),
            Map.entry("to_datetime_string", (self, _) -> Strftime.format(self.time, false, "%Y-%m-%d %H:%M:%S")),
            Map.entry("date", (self, _) -> new PyDate(self.time.toLocalDate())),
            Map.entry("time", (self, _) -> Strftime.format(self.time, false, "%H:%M:%S")),
            Map.entry("timestamp", (self, _) -> timestamp(self.time)),
            Map.entry("weekday", (self, _) -> self.time.getDayOfWeek().getValue() - 1L),
            Map.entry("isoweekday", (self, _) -> (long) self.time.getDayOfWeek().getValue()),
            Map.entry("is_leap_year", (self, _) -> self.time.toLocalDate().isLeapYear()),
            Map.entry("add", (self, args) -> self.moved(args, 1)),
            Map.entry("subtract", (self, args) -> self.moved(args, -1)),
            Map.entry("replace", PyDateTime::replaced),
            Map.entry("set", PyDateTime::replaced),
            Map.entry("in_timezone", (self, args) -> self.inZone(args)),
            Map.entry("in_tz", (self, args) -> self.inZone(args)),
            Map.entry("astimezone", (self, args) -> self.inZone(args)),
            Map.entry("naive", (self, _) -> new PyDateTime(self.time, true)),
            Map.entry("start_of", (self, args) -> self.with(Units.start(self.time, args.text(0, "unit")))),
            Map.entry("end_of", (self, args) -> self.with(Units.end(self.time, args.text(0, "unit")))),
            Map.entry("first_of", (self, args) -> self.with(Units.start(self.time, args.text(0, "unit")))),
            Map.entry(
                    "last_of",
                    (self, args) ->
                            self.with(Units.end(self.time, args.text(0, "unit")).truncatedTo(ChronoUnit.DAYS))),
            Map.entry("next", (self, args) -> self.neighbour(args, 1)),
            Map.entry("previous", (self, args) -> self.neighbour(args, -1)));

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

    private PyDateTime with(ZonedDateTime other) {
        return new PyDateTime(other, naive);
    }

    private PyDateTime moved(Arguments args, int sign) {
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

    private PyDateTime replaced(Arguments args) {
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

    private PyDateTime inZone(Arguments args) {
        String zone = args.text(0, "tz");
        try {
            return new PyDateTime(time.withZoneSameInstant(ZoneId.of(zone)), false);
        } catch (DateTimeException e) {
            throw new TemplateException(
                    "'" + zone + "' is no time zone", Unknown.remedy(zone, ZoneId.getAvailableZoneIds()));
        }
    }

    private PyDateTime neighbour(Arguments args, int sign) {
        DayOfWeek wanted =
                args.has(0, "day_of_week") ? DayOfWeek.of((int) args.whole(0, "day_of_week") + 1) : time.getDayOfWeek();
        int days = Math.floorMod(sign * (wanted.getValue() - time.getDayOfWeek().getValue()), 7);
        return with(time.truncatedTo(ChronoUnit.DAYS).plusDays(sign * (days == 0 ? 7L : days)));
    }

    private static double timestamp(ZonedDateTime time) {
        return time.toEpochSecond() + time.getNano() / 1e9;
    }

    private static PyDateTime guarded(java.util.function.Supplier<PyDateTime> calculation) {
        try {
            return calculation.get();
        } catch (DateTimeException | ArithmeticException e) {
            throw new TemplateException("a date calculation has no result: " + e.getMessage(), "Check its numbers.");
        }
    }

    private String iso(String separator) {
        String micros = time.getNano() / 1_000 == 0 ? "" : ".SSSSSS";
        String offset = naive ? "" : "xxx";
        return Strftime.format(time, naive, "%Y-%m-%d")
                + separator
                + DateTimeFormatter.ofPattern("HH:mm:ss" + micros + offset).format(time);
    }

    @Override
    public String kind() {
        return "a date and time";
    }

    @Override
    public Collection<String> names() {
        List<String> names = new ArrayList<>(ATTRIBUTES.keySet());
        names.addAll(METHODS.keySet());
        return names;
    }

    @Override
    public Optional<Object> attribute(String name) {
        return Optional.ofNullable(ATTRIBUTES.get(name)).map(attribute -> attribute.apply(time));
    }

    @Override
    public @Nullable Object call(String method, Arguments arguments) {
        BiFunction<PyDateTime, Arguments, @Nullable Object> function = METHODS.get(method);
        if (function == null) {
            throw Unknown.method(this, method);
        }
        return function.apply(this, arguments);
    }

    @Override
    public String str() {
        return iso(" ");
    }
}
