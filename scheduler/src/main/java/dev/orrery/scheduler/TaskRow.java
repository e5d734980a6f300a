package dev.orrery.scheduler;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A task of a run as stored. */
record TaskRow(
        TaskStatus status,
        String notebook,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt) {}
