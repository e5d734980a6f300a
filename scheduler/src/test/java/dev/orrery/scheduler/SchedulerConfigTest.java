package dev.orrery.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SchedulerConfigTest {
    @Test
    void theDefaultsAreThese() {
        SchedulerConfig config = SchedulerConfig.of(4, Path.of("/a"), () -> "http://x", List.of("java"), List.of());
        assertEquals(4, config.maxParallelAttempts());
        assertEquals(2L << 30, config.defaultMemoryBytes());
        assertEquals(Duration.ofSeconds(25), config.stopGrace());
        assertEquals(Duration.ofSeconds(30), config.timeoutGrace());
        assertEquals(Map.of(), config.runnerEnvironment());
    }

    @Test
    void whatCannotWorkIsRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> SchedulerConfig.of(4, Path.of("relative"), () -> "http://x", List.of("java"), List.of()));
        assertThrows(
                IllegalArgumentException.class,
                () -> SchedulerConfig.of(4, Path.of("/a"), () -> "http://x", List.of(), List.of()));
    }
}
