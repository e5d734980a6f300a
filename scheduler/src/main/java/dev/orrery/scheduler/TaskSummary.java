package dev.orrery.scheduler;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** {@code TaskSummary}: a task as a list of runs shows it.
 *
 * @param attempts how many attempts it has had
 */
record TaskSummary(
        String taskId,
        String state,
        int attempts,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt) {}
