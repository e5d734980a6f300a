package dev.orrery.scheduler;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A run with its tasks, as decisions see it.
 *
 * @param cancelling somebody asked for its end, and it is under way
 * @param overdue its time was over, which is why its end is under way, or was reached
 * @param tasks in the order of dag.yml, a task's instances behind it or behind all
 */
record RunStatus(RunState state, boolean cancelling, boolean overdue, Tasks tasks) {
    RunStatus(RunState state, boolean cancelling, boolean overdue, List<TaskStatus> tasks) {
        this(state, cancelling, overdue, Tasks.of(tasks));
    }

    /** A run whose time is not over. */
    RunStatus(RunState state, boolean cancelling, List<TaskStatus> tasks) {
        this(state, cancelling, false, Tasks.of(tasks));
    }

    Optional<TaskStatus> task(String taskId) {
        return tasks.find(taskId);
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

    /** With a task changed; where it is an instance, its task's state follows. */
    RunStatus with(TaskStatus changed) {
        RunStatus next = with(List.of(changed));
        return changed.mapping() instanceof Mapping.Instance(String of, int index)
                        && task(of).orElseThrow().state() != TaskState.NONE
                ? next.joined(of)
                : next;
    }

    /** With tasks changed, and nothing else. */
    RunStatus with(Collection<TaskStatus> changed) {
        return new RunStatus(state, cancelling, overdue, tasks.with(changed));
    }

    /** With the state of a task that has instances as it follows from theirs. */
    RunStatus joined(String taskId) {
        TaskStatus task = task(taskId).orElseThrow();
        TaskState joined = Instances.join(tasks.instances(taskId));
        return joined == task.state() ? this : with(List.of(task.joined(joined)));
    }

    /** With a task, and all of its instances, as if they had not run. */
    RunStatus reset(TaskStatus task) {
        List<TaskStatus> reset = new ArrayList<>();
        if (task.state() != TaskState.NONE) {
            reset.add(task.reset());
        }
        if (task.mapping() instanceof Mapping.Each) {
            tasks.instances(task.taskId()).stream()
                    .filter(instance -> instance.state() != TaskState.NONE)
                    .forEach(instance -> reset.add(instance.reset()));
        }
        return task.mapping() instanceof Mapping.Instance && !reset.isEmpty() ? with(reset.getFirst()) : with(reset);
    }

    /** The states of what is before a task: of a task with instances, theirs, as far as they are known. */
    List<TaskState> before(TaskStatus task) {
        List<TaskState> states = new ArrayList<>();
        for (String id : task.after()) {
            TaskStatus before = task(id).orElseThrow(() -> new IllegalStateException("no task " + id + " in this run"));
            List<TaskState> ofInstances = before.mapping() instanceof Mapping.Each && before.state() != TaskState.NONE
                    ? tasks.instances(id).stream()
                            .map(TaskStatus::state)
                            .filter(state -> state != TaskState.REMOVED)
                            .toList()
                    : List.of();
            states.addAll(ofInstances.isEmpty() ? List.of(before.state()) : ofInstances);
        }
        return states;
    }

    /** Every task that waits for a task, or for an instance's task, directly or through others. */
    List<TaskStatus> downstream(String name) {
        Set<String> found = new HashSet<>(Set.of(TaskName.of(name).taskId()));
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

    /** Every task that a task, or an instance's task, waits for, directly or through others. */
    Set<String> upstream(String name) {
        Set<String> found = new LinkedHashSet<>();
        List<String> open = new ArrayList<>(List.of(TaskName.of(name).taskId()));
        while (!open.isEmpty()) {
            for (String before : task(open.removeLast()).orElseThrow().after()) {
                if (found.add(before)) {
                    open.add(before);
                }
            }
        }
        return found;
    }

    /** The tasks whose ends are the run's: those that none waits for, as if there were no teardowns, where there is another. */
    List<TaskStatus> leaves() {
        Set<String> waitedFor = new HashSet<>();
        Set<String> waitedForByAny = new HashSet<>();
        for (TaskStatus task : tasks) {
            waitedForByAny.addAll(task.after());
            if (!task.role().isTeardown()) {
                waitedFor.addAll(task.after());
            }
        }
        List<TaskStatus> leaves = leaves(waitedFor).stream()
                .filter(task -> !task.role().isTeardown())
                .toList();
        if (leaves.isEmpty()) {
            return leaves(waitedForByAny);
        }
        return Stream.concat(leaves.stream(), tasks.stream().filter(RunStatus::isDecisive))
                .toList();
    }

    private static boolean isDecisive(TaskStatus task) {
        return task.role() == TaskRole.DECISIVE_TEARDOWN && !(task.mapping() instanceof Mapping.Instance);
    }

    private List<TaskStatus> leaves(Set<String> waitedFor) {
        return tasks.stream()
                .filter(task -> !(task.mapping() instanceof Mapping.Instance))
                .filter(task -> !waitedFor.contains(task.taskId()))
                .toList();
    }
}
