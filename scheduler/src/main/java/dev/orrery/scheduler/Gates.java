package dev.orrery.scheduler;

import dev.orrery.dag.DagSpec;
import dev.orrery.dag.TaskSpec;
import dev.orrery.database.Transaction;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Asks the gates of tasks whose rule has come true. */
final class Gates {
    private final JdbcSchedulerStore store;
    private final RunSpecs specs;

    Gates(JdbcSchedulerStore store, RunSpecs specs) {
        this.store = store;
        this.specs = specs;
    }

    Map<String, Answer> ask(Transaction tx, RunKey key, List<String> taskIds, Instant now) {
        RunRow run = store.runs().find(tx, key).orElseThrow();
        RunStatus status = store.runs().status(tx, key);
        Map<String, Answer> answers = new LinkedHashMap<>();
        for (String taskId : taskIds) {
            TaskStatus task = status.task(taskId).orElseThrow();
            answers.put(taskId, pastLets(tx, run, task, now) ? rendered(tx, run, task, now) : new Answer.NotYet());
        }
        return answers;
    }

    /** As in Airflow, the run before is that of the next earlier logical date; a task that it does not have keeps none. */
    private boolean pastLets(Transaction tx, RunRow run, TaskStatus task, Instant now) {
        boolean downstream = task.gates().contains(Gate.DOWNSTREAM);
        if (!downstream && !task.gates().contains(Gate.PAST)) {
            return true;
        }
        JdbcWaitStore.Dated before = store.waits()
                .before(tx, run.key().dagId(), run.interval().logicalDate())
                .orElse(null);
        if (before == null || lets(store.runs().status(tx, before.run()), task.taskId(), downstream)) {
            return true;
        }
        if (store.waits().await(tx, run.key(), before.run().dagId(), before.logicalDate())) {
            // Once more when this is seen by whoever ends that task just now.
            store.waits().wakeAt(tx, run.key(), now);
        }
        return false;
    }

    private static boolean lets(RunStatus before, String taskId, boolean downstream) {
        Stream<TaskStatus> behind =
                downstream ? before.tasks().stream().filter(task -> task.after().contains(taskId)) : Stream.of();
        TaskName name = TaskName.of(taskId);
        if (name.isInstance() && before.task(taskId).isEmpty()) {
            // Whether it has such an instance is known once its task has ended, or has others.
            return before.task(name.taskId())
                    .filter(task -> task.state() == TaskState.NONE)
                    .isEmpty();
        }
        return Stream.concat(before.task(taskId).stream(), behind)
                .filter(task -> task.state() != TaskState.REMOVED)
                .allMatch(task -> task.state() == TaskState.SUCCESS || task.state() == TaskState.SKIPPED);
    }

    /** The condition, and then the items. */
    private Answer rendered(Transaction tx, RunRow run, TaskStatus task, Instant now) {
        if (!task.gates().contains(Gate.WHEN) && !task.gates().contains(Gate.EACH)) {
            return new Answer.GoOn();
        }
        String failed = "ConditionUnusable";
        try {
            DagSpec dag = specs.of(tx, run);
            TaskName name = TaskName.of(task.taskId());
            TaskSpec spec = dag.task(name.taskId()).orElseThrow();
            int number = task.attempts() + 1;
            Rendering rendering = name.isInstance()
                    ? specs.rendering(tx, run, dag, spec, name, number, now)
                    : specs.rendering(tx, run, dag, spec, number, now);
            String when = spec.start().when();
            if (when != null && task.gates().contains(Gate.WHEN) && !rendering.holds(when)) {
                return new Answer.Skip();
            }
            failed = "ItemsUnusable";
            return task.gates().contains(Gate.EACH) ? new Answer.Expand(rendering.items()) : new Answer.GoOn();
        } catch (SchedulerException e) {
            return new Answer.Broken(failed, String.valueOf(e.getMessage()));
        }
    }
}
