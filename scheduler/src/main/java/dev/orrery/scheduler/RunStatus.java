package dev.orrery.scheduler;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A run with its tasks, as decisions see it.
 *
 * @param cancelling somebody asked for its end, and it is under way
 * @param overdue its time was over, which is why its end is under way, or was reached
 * @param tasks in the order of dag.yml
 */
record RunStatus(RunState state, boolean cancelling, boolean overdue, List<TaskStatus> tasks) {
    RunStatus {
        tasks = List.copyOf(tasks);
    }

    /** A run whose time is not over. */
    RunStatus(RunState state, boolean cancelling, List<TaskStatus> tasks) {
        this(state, cancelling, false, tasks);
    }

    Optional<TaskStatus> task(String taskId) {
        return tasks.stream().filter(task -> task.taskId().equals(taskId)).findFirst();
    }

    RunStatus in(RunState next) {
        if (!Transitions.isLegal(state, next)) {
            throw new IllegalStateException("a run cannot go from " + state + " to " + next);
        }
        return new RunStatus(next, cancelling, overdue, tasks);
    }

    RunStatus cancelling(boolean value) {
        return new RunStatus(state, value, value && overdue, tasks);
    }

    /** Its end is under way, as its time is over. */
    RunStatus timedOut() {
        return new RunStatus(state, true, true, tasks);
    }

    RunStatus with(TaskStatus changed) {
        return new RunStatus(
                state,
                cancelling,
                overdue,
                tasks.stream()
                        .map(task -> task.taskId().equals(changed.taskId()) ? changed : task)
                        .toList());
    }

    /** The states of the tasks before a task. */
    List<TaskState> before(TaskStatus task) {
        return task.after().stream()
                .map(id -> task(id).map(TaskStatus::state)
                        .orElseThrow(() -> new IllegalStateException("no task " + id + " in this run")))
                .toList();
    }

    /** Every task that waits for a task, directly or through others. */
    List<TaskStatus> downstream(String taskId) {
        Set<String> found = new HashSet<>(Set.of(taskId));
        List<TaskStatus> downstream = new ArrayList<>();
        boolean grown = true;
        while (grown) {
            grown = false;
            for (TaskStatus task : tasks) {
                if (task.after().stream().anyMatch(found::contains) && found.add(task.taskId())) {
                    downstream.add(task);
                    grown = true;
                }
            }
        }
        return downstream;
    }

    /** The tasks that no other waits for. */
    List<TaskStatus> leaves() {
        Set<String> waitedFor = new HashSet<>();
        tasks.forEach(task -> waitedFor.addAll(task.after()));
        return tasks.stream().filter(task -> !waitedFor.contains(task.taskId())).toList();
    }
}
