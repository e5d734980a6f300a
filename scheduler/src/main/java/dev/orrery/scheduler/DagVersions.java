package dev.orrery.scheduler;

import dev.orrery.dag.DagSpec;
import dev.orrery.dag.schedule.DataInterval;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The dags' versions: puts one in force, and lets a dag's timetable rest. */
final class DagVersions {
    private final Engine engine;
    private final JdbcSchedulerStore store;
    private final Specs specs;
    private final Bell slots;

    /** @param slots rung when other slots may be wanted */
    DagVersions(Engine engine, Specs specs, Bell slots) {
        this.engine = engine;
        this.store = engine.store();
        this.specs = specs;
        this.slots = slots;
    }

    /**
     * Puts a dag's version in force; runs that exist go on with theirs.
     *
     * @param yaml the dag.yml that gave the spec
     * @param runAs the user whose rights its runs have
     * @param files paths of the dag's folder at that commit
     */
    Deployed deploy(DagSpec spec, String yaml, String commit, String runAs, List<String> files) {
        return store.change(tx -> {
            store.dags().add(tx, spec.dagId());
            DagRow dag = store.dags().locked(tx, spec.dagId());
            VersionRow before =
                    store.dags().version(tx, dag.dagId(), dag.version()).orElse(null);
            Instant now = engine.now();
            VersionRow version =
                    new VersionRow(dag.dagId(), dag.version() + 1, yaml, commit, runAs, files, now, ShownDag.of(spec));
            if (before != null && isSame(before, version)) {
                return new Deployed(dag.dagId(), commit, false, dag.nextRunAt());
            }
            store.dags()
                    .addVersion(
                            tx,
                            version,
                            Planner.isContinuous(spec) ? 1 : spec.limits().maxActiveRuns());
            store.data().put(tx, spec, version.version());
            store.limits().setMaxActiveTasks(tx, dag.dagId(), spec.limits().maxActiveTasks());
            specs.keep(version, spec);
            DataInterval next =
                    dag.paused() ? null : spec.schedule().next(dag.last(), now).orElse(null);
            store.dags().setSchedule(tx, dag.dagId(), dag.last(), next);
            engine.admit(tx, dag.dagId());
            engine.dataMade(tx); // with less to wait for it may be ready
            tx.afterCommit(engine.dispatcher()::ring);
            tx.afterCommit(slots::ring);
            engine.tell(tx, Change.dag(dag.dagId()));
            return new Deployed(dag.dagId(), commit, true, next == null ? null : next.runAfter());
        });
    }

    private static boolean isSame(VersionRow one, VersionRow other) {
        return one.commit().equals(other.commit())
                && one.yaml().equals(other.yaml())
                && one.runAs().equals(other.runAs())
                && one.files().equals(other.files());
    }

    /** The commit of the version in force; empty where the dag is not known. */
    Optional<String> deployedCommit(String dagId) {
        return store.read(tx ->
                        store.dags().find(tx, dagId).flatMap(dag -> store.dags().version(tx, dagId, dag.version())))
                .map(VersionRow::commit);
    }

    /** Pauses a dag: its timetable makes no runs until it goes on; those that exist go on, and somebody may still ask for one. */
    void pause(String dagId, String user, @Nullable String reason) {
        if (reason != null && reason.length() > Pause.LONGEST) {
            throw new SchedulerException(
                    SchedulerException.Code.INVALID, "A reason has at most " + Pause.LONGEST + " characters.");
        }
        String words = reason == null || reason.isBlank() ? null : reason.strip();
        setPause(dagId, new Pause(user, engine.now(), words));
    }

    /** Lets a paused dag go on. */
    void resume(String dagId) {
        setPause(dagId, null);
    }

    private void setPause(String dagId, @Nullable Pause pause) {
        store.<@Nullable Void>change(tx -> {
            DagRow dag = store.dags().locked(tx, dagId);
            if (pause == null && !dag.paused()) {
                return null;
            }
            store.dags().setPause(tx, dagId, pause);
            VersionRow version = store.dags().version(tx, dagId, dag.version()).orElseThrow();
            DataInterval next = pause != null
                    ? null
                    : specs.of(version)
                            .schedule()
                            .next(dag.last(), engine.now())
                            .orElse(null);
            store.dags().setSchedule(tx, dagId, dag.last(), next);
            engine.dataMade(tx);
            engine.tell(tx, Change.dag(dagId));
            return null;
        });
    }
}
