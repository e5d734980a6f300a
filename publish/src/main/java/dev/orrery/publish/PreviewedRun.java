package dev.orrery.publish;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A run that would come, as {@code orrery dag preview} shows it.
 *
 * @param runAfter when it would be made
 * @param tasks by their id
 */
public record PreviewedRun(
        String runId,
        Instant logicalDate,
        Instant dataIntervalStart,
        Instant dataIntervalEnd,
        Instant runAfter,
        Map<String, Task> tasks) {

    /** @param parameters rendered */
    public record Task(Map<String, @Nullable Object> parameters) {}
}
