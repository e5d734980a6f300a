package dev.orrery.dag.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.ZoneOffset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronWordsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    0 0 * * *          | every day at 00:00
                    30 6 * * MON-FRI   | at 06:30 on Monday to Friday
                    */15 * * * *       | every 15 minutes
                    * * * * *          | every minute
                    0 * * * *          | every hour
                    5 * * * *          | every hour at minute 5
                    0 9-17 * * *       | every hour from 09:00 to 17:59
                    0 */6 * * *        | every day at 00:00, 06:00, 12:00 and 18:00
                    0 0 1 * *          | at 00:00 on day 1 of the month
                    0 0 L * *          | at 00:00 on the last day of the month
                    0 9 * * 1#1        | at 09:00 on the first Monday of the month
                    0 0 * * L5         | at 00:00 on the last Friday of the month
                    0 0 1 JAN,JUL *    | at 00:00 on day 1 of the month in January and July
                    0 12 1-7 * 1       | at 12:00 on days 1 to 7 of the month or on Monday
                    0 3 * * sun        | at 03:00 on Sunday
                    @none              | only when asked for
                    1h30m              | every 1 hour 30 minutes
                    1d                 | every day
                    15m                | every 15 minutes
                    """)
    void saysAScheduleInWords(String schedule, String words) {
        assertEquals(
                words,
                Schedules.parse(schedule, ZoneOffset.UTC, Timetable.Meaning.INTERVAL)
                        .describe());
    }
}
