package dev.orrery.scheduler;

import dev.orrery.dag.DagSpec;
import dev.orrery.database.Transaction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Brings runs that have ended to the version of their dag in force, so that their tasks run again as the dag is now. Tasks keep how they
 * ended; those that the dag has no more are removed, and new ones have not run.
 */
final class Renewal {
    private final Engine engine;
    private final JdbcSchedulerStore store;
    private final Specs specs;

    Renewal(Engine engine, Specs specs) {
        this.engine = engine;
        this.store = engine.store();
        this.specs = specs;
    }

    /** The run, which the transaction has locked, as it would be; the same where it has that version already. */
    RunStatus shown(Transaction tx, RunKey key) {
        RunStatus run = store.runs().status(tx, key);
        VersionRow version = inForce(tx, key);
        if (store.runs().version(tx, key) == version.version()) {
            return run;
        }
        requireEnded(key, run);
        return renewed(shaped(run, PlannedTasks.of(specs.of(version))), PlannedTasks.of(specs.of(version)));
    }

    /** Brings the run, which the transaction has locked, there. */
    void renew(Transaction tx, RunKey key) {
        RunStatus run = store.runs().status(tx, key);
        VersionRow version = inForce(tx, key);
        if (store.runs().version(tx, key) == version.version()) {
            return;
        }
        requireEnded(key, run);
        DagSpec spec = specs.of(version);
        List<TaskRow> planned = PlannedTasks.of(spec);
        RunStatus shaped = shaped(run, planned);
        store.renewals().shape(tx, key, version, spec, run, shaped, planned);
        store.runs().write(tx, key, shaped, renewed(shaped, planned), engine.now());
    }

    private VersionRow inForce(Transaction tx, RunKey key) {
        DagRow dag = store.dags().find(tx, key.dagId()).orElseThrow();
        return store.dags().version(tx, key.dagId(), dag.version()).orElseThrow();
    }

    private static void requireEnded(RunKey key, RunStatus run) {
        if (!run.state().isTerminal()) {
            throw new SchedulerException(
                    SchedulerException.Code.CONFLICT,
                    "Run " + key.runId()
                            + " is under way with the dag as it was: wait until it has ended, or cancel it first.");
        }
    }

    /** Each task as it is planned now, in the state in which it is; what is planned no more stands behind, on its own. */
    static RunStatus shaped(RunStatus run, List<TaskRow> planned) {
        Map<String, TaskStatus> tasks = new LinkedHashMap<>();
        for (TaskRow row : planned) {
            TaskStatus now = row.status();
            tasks.put(
                    now.taskId(),
                    run.task(now.taskId()).map(now::withProgressOf).orElse(now));
        }
        for (TaskStatus old : run.tasks()) {
            if (old.mapping() instanceof Mapping.Instance(String of, int index) && tasks.containsKey(of)) {
                tasks.put(old.taskId(), tasks.get(of).instance(index).withProgressOf(old));
            } else if (!tasks.containsKey(old.taskId())) {
                tasks.put(old.taskId(), old.alone());
            }
        }
        return new RunStatus(run.state(), run.cancelling(), run.overdue(), Tasks.of(tasks.values()));
    }

    /** With the states that follow: what there is no more is removed, what is there again has not run. */
    static RunStatus renewed(RunStatus shaped, List<TaskRow> planned) {
        Map<String, Mapping> mappings = new LinkedHashMap<>();
        planned.forEach(row -> mappings.put(row.status().taskId(), row.status().mapping()));
        List<TaskStatus> changed = new ArrayList<>();
        for (TaskStatus task : shaped.tasks()) {
            boolean there = task.mapping() instanceof Mapping.Instance(String of, int index)
                    ? mappings.get(of) instanceof Mapping.Each
                    : mappings.containsKey(task.taskId());
            boolean isInstance = task.mapping() instanceof Mapping.Instance;
            if (!there && task.state() != TaskState.REMOVED) {
                changed.add(task.removedFromDag());
            } else if (there && !isInstance && task.state() == TaskState.REMOVED) {
                changed.add(task.reset());
            }
        }
        return shaped.with(changed);
    }
}
