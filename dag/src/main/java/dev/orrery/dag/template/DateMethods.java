package dev.orrery.dag.template;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The methods of pendulum's DateTime (and of Python's datetime) that templates use. */
final class DateMethods {
    private static final String RFC = "ddd, DD MMM YYYY HH:mm:ss ZZ";

    static final Map<String, BiFunction<PyDateTime, Arguments, @Nullable Object>> ALL = Map.ofEntries(
            Map.entry(
                    "strftime",
                    (self, args) -> Strftime.format(
                            self.time(), self.naive(), args.only("format").text(0, "format"))),
            Map.entry("format", (self, args) -> PendulumFormat.format(self.time(), args.text(0, "fmt"))),
            Map.entry("isoformat", DateMethods::isoformat),
            Map.entry("to_iso8601_string", (self, _) -> self.isoformat().replaceFirst("\\+00:00$", "Z")),
            Map.entry("to_rfc3339_string", (self, _) -> self.isoformat()),
            Map.entry("to_atom_string", (self, _) -> pendulum(self, "YYYY-MM-DD[T]HH:mm:ssZ")),
            Map.entry("to_w3c_string", (self, _) -> pendulum(self, "YYYY-MM-DD[T]HH:mm:ssZ")),
            Map.entry("to_rss_string", (self, _) -> pendulum(self, RFC)),
            Map.entry("to_rfc2822_string", (self, _) -> pendulum(self, RFC)),
            Map.entry("to_rfc1123_string", (self, _) -> pendulum(self, RFC)),
            Map.entry("to_rfc822_string", (self, _) -> pendulum(self, "ddd, DD MMM YY HH:mm:ss ZZ")),
            Map.entry("to_rfc1036_string", (self, _) -> pendulum(self, "ddd, DD MMM YY HH:mm:ss ZZ")),
            Map.entry("to_rfc850_string", (self, _) -> pendulum(self, "dddd, DD-MMM-YY HH:mm:ss zz")),
            Map.entry("to_cookie_string", (self, _) -> pendulum(self, "dddd, DD-MMM-YYYY HH:mm:ss zz")),
            Map.entry("to_date_string", (self, _) -> pendulum(self, "YYYY-MM-DD")),
            Map.entry("to_time_string", (self, _) -> pendulum(self, "HH:mm:ss")),
            Map.entry("to_datetime_string", (self, _) -> pendulum(self, "YYYY-MM-DD HH:mm:ss")),
            Map.entry("to_formatted_date_string", (self, _) -> pendulum(self, "MMM DD, YYYY")),
            Map.entry("to_day_datetime_string", (self, _) -> pendulum(self, "ddd, MMM D, YYYY h:mm A")),
            Map.entry("ctime", (self, _) -> Strftime.format(self.time(), self.naive(), "%a %b %e %H:%M:%S %Y")),
            Map.entry("date", (self, _) -> new PyDate(self.time().toLocalDate())),
            Map.entry("time", (self, _) -> new PyTime(self.time().toLocalTime())),
            Map.entry("timestamp", (self, _) -> PyDateTime.timestamp(self.time())),
            Map.entry("weekday", (self, _) -> self.time().getDayOfWeek().getValue() - 1L),
            Map.entry(
                    "isoweekday", (self, _) -> (long) self.time().getDayOfWeek().getValue()),
            Map.entry("toordinal", (self, _) -> self.time().toLocalDate().toEpochDay() + 719_163L),
            Map.entry(
                    "utcoffset",
                    (self, _) -> self.naive()
                            ? null
                            : PyDelta.ofMicros(self.time().getOffset().getTotalSeconds() * 1_000_000L)),
            Map.entry("tzname", (self, _) -> self.naive() ? null : Strftime.format(self.time(), false, "%Z")),
            Map.entry("is_leap_year", (self, _) -> self.time().toLocalDate().isLeapYear()),
            Map.entry(
                    "is_long_year",
                    (self, _) ->
                            self.time().range(IsoFields.WEEK_OF_WEEK_BASED_YEAR).getMaximum() == 53),
            Map.entry(
                    "is_utc",
                    (self, _) -> self.time().getOffset().getTotalSeconds() == 0
                            && self.attribute("timezone_name").orElse("").equals("UTC")),
            Map.entry(
                    "is_dst",
                    (self, _) -> self.time()
                            .getZone()
                            .getRules()
                            .isDaylightSavings(self.time().toInstant())),
            Map.entry(
                    "is_same_day",
                    (self, args) -> other(args, "dt")
                            .time()
                            .toLocalDate()
                            .equals(self.time().toLocalDate())),
            Map.entry("add", (self, args) -> self.moved(args, 1)),
            Map.entry("subtract", (self, args) -> self.moved(args, -1)),
            Map.entry("diff", (self, args) -> diff(self, args)),
            Map.entry(
                    "diff_for_humans",
                    (self, args) -> new PyInterval(self, other(args, "other"))
                            .forHumans(PyText.truth(args.value(1, "absolute", false)))),
            Map.entry("replace", PyDateTime::replaced),
            Map.entry("set", PyDateTime::replaced),
            Map.entry("on", (self, args) -> self.replaced(args)),
            Map.entry(
                    "at",
                    (self, args) -> self.with(self.time()
                            .with(LocalTime.of(
                                    (int) args.whole(0, "hour"),
                                    (int) args.whole(1, "minute", 0),
                                    (int) args.whole(2, "second", 0),
                                    (int) args.whole(3, "microsecond", 0) * 1_000)))),
            Map.entry("in_timezone", PyDateTime::inZone),
            Map.entry("in_tz", PyDateTime::inZone),
            Map.entry("astimezone", PyDateTime::inZone),
            Map.entry("naive", (self, _) -> new PyDateTime(self.time(), true)),
            Map.entry("start_of", (self, args) -> self.with(Units.start(self.time(), args.text(0, "unit")))),
            Map.entry("end_of", (self, args) -> self.with(Units.end(self.time(), args.text(0, "unit")))),
            Map.entry("first_of", (self, args) -> bound(self, args, true)),
            Map.entry("last_of", (self, args) -> bound(self, args, false)),
            Map.entry("nth_of", DateMethods::nth),
            Map.entry("next", (self, args) -> neighbour(self, args, 1)),
            Map.entry("previous", (self, args) -> neighbour(self, args, -1)),
            Map.entry("closest", (self, args) -> nearest(self, args, false)),
            Map.entry("farthest", (self, args) -> nearest(self, args, true)),
            Map.entry("timetz", (self, _) -> self.isoformat().substring("2024-01-01T".length())),
            Map.entry(
                    "dst",
                    (self, _) -> self.naive()
                            ? null
                            : new PyDelta(self.time()
                                    .getZone()
                                    .getRules()
                                    .getDaylightSavings(self.time().toInstant()))),
            Map.entry(
                    "isocalendar",
                    (self, _) -> PyTuple.of(
                            (long) self.time().get(IsoFields.WEEK_BASED_YEAR),
                            (long) self.time().get(IsoFields.WEEK_OF_WEEK_BASED_YEAR),
                            (long) self.time().getDayOfWeek().getValue())),
            Map.entry("average", (self, args) -> {
                PyDateTime other = other(args, "dt");
                return self.plus(PyDelta.ofMicros(new PyDelta(new PyInterval(self, other).length()).micros() / 2));
            }));

    private DateMethods() {}

    private static String pendulum(PyDateTime self, String format) {
        return PendulumFormat.format(self.time(), format);
    }

    private static String isoformat(PyDateTime self, Arguments args) {
        args.only("sep", "timespec");
        return self.iso(args.text(0, "sep", "T"), args.text(1, "timespec", "auto"));
    }

    private static PyDateTime other(Arguments args, String name) {
        if (args.value(0, name) instanceof PyDateTime other) {
            return other;
        }
        throw args.wrong(name, "a date and time");
    }

    private static PyInterval diff(PyDateTime self, Arguments args) {
        PyInterval interval = new PyInterval(self, other(args, "dt"));
        return PyText.truth(args.value(1, "abs", true)) && interval.length().isNegative()
                ? interval.turnedRound()
                : interval;
    }

    private static DayOfWeek day(Arguments args, int place) {
        return DayOfWeek.of((int) Math.floorMod(args.whole(place, "day_of_week"), 7L) + 1);
    }

    private static void onlyDays(String unit) {
        if (!java.util.Set.of("month", "quarter", "year").contains(unit)) {
            throw new TemplateException("'" + unit + "' has no such day", "Use month, quarter or year.");
        }
    }

    private static PyDateTime bound(PyDateTime self, Arguments args, boolean first) {
        String unit = args.text(0, "unit");
        onlyDays(unit);
        ZonedDateTime day = first
                ? Units.start(self.time(), unit, true)
                : Units.end(self.time(), unit, true).truncatedTo(ChronoUnit.DAYS);
        if (!args.has(1, "day_of_week") || args.value(1, "day_of_week") == null) {
            return self.with(day);
        }
        return self.with(day.with(
                first ? TemporalAdjusters.nextOrSame(day(args, 1)) : TemporalAdjusters.previousOrSame(day(args, 1))));
    }

    private static PyDateTime nth(PyDateTime self, Arguments args) {
        String unit = args.text(0, "unit");
        onlyDays(unit);
        ZonedDateTime first = Units.start(self.time(), unit, true).with(TemporalAdjusters.nextOrSame(day(args, 2)));
        ZonedDateTime nth = first.plusWeeks(args.whole(1, "nth") - 1);
        if (nth.isAfter(Units.end(self.time(), unit, true))) {
            throw new TemplateException("the " + unit + " has no such day", "Give a smaller number.");
        }
        return self.with(nth);
    }

    private static PyDateTime neighbour(PyDateTime self, Arguments args, int sign) {
        ZonedDateTime time = self.time();
        DayOfWeek wanted =
                args.has(0, "day_of_week") && args.value(0, "day_of_week") != null ? day(args, 0) : time.getDayOfWeek();
        int days = Math.floorMod(sign * (wanted.getValue() - time.getDayOfWeek().getValue()), 7);
        boolean keep = PyText.truth(args.value(1, "keep_time", false));
        ZonedDateTime from = keep ? time : time.truncatedTo(ChronoUnit.DAYS);
        return self.with(from.plusDays(sign * (days == 0 ? 7L : days)));
    }

    private static PyDateTime nearest(PyDateTime self, Arguments args, boolean farthest) {
        PyDateTime best = other(args, "dt");
        for (Object item : args.positional()) {
            if (item instanceof PyDateTime time) {
                int order = new PyInterval(self, time)
                        .length()
                        .abs()
                        .compareTo(new PyInterval(self, best).length().abs());
                best = order != 0 && (order > 0) == farthest ? time : best;
            }
        }
        return best;
    }
}
