package dev.orrery.scheduler;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A dag as lists show it, without its runs but for where the newest stands.
 *
 * @param pause null where it is not paused
 * @param shown of its version; null as long as nobody has looked
 * @param lastState of the newest run; null where it never ran
 * @param lastRun when the newest run was due
 */
record DagHead(
        String dagId,
        long version,
        @Nullable Pause pause,
        @Nullable Instant nextRunAt,
        @Nullable RunState lastState,
        @Nullable Instant lastRun,
        @Nullable ShownVersion shown) {

    static DagHead of(DagRow dag, ShownVersion shown) {
        return new DagHead(dag.dagId(), dag.version(), dag.pause(), dag.nextRunAt(), null, null, shown);
    }

    DagHead with(ShownVersion what) {
        return new DagHead(dagId, version, pause, nextRunAt, lastState, lastRun, what);
    }

    boolean paused() {
        return pause != null;
    }
}
