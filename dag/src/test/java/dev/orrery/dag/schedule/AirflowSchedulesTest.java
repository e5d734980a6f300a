package dev.orrery.dag.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Compares with what Airflow's own timetables answered. */
class AirflowSchedulesTest {
    @TestFactory
    Stream<DynamicTest> givesTheRunsThatAirflowGives() throws IOException {
        try (InputStream vectors = AirflowSchedulesTest.class.getResourceAsStream("/airflow-vectors.json")) {
            JsonNode schedules = JsonMapper.shared().readTree(vectors).get("schedules");
            assertEquals(611, schedules.size());
            return schedules
                    .valueStream()
                    .map(vector -> DynamicTest.dynamicTest(name(vector), () -> compare(vector)))
                    .toList()
                    .stream();
        }
    }

    private static String name(JsonNode vector) {
        return Stream.of("kind", "schedule", "timezone", "start_date", "end_date", "catchup", "now")
                .map(key -> vector.get(key).asString())
                .reduce((one, other) -> one + " | " + other)
                .orElseThrow();
    }

    private static void compare(JsonNode vector) {
        ZoneId zone = ZoneId.of(vector.get("timezone").asString());
        Timetable timetable = timetable(vector, zone);
        Bounds bounds = new Bounds(
                instant(vector.get("start_date"), zone),
                instant(vector.get("end_date"), zone),
                vector.get("catchup").asBoolean());
        Instant now = Instant.parse(vector.get("now").asString());
        List<String> expected = vector.get("runs")
                .valueStream()
                .map(AirflowSchedulesTest::expected)
                .toList();
        boolean neighbours = vector.get("kind").asString().equals("interval");
        assertEquals(String.join("\n", expected), String.join("\n", runs(timetable, bounds, zone, now, neighbours)));
    }

    private static Timetable timetable(JsonNode vector, ZoneId zone) {
        String schedule = vector.get("schedule").asString();
        return switch (vector.get("kind").asString()) {
            case "delta" -> Schedules.every(Duration.ofSeconds(Long.parseLong(schedule)));
            case "trigger" -> Schedules.parse(schedule, zone, Timetable.Meaning.TRIGGER);
            case "interval" -> Schedules.parse(schedule, zone, Timetable.Meaning.INTERVAL);
            default -> throw new AssertionError(vector);
        };
    }

    private static Instant instant(JsonNode local, ZoneId zone) {
        return local.isNull()
                ? null
                : LocalDateTime.parse(local.asString()).atZone(zone).toInstant();
    }

    private static List<String> runs(Timetable timetable, Bounds bounds, ZoneId zone, Instant now, boolean neighbours) {
        List<String> runs = new ArrayList<>();
        DataInterval last = timetable.next(null, bounds, now).orElse(null);
        while (last != null && runs.size() < 8) {
            runs.add(String.join(
                    " ",
                    last.logicalDate().toString(),
                    last.start().toString(),
                    last.end().toString(),
                    last.runAfter().toString(),
                    String.valueOf(last.isDue(now)),
                    timetable.runId(last, bounds, zone, now).value(),
                    neighbours ? date(timetable.before(last.logicalDate()).orElseThrow()) : "",
                    neighbours ? date(timetable.after(last.logicalDate()).orElseThrow()) : ""));
            last = last.isDue(now) ? timetable.next(last, bounds, now).orElse(null) : null;
        }
        return runs;
    }

    private static String expected(JsonNode run) {
        return String.join(
                " ",
                run.get("logical_date").asString(),
                run.get("data_interval_start").asString(),
                run.get("data_interval_end").asString(),
                run.get("run_after").asString(),
                run.get("due").asString(),
                run.get("run_id").asString(),
                run.path("prev_ds").asString(""),
                run.path("next_ds").asString(""));
    }

    private static String date(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC).toLocalDate().toString();
    }
}
