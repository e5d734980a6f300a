package dev.orrery.scheduler;

import dev.orrery.dag.schedule.DataInterval;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A run as stored.
 *
 * @param commit of the dag's version that it runs
 * @param conf what whoever asked for it gave in place of the dag's parameters
 * @param deadlineMissedAt the deadline, where it passed before the run had ended
 */
record RunRow(
        RunKey key,
        long version,
        String commit,
        RunKind kind,
        RunState state,
        boolean cancelling,
        DataInterval interval,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable String triggeredBy,
        Map<String, @Nullable Object> conf,
        String environment,
        @Nullable Instant deadlineMissedAt) {

    /** When it was due. */
    Instant runAfter() {
        return switch (kind) {
            case SCHEDULED, BACKFILL -> interval.runAfter();
            case MANUAL, ASSET -> createdAt;
        };
    }
}
