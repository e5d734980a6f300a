package dev.orrery.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogicalDateTest {
    private static final ZoneId KOLKATA = ZoneId.of("Asia/Kolkata");

    @Test
    void aDayIsMeantWholeInTheZone() {
        assertEquals(Instant.parse("2026-02-28T18:30:00Z"), LogicalDate.first("2026-03-01", KOLKATA));
        assertEquals(Instant.parse("2026-03-01T18:29:59.999999Z"), LogicalDate.last("2026-03-01", KOLKATA));
    }

    @Test
    void aTimeIsItself() {
        assertEquals(Instant.parse("2026-03-01T00:00:00Z"), LogicalDate.first("2026-03-01T05:30", KOLKATA));
        assertEquals(Instant.parse("2026-03-01T05:30:00Z"), LogicalDate.last("2026-03-01T05:30:00Z", KOLKATA));
        assertEquals(Instant.parse("2026-03-01T04:30:00Z"), LogicalDate.last("2026-03-01T05:30:00+01:00", KOLKATA));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "today", "2026-3-1", "2026-02-30", "2026-03-01T25:00", "1772323200"})
    void anythingElseIsRefused(String text) {
        assertThrows(SchedulerException.class, () -> LogicalDate.first(text, KOLKATA));
        assertThrows(SchedulerException.class, () -> LogicalDate.last(text, KOLKATA));
    }
}
