package dev.orrery.scheduler;

import dev.orrery.database.Transaction;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Corrects tasks by hand, of one run or of many: all of them, or none where one cannot be corrected. */
final class Corrections {
    private static final int MOST_RUNS = 1_000;

    private final Engine engine;
    private final JdbcSchedulerStore store;
    private final Renewal renewal;

    /** One task that is changed, or would be. */
    record Affected(String runId, String taskId, TaskState state) {}

    Corrections(Engine engine, Renewal renewal) {
        this.engine = engine;
        this.renewal = renewal;
        this.store = engine.store();
    }

    /** Has the tasks run again as they were; with {@code dryRun} only tells which. */
    List<Affected> clear(String dagId, RunSelection runs, TaskSelection tasks, boolean dryRun) {
        return correct(dagId, runs, tasks, dryRun, RunEvent.Clear::new, true, false);
    }

    /** Likewise, as the dag is now: the runs must have ended, and have its version in force from now on. */
    List<Affected> clearOnLatestVersion(String dagId, RunSelection runs, TaskSelection tasks, boolean dryRun) {
        return correct(dagId, runs, tasks, dryRun, RunEvent.Clear::new, true, true);
    }

    /** Has the tasks count as ended so; with {@code dryRun} only tells which. */
    List<Affected> mark(String dagId, RunSelection runs, TaskSelection tasks, TaskState state, boolean dryRun) {
        if (!Transitions.isMarkable(TaskState.NONE, state)) {
            throw new SchedulerException(
                    SchedulerException.Code.INVALID,
                    "A task cannot be marked " + state.text() + ": it may be success, failed or skipped.");
        }
        return correct(dagId, runs, tasks, dryRun, taskIds -> new RunEvent.Mark(taskIds, state), false, false);
    }

    private List<Affected> correct(
            String dagId,
            RunSelection runs,
            TaskSelection tasks,
            boolean dryRun,
            Function<List<String>, RunEvent> event,
            boolean withSetups,
            boolean onLatestVersion) {
        return store.change(tx -> {
            List<Affected> affected = new ArrayList<>();
            for (RunKey key : keys(tx, dagId, runs)) {
                store.runs().lock(tx, key);
                RunStatus run =
                        onLatestVersion ? renewal.shown(tx, key) : store.runs().status(tx, key);
                List<TaskStatus> chosen =
                        withSetups ? withSetups(run, tasks.of(run)) : withInstances(run, tasks.of(run));
                chosen.forEach(task -> affected.add(new Affected(key.runId(), task.taskId(), task.state())));
                if (!dryRun && !chosen.isEmpty()) {
                    if (onLatestVersion) {
                        renewal.renew(tx, key);
                    }
                    apply(
                            tx,
                            key,
                            event.apply(chosen.stream().map(TaskStatus::taskId).toList()));
                }
            }
            return affected;
        });
    }

    /** As in Airflow, what was set up for a task is set up anew for it. */
    private static List<TaskStatus> withSetups(RunStatus run, List<TaskStatus> chosen) {
        Set<String> names = new LinkedHashSet<>();
        chosen.forEach(task -> names.add(task.taskId()));
        Set<String> all = Setups.broughtAlong(run, names);
        return run.tasks().stream().filter(task -> all.contains(task.taskId())).toList();
    }

    /** A mark of a task is one of each of its instances. */
    private static List<TaskStatus> withInstances(RunStatus run, List<TaskStatus> chosen) {
        Set<TaskStatus> all = new LinkedHashSet<>();
        for (TaskStatus task : chosen) {
            all.add(task);
            run.tasks().instances(task.taskId()).stream()
                    .filter(instance -> instance.state() != TaskState.REMOVED)
                    .forEach(all::add);
        }
        return List.copyOf(all);
    }

    private void apply(Transaction tx, RunKey key, RunEvent event) {
        String refusal = engine.apply(tx, key, event);
        if (refusal != null) {
            throw new SchedulerException(
                    SchedulerException.Code.CONFLICT, "Run " + key.runId() + ": " + refusal + " Nothing was changed.");
        }
    }

    private List<RunKey> keys(Transaction tx, String dagId, RunSelection runs) {
        return switch (runs) {
            case RunSelection.Named(List<String> runIds) ->
                runIds.stream()
                        .map(runId -> existing(tx, new RunKey(dagId, runId)))
                        .toList();
            case RunSelection.Dated dated -> {
                List<RunKey> keys = store.history().dated(tx, dagId, dated.from(), dated.to(), MOST_RUNS + 1);
                if (keys.size() > MOST_RUNS) {
                    throw new SchedulerException(
                            SchedulerException.Code.INVALID,
                            "These are more than " + MOST_RUNS + " runs: choose a shorter stretch.");
                }
                yield keys;
            }
        };
    }

    private RunKey existing(Transaction tx, RunKey key) {
        return store.runs()
                .find(tx, key)
                .map(RunRow::key)
                .orElseThrow(() ->
                        SchedulerException.notFound("The dag '" + key.dagId() + "' has no run '" + key.runId() + "'."));
    }
}
