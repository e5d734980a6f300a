package dev.orrery.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SchedulerConfigTest {
    @Test
    void theDefaultsAreThese() {
        SchedulerConfig config = SchedulerConfig.of(Path.of("/a"), () -> "http://x", List.of("java"), List.of());
        assertTrue(config.maxParallelAttempts() >= 4);
        assertEquals(2L << 30, config.defaultMemoryBytes());
        assertEquals(Duration.ofSeconds(15), config.stopGrace());
        assertEquals(Duration.ofSeconds(30), config.timeoutGrace());
        assertEquals(Map.of(), config.runnerEnvironment());
    }

    @Test
    void whatCannotWorkIsRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> SchedulerConfig.of(Path.of("relative"), () -> "http://x", List.of("java"), List.of()));
        assertThrows(
                IllegalArgumentException.class,
                () -> SchedulerConfig.of(Path.of("/a"), () -> "http://x", List.of(), List.of()));
    }
}
