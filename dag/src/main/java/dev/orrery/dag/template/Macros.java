package dev.orrery.dag.template;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/** Airflow's {@code macros}. What is random there is drawn from the run and task here, so that a retry sees the same. */
final class Macros {
    private Macros() {}

    static PyNamespace of(String seed) {
        Random random = new Random(seed.hashCode());
        PyNamespace datetime = new PyNamespace(
                "macros.datetime",
                Map.of(),
                Map.of(
                        "()", PyDateTime::of,
                        "strptime", args -> Strptime.parse(args.text(0, "date_string"), args.text(1, "format")),
                        "fromisoformat", args -> iso(args.text(0, "date_string"))));
        PyNamespace json = new PyNamespace(
                "macros.json", Map.of(), Map.of("dumps", args -> PyJson.write(args.value(0, "obj"), false)));
        PyNamespace uuid = new PyNamespace(
                "macros.uuid",
                Map.of(),
                Map.of(
                        "uuid4",
                        _ -> new UUID(
                                        (random.nextLong() & ~0xf000L) | 0x4000L,
                                        (random.nextLong() & ~(3L << 62)) | 1L << 63)
                                .toString()));
        return new PyNamespace(
                "macros",
                Map.of("datetime", datetime, "json", json, "uuid", uuid),
                Map.of(
                        "ds_add",
                        args -> day(args.text(0, "ds"))
                                .plusDays(args.whole(1, "days"))
                                .toString(),
                        "ds_format",
                        Macros::reformatted,
                        "timedelta",
                        PyDelta::of,
                        "random",
                        _ -> random.nextDouble()));
    }

    private static String reformatted(Arguments args) {
        PyDateTime time = Strptime.parse(args.text(0, "ds"), args.text(1, "input_format"));
        return Strftime.format(time.time(), true, args.text(2, "output_format"));
    }

    private static LocalDate day(String ds) {
        return Strptime.parse(ds, "%Y-%m-%d").time().toLocalDate();
    }

    private static PyDateTime iso(String text) {
        try {
            return text.length() <= 10
                    ? new PyDateTime(LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC), true)
                    : text.matches(".*([+-]\\d\\d:\\d\\d|Z)")
                            ? new PyDateTime(
                                    OffsetDateTime.parse(text.replace(' ', 'T')).toZonedDateTime(), false)
                            : new PyDateTime(
                                    java.time.LocalDateTime.parse(text.replace(' ', 'T'))
                                            .atZone(ZoneOffset.UTC),
                                    true);
        } catch (DateTimeException e) {
            throw new TemplateException("'" + text + "' is no ISO 8601 date", "Write such as 2024-03-01T06:30:00.");
        }
    }
}
