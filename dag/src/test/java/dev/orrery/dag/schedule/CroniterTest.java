package dev.orrery.dag.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Compares with the times that croniter 6 gives, and with what it refuses. */
class CroniterTest {
    @TestFactory
    Stream<DynamicTest> givesTheTimesThatCroniterGives() throws IOException {
        try (InputStream vectors = CroniterTest.class.getResourceAsStream("/croniter-vectors.json")) {
            return JsonMapper.shared().readTree(vectors).values().stream()
                    .map(vector -> DynamicTest.dynamicTest(
                            vector.get("expression").asString() + " from "
                                    + vector.get("start").asString(),
                            () -> compare(vector)))
                    .toList()
                    .stream();
        }
    }

    private static void compare(JsonNode vector) {
        String expression = vector.get("expression").asString();
        if (vector.has("error")) {
            assertThrows(ScheduleException.class, () -> Cron.parse(expression));
            return;
        }
        Cron cron = Cron.parse(expression);
        LocalDateTime start = LocalDateTime.parse(vector.get("start").asString());
        assertEquals(
                times(vector.get("next")),
                following(cron, start, vector.get("next").size()));
        assertEquals(
                times(vector.get("previous")),
                preceding(cron, start, vector.get("previous").size()));
    }

    private static List<LocalDateTime> times(JsonNode times) {
        return times.valueStream()
                .map(time -> LocalDateTime.parse(time.asString()))
                .toList();
    }

    private static List<LocalDateTime> following(Cron cron, LocalDateTime start, int count) {
        List<LocalDateTime> times = new ArrayList<>();
        LocalDateTime time = start;
        while (times.size() < count) {
            time = cron.next(time).orElseThrow();
            times.add(time);
        }
        return times;
    }

    private static List<LocalDateTime> preceding(Cron cron, LocalDateTime start, int count) {
        List<LocalDateTime> times = new ArrayList<>();
        LocalDateTime time = start;
        while (times.size() < count) {
            time = cron.previous(time).orElseThrow();
            times.add(time);
        }
        return times;
    }
}
