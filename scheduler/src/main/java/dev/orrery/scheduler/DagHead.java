package dev.orrery.scheduler;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A dag as lists show it, without its runs but for where the newest stands.
 *
 * @param shown of its version; null as long as nobody has looked
 * @param lastState of the newest run; null where it never ran
 * @param lastRun when the newest run was due
 */
record DagHead(
        String dagId,
        long version,
        boolean paused,
        @Nullable Instant nextRunAt,
        @Nullable RunState lastState,
        @Nullable Instant lastRun,
        @Nullable ShownVersion shown) {

    static DagHead of(DagRow dag, ShownVersion shown) {
        return new DagHead(dag.dagId(), dag.version(), dag.paused(), dag.nextRunAt(), null, null, shown);
    }

    DagHead with(ShownVersion what) {
        return new DagHead(dagId, version, paused, nextRunAt, lastState, lastRun, what);
    }
}
