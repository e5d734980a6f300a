package dev.orrery.scheduler;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A task of a run as stored.
 *
 * @param group of tasks that it stands in; null for none
 */
record TaskRow(
        TaskStatus status,
        String notebook,
        @Nullable String group,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt) {}
