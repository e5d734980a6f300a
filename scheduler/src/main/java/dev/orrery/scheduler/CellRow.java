package dev.orrery.scheduler;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a cell of an attempt is.
 *
 * @param index from 0 in the output notebook
 * @param state running, completed or failed
 */
record CellRow(
        int index,
        @Nullable String cellId,
        String state,
        Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable Double cpuSeconds,
        @Nullable Long peakMemoryBytes) {}
