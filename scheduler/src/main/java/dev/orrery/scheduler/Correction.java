package dev.orrery.scheduler;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What follows when somebody sets a run's tasks right by hand: has them run again, or says how they are to be taken. Pure. */
final class Correction {
    private Correction() {}

    /** The tasks run again as soon as what is before them lets them, with their retries anew; an ended run is opened. */
    static Decision clear(RunStatus run, RunEvent.Clear event) {
        String refusal = refusal(run, event.taskIds());
        if (refusal != null) {
            return Decision.refused(run, refusal);
        }
        RunStatus open = opened(run);
        for (String taskId : event.taskIds()) {
            TaskStatus task = open.task(taskId).orElseThrow();
            open = open.reset(task);
        }
        // A run that has another version now may have a task that never ran.
        boolean isNew = run.state().isTerminal()
                && event.taskIds().stream()
                        .anyMatch(taskId -> run.task(taskId).orElseThrow().state() == TaskState.NONE);
        return open.tasks().equals(run.tasks()) && !isNew ? Decision.none(run) : settled(open);
    }

    /**
     * The tasks count as ended so. As in Airflow, a success lets the tasks behind run again that failed, or could not run; the
     * run's own state follows from its tasks.
     */
    static Decision mark(RunStatus run, RunEvent.Mark event) {
        String refusal = refusal(run, event.taskIds());
        if (refusal != null) {
            return Decision.refused(run, refusal);
        }
        RunStatus open = opened(run);
        Set<String> marked = new HashSet<>(event.taskIds());
        for (String taskId : event.taskIds()) {
            open = marked(open, open.task(taskId).orElseThrow(), event.state());
        }
        if (event.state() != TaskState.FAILED) {
            for (String taskId : event.taskIds()) {
                for (TaskStatus later : open.downstream(taskId)) {
                    boolean stopped = later.state() == TaskState.FAILED || later.state() == TaskState.UPSTREAM_FAILED;
                    open = stopped && !marked.contains(later.taskId()) ? open.reset(later) : open;
                }
            }
        }
        return settled(open);
    }

    private static RunStatus marked(RunStatus run, TaskStatus task, TaskState state) {
        List<TaskStatus> marked = new ArrayList<>();
        if (task.mapping() instanceof Mapping.Each) {
            run.tasks().instances(task.taskId()).stream()
                    .filter(instance -> instance.state() != TaskState.REMOVED)
                    .forEach(instance -> marked.add(instance.marked(state)));
        }
        return run.with(marked).with(task.marked(state));
    }

    private static @Nullable String refusal(RunStatus run, List<String> taskIds) {
        if (run.cancelling() && !run.state().isTerminal()) {
            return "The run is being cancelled: wait until it has ended.";
        }
        for (String taskId : taskIds) {
            TaskStatus task = run.task(taskId).orElse(null);
            if (task == null || task.state() == TaskState.REMOVED) {
                return "The run has no task '" + taskId + "'.";
            }
            if (task.state().isLive()) {
                return "The task '" + taskId + "' is at work: wait until it has ended, or cancel the run first.";
            }
        }
        return null;
    }

    private static RunStatus opened(RunStatus run) {
        return run.state().isTerminal() ? run.in(RunState.RUNNING).cancelling(false) : run;
    }

    /** What follows; a run that waits for a place is not begun by this. */
    private static Decision settled(RunStatus run) {
        return run.state() == RunState.QUEUED ? Decision.none(run) : Decision.settle(run);
    }
}
