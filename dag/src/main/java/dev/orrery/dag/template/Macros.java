package dev.orrery.dag.template;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Airflow's {@code macros}. What is random there is drawn from the run and task here, so that a retry sees the same. */
final class Macros {
    private Macros() {}

    static PyNamespace of(String seed, RunTime runTime) {
        Random random = new Random(seed.hashCode());
        PyNamespace json = new PyNamespace(
                "macros.json",
                Map.of(),
                Map.of("dumps", PyJson::dumps, "loads", args -> RunTimeNames.parsed(args.text(0, "s"))));
        PyNamespace relative = new PyNamespace(
                "macros.dateutil.relativedelta", Map.of(), Map.of("relativedelta", PyRelativeDelta::of));
        PyNamespace parser = new PyNamespace(
                "macros.dateutil.parser",
                Map.of(),
                Map.of("parse", args -> iso(args.text(0, "timestr")), "isoparse", args -> iso(args.text(0, "dt_str"))));
        return new PyNamespace(
                "macros",
                Map.of(
                        "datetime", datetime(runTime),
                        "time", time(runTime),
                        "json", json,
                        "uuid", PyUuid.module(random),
                        "dateutil",
                                new PyNamespace(
                                        "macros.dateutil", Map.of("relativedelta", relative, "parser", parser))),
                Map.of(
                        "ds_add", Macros::dsAdd,
                        "ds_format", Macros::reformatted,
                        "ds_format_locale", LocaleFormat::format,
                        "datetime_diff_for_humans", Macros::forHumans,
                        "timedelta", PyDelta::of,
                        "random", _ -> random.nextDouble()));
    }

    private static PyNamespace datetime(RunTime runTime) {
        Map<String, Function<Arguments, @Nullable Object>> functions = new HashMap<>();
        functions.put("()", PyDateTime::of);
        functions.put("strptime", args -> Strptime.parse(args.text(0, "date_string"), args.text(1, "format")));
        functions.put("fromisoformat", args -> iso(args.text(0, "date_string")));
        functions.put("fromtimestamp", args -> naive(args.number(0, "timestamp", 0)));
        functions.put("utcfromtimestamp", args -> naive(args.number(0, "timestamp", 0)));
        functions.put("combine", Macros::combined);
        functions.put("now", args -> now(args, runTime));
        functions.put("utcnow", _ -> new PyDateTime(runTime.now().atZone(ZoneOffset.UTC), true));
        functions.put("today", _ -> new PyDateTime(runTime.now().atZone(ZoneOffset.UTC), true));
        return new PyNamespace(
                "macros.datetime",
                Map.of(
                        "min", new PyDateTime(LocalDateTime.of(1, 1, 1, 0, 0).atZone(ZoneOffset.UTC), true),
                        "max",
                                new PyDateTime(
                                        LocalDateTime.of(9999, 12, 31, 23, 59, 59, 999_999_000)
                                                .atZone(ZoneOffset.UTC),
                                        true)),
                functions);
    }

    private static PyNamespace time(RunTime runTime) {
        return new PyNamespace(
                "macros.time",
                Map.of(),
                Map.of(
                        "time", _ -> PyDateTime.timestamp(runTime.now().atZone(ZoneOffset.UTC)),
                        "gmtime",
                                args -> args.has(0, "secs")
                                        ? naive(args.number(0, "secs", 0))
                                        : new PyDateTime(runTime.now().atZone(ZoneOffset.UTC), true),
                        "strftime",
                                args -> {
                                    Object time = args.has(1, "t")
                                            ? args.value(1, "t")
                                            : new PyDateTime(runTime.now().atZone(ZoneOffset.UTC), true);
                                    if (!(time instanceof PyDateTime at)) {
                                        throw args.wrong("t", "what gmtime() gives");
                                    }
                                    return Strftime.format(at.time(), true, args.text(0, "format"));
                                }));
    }

    private static PyDateTime naive(double seconds) {
        long micros = Math.round(seconds * 1e6);
        Instant instant = Instant.EPOCH.plus(micros, java.time.temporal.ChronoUnit.MICROS);
        return new PyDateTime(instant.atZone(ZoneOffset.UTC), true);
    }

    private static PyDateTime now(Arguments args, RunTime runTime) {
        PyDateTime now = PyDateTime.utc(runTime.now());
        return args.value(0, "tz", null) == null ? new PyDateTime(now.time(), true) : now.inZone(args);
    }

    private static PyDateTime combined(Arguments args) {
        if (args.value(0, "date") instanceof PyDate date && args.value(1, "time") instanceof PyTime time) {
            return new PyDateTime(date.date().atTime(time.time()).atZone(ZoneOffset.UTC), true);
        }
        throw args.wrong("date", "a date, with a time of day behind it");
    }

    private static String dsAdd(Arguments args) {
        args.only("ds", "days");
        String ds = PyText.str(args.value(0, "ds"));
        long days = args.whole(1, "days");
        return days == 0 ? ds : day(ds).plusDays(days).toString();
    }

    private static String forHumans(Arguments args) {
        if (args.value(0, "dt") instanceof PyDateTime time && args.value(1, "since") instanceof PyDateTime since) {
            return new PyInterval(time, since).forHumans(false);
        }
        throw args.wrong("since", "a date and time");
    }

    private static String reformatted(Arguments args) {
        args.only("ds", "input_format", "output_format");
        PyDateTime time = Strptime.parse(PyText.str(args.value(0, "ds")), args.text(1, "input_format"));
        return Strftime.format(time.time(), time.naive(), args.text(2, "output_format"));
    }

    private static LocalDate day(String ds) {
        return Strptime.parse(ds, "%Y-%m-%d").time().toLocalDate();
    }

    private static PyDateTime iso(String text) {
        try {
            String iso = text.replace(' ', 'T');
            if (iso.length() <= 10) {
                return new PyDateTime(LocalDate.parse(iso).atStartOfDay(ZoneOffset.UTC), true);
            }
            return iso.matches(".*([+-]\\d\\d:\\d\\d|Z)")
                    ? new PyDateTime(zoned(OffsetDateTime.parse(iso)), false)
                    : new PyDateTime(LocalDateTime.parse(iso).atZone(ZoneOffset.UTC), true);
        } catch (DateTimeException e) {
            throw new TemplateException("'" + text + "' is no ISO 8601 date", "Write such as 2024-03-01T06:30:00.");
        }
    }

    private static java.time.ZonedDateTime zoned(OffsetDateTime time) {
        return time.getOffset().getTotalSeconds() == 0
                ? time.atZoneSameInstant(ZoneId.of("UTC"))
                : time.toZonedDateTime();
    }
}
