package dev.orrery.scheduler;

import dev.orrery.dag.DagSpec;
import dev.orrery.dag.PoolUse;
import dev.orrery.dag.TaskSpec;
import dev.orrery.dag.schedule.DataInterval;
import dev.orrery.dag.schedule.RunId;
import dev.orrery.dag.schedule.Timetable;
import dev.orrery.database.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes runs: those that somebody asks for at once, and with {@link DueRuns} those that are due. */
final class Planner {
    private final Engine engine;
    private final JdbcSchedulerStore store;
    private final Specs specs;

    Planner(Engine engine, Specs specs) {
        this.engine = engine;
        this.store = engine.store();
        this.specs = specs;
    }

    /** Makes a run now. */
    RunKey makeManual(Transaction tx, DagRow dag, Map<String, @Nullable Object> conf, String user) {
        VersionRow version =
                store.dags().version(tx, dag.dagId(), dag.version()).orElseThrow();
        DagSpec spec = specs.of(version);
        Instant now = engine.now();
        DataInterval interval = spec.schedule().timetable().manual(now);
        Made made = new Made(RunKind.MANUAL, version, spec, interval, user, conf);
        return addAt(tx, now, RunId::manual, made);
    }

    /** What a run is made of beside its id. */
    record Made(
            RunKind kind,
            VersionRow version,
            DagSpec spec,
            DataInterval interval,
            @Nullable String user,
            Map<String, @Nullable Object> conf) {}

    /** Adds a run that is named by its time; two that come in the same microsecond get names one apart. */
    RunKey addAt(Transaction tx, Instant now, Function<Instant, RunId> name, Made run) {
        for (int i = 0; i < 1_000; i++) {
            RunKey key = new RunKey(
                    run.spec().dagId(), name.apply(now.plusNanos(i * 1_000L)).value());
            if (add(tx, key, run.kind(), run.version(), run.spec(), run.interval(), run.user(), run.conf())) {
                return key;
            }
        }
        throw new SchedulerException(SchedulerException.Code.CONFLICT, "Too many runs at once: try again.");
    }

    /** Adds a run that waits for a place; false where there is one of that id or logical date. */
    boolean add(
            Transaction tx,
            RunKey key,
            RunKind kind,
            VersionRow version,
            DagSpec spec,
            DataInterval interval,
            @Nullable String user,
            Map<String, @Nullable Object> conf) {
        RunRow run = new RunRow(
                key,
                version.version(),
                version.commit(),
                kind,
                RunState.QUEUED,
                false,
                interval,
                engine.now(),
                null,
                null,
                user,
                conf,
                spec.environment(),
                null);
        if (!store.runs().add(tx, run, PlannedTasks.of(spec))) {
            return false;
        }
        setLimits(tx, run, spec);
        engine.tell(tx, Change.run(key));
        engine.admit(tx, key.dagId());
        return true;
    }

    private void setLimits(Transaction tx, RunRow run, DagSpec spec) {
        for (TaskSpec task : spec.tasks()) {
            if (task.pool().priority() != PoolUse.DEFAULT.priority()) {
                store.limits()
                        .setPriority(tx, run.key(), task.taskId(), task.pool().priority());
            }
        }
        for (TaskSpec task : spec.tasks()) {
            PoolUse use = task.pool();
            if (!use.pool().equals(PoolUse.DEFAULT_POOL) || use.slots() != PoolUse.DEFAULT.slots()) {
                store.pools().use(tx, run.key(), task.taskId(), use.pool(), use.slots());
            }
        }
        // A backfill's runs were due long ago.
        Duration within = run.kind() == RunKind.BACKFILL ? null : spec.limits().deadline();
        Instant deadline = within == null ? null : run.runAfter().plus(within);
        if (deadline != null || spec.limits().timeout() != null) {
            store.limits().setRunLimits(tx, run.key(), deadline, spec.limits().timeout());
        }
        if (deadline != null) {
            engine.lookAt(tx, run.key(), deadline);
        }
    }

    /** Such a dag has one run at a time, and the next one's interval ends when it begins. */
    static boolean isContinuous(DagSpec spec) {
        return spec.schedule().timetable() instanceof Timetable.Continuous;
    }
}
