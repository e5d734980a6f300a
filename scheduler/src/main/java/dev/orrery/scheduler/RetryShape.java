package dev.orrery.scheduler;

import dev.orrery.dag.Retries;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** How a task's retries differ from those with the same delay each time, as a run keeps it; as {@link Retries} means it. */
record RetryShape(double factor, @Nullable Long longestMicros, double jitter) {
    /** Null for the same delay each time. */
    static @Nullable String write(Retries retries) {
        if (retries.equals(Retries.constant(retries.most(), retries.delay()))) {
            return null;
        }
        Duration longest = retries.longest();
        return Json.write(
                new RetryShape(retries.factor(), longest == null ? null : longest.toNanos() / 1_000, retries.jitter()));
    }

    static Retries read(int most, Duration delay, @Nullable String text) {
        if (text == null) {
            return Retries.constant(most, delay);
        }
        RetryShape shape = Json.read(text, RetryShape.class);
        Long longest = shape.longestMicros();
        return new Retries(
                most,
                delay,
                shape.factor(),
                longest == null ? null : Duration.of(longest, ChronoUnit.MICROS),
                shape.jitter());
    }
}
