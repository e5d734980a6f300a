package dev.orrery.dag.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Schedules with which random trials against Airflow 3.3.2 found a difference; what stands here is Airflow's answer. */
class OddSchedulesTest {
    private static List<String> dues(String cron, String zone, Timetable.Meaning meaning, String start, int most) {
        Timetable timetable = Schedules.parse(cron, ZoneId.of(zone), meaning);
        Bounds bounds = new Bounds(Instant.parse(start), null, true);
        Instant now = Instant.parse("2030-01-01T00:00:00Z");
        List<String> dues = new ArrayList<>();
        Optional<DataInterval> next = timetable.next(null, bounds, now);
        while (next.isPresent() && dues.size() < most) {
            dues.add(next.get().runAfter().toString());
            next = timetable.next(next.get(), bounds, now);
        }
        return dues;
    }

    @ParameterizedTest
    @CsvSource({
        "0 0 1W * *,      UTC,           2024-06-01T00:00:00Z, 2024-06-03T00:00:00Z 2024-07-01T00:00:00Z",
        "0 0 30W * *,     UTC,           2024-11-30T00:00:00Z, 2024-12-30T00:00:00Z 2025-01-30T00:00:00Z",
        "0 0 w15 6 *,     UTC,           2024-01-01T00:00:00Z, 2024-06-14T00:00:00Z 2025-06-16T00:00:00Z",
        "0 2 1W 5 3,      Asia/Kolkata,  2024-04-07T00:00:00Z, 2024-04-30T20:30:00Z 2025-04-30T20:30:00Z",
    })
    void aNearestWorkdayIsOneOfItsMonth(String cron, String zone, String start, String dues) {
        assertEquals(List.of(dues.split(" ")), dues(cron, zone, Timetable.Meaning.TRIGGER, start, 2));
    }

    @Test
    void aNearestWorkdayStandsAlone() {
        assertThrows(ScheduleException.class, () -> Cron.parse("0 0 1W,15 * *"));
        assertThrows(ScheduleException.class, () -> Cron.parse("0 0 LW * *"));
        assertEquals("at 06:00 on the workday nearest to day 15 of the month", CronWords.of(Cron.parse("0 6 15W * *")));
    }

    @Test
    void everyHourOfFewDaysGoesOnAfterTheClocksChangedInBetween() {
        assertEquals(
                List.of("2025-03-04T05:22:00Z", "2025-03-04T05:34:00Z", "2025-03-04T05:41:00Z", "2025-03-04T06:22:00Z"),
                dues(
                        "41,22,34 * * 3-7 2#1,4#3",
                        "America/New_York",
                        Timetable.Meaning.INTERVAL,
                        "2024-11-01T04:30:00Z",
                        4));
    }
}
