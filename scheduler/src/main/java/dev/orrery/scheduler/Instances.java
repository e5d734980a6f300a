package dev.orrery.scheduler;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The instances of a task that runs for each of several items: made when the items are known, and what they are together. */
final class Instances {
    private Instances() {}

    /** The state of a task with these instances. */
    static TaskState join(Collection<TaskStatus> instances) {
        Set<TaskState> states = EnumSet.noneOf(TaskState.class);
        instances.forEach(instance -> states.add(instance.state()));
        states.remove(TaskState.REMOVED);
        if (states.stream().anyMatch(state -> !state.isTerminal())) {
            return TaskState.RUNNING;
        }
        for (TaskState worst : List.of(TaskState.FAILED, TaskState.UPSTREAM_FAILED, TaskState.CANCELLED)) {
            if (states.contains(worst)) {
                return worst;
            }
        }
        return states.contains(TaskState.SUCCESS) ? TaskState.SUCCESS : TaskState.SKIPPED;
    }

    /**
     * The run once a task's items are known. Instances of an earlier time for which there is no item any more are removed; where
     * there are no items, the task is skipped.
     *
     * @param actions gets what is to be done about it
     */
    static RunStatus expand(RunStatus run, TaskStatus task, List<@Nullable Object> items, List<RunAction> actions) {
        List<TaskStatus> instances = new ArrayList<>();
        for (TaskStatus known : run.tasks().instances(task.taskId())) {
            if (TaskName.of(known.taskId()).mapIndex() >= items.size()) {
                instances.add(known.removed());
            } else if (known.state() != TaskState.NONE) {
                instances.add(known.reset());
            }
        }
        for (int i = 0; i < items.size(); i++) {
            TaskStatus made = task.instance(i);
            if (run.task(made.taskId()).isEmpty()) {
                instances.add(made);
            }
        }
        if (!items.isEmpty()) {
            actions.add(new RunAction.Expand(task.taskId(), items));
        }
        return run.with(instances)
                .with(List.of(items.isEmpty() ? task.in(TaskState.SKIPPED) : task.joined(TaskState.RUNNING)));
    }

    /** What is left of the instances of a task that does not run this time. */
    static List<TaskStatus> without(RunStatus run, TaskStatus task) {
        return task.mapping() instanceof Mapping.Each
                ? run.tasks().instances(task.taskId()).stream()
                        .filter(instance -> !instance.state().isTerminal())
                        .map(TaskStatus::removed)
                        .toList()
                : List.of();
    }
}
