package dev.orrery.scheduler;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A dag as lists show it, without its runs but for where the newest stands.
 *
 * @param shown null where its version was deployed by a program that did not keep it
 * @param lastState of the newest run; null where it never ran
 * @param lastRun when the newest run was due
 */
record DagHead(
        String dagId,
        long version,
        boolean paused,
        @Nullable Instant nextRunAt,
        String commit,
        String runAs,
        Instant deployedAt,
        @Nullable ShownDag shown,
        @Nullable RunState lastState,
        @Nullable Instant lastRun) {

    static DagHead of(DagRow dag, VersionRow version, ShownDag shown) {
        return new DagHead(
                dag.dagId(),
                dag.version(),
                dag.paused(),
                dag.nextRunAt(),
                version.commit(),
                version.runAs(),
                version.deployedAt(),
                shown,
                null,
                null);
    }

    DagHead with(ShownDag what) {
        return new DagHead(dagId, version, paused, nextRunAt, commit, runAs, deployedAt, what, lastState, lastRun);
    }
}
