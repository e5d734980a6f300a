package dev.orrery.scheduler;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which setups a task needs, and what follows for it from their ends; Airflow's meaning. */
final class Setups {
    private Setups() {}

    /**
     * The setups that a task needs: those before it that have no teardown, or one that comes after the task, too.
     *
     * @param run has its tasks' order; their states do not count
     */
    static List<TaskStatus> of(RunStatus run, TaskStatus task) {
        List<TaskStatus> setups = run.upstream(task.taskId()).stream()
                .flatMap(id -> run.task(id).stream())
                .filter(before -> before.role() == TaskRole.SETUP)
                .toList();
        if (setups.isEmpty()) {
            return setups;
        }
        Set<String> after = new HashSet<>();
        run.downstream(task.taskId()).forEach(later -> after.add(later.taskId()));
        after.add(task.taskId());
        return setups.stream()
                .filter(setup -> {
                    List<TaskStatus> teardowns = teardowns(run, setup);
                    return teardowns.isEmpty() || teardowns.stream().anyMatch(one -> after.contains(one.taskId()));
                })
                .toList();
    }

    /** The setups directly before a task. */
    static List<TaskStatus> before(RunStatus run, TaskStatus task) {
        return task.after().stream()
                .flatMap(id -> run.task(id).stream())
                .filter(before -> before.role() == TaskRole.SETUP)
                .toList();
    }

    private static List<TaskStatus> teardowns(RunStatus run, TaskStatus setup) {
        return run.tasks().stream()
                .filter(task -> task.role().isTeardown() && task.after().contains(setup.taskId()))
                .toList();
    }

    /** These tasks and, where they run again, what runs again with them: the setups they need, and those setups' teardowns. */
    static Set<String> broughtAlong(RunStatus run, Set<String> names) {
        Set<String> all = new LinkedHashSet<>(names);
        if (run.tasks().stream().noneMatch(task -> task.role() == TaskRole.SETUP)) {
            return all;
        }
        for (String name : List.copyOf(names)) {
            TaskStatus task = run.task(name).orElseThrow();
            if (task.role() == TaskRole.WORK) {
                for (TaskStatus setup : of(run, task)) {
                    all.add(setup.taskId());
                    teardowns(run, setup).forEach(teardown -> all.add(teardown.taskId()));
                }
            }
        }
        return all;
    }

    /** What the setups before a task say of it; RUN where they have nothing against it. */
    static Triggers.Verdict judge(RunStatus run, TaskStatus task) {
        List<TaskState> states = new ArrayList<>();
        of(run, task).forEach(setup -> states.add(setup.state()));
        if (states.stream().anyMatch(state -> switch (state) {
            case FAILED, UPSTREAM_FAILED, CANCELLED -> true;
            case NONE, QUEUED, RUNNING, SUCCESS, UP_FOR_RETRY, SKIPPED, REMOVED -> false;
        })) {
            return Triggers.Verdict.UPSTREAM_FAILED;
        }
        if (states.contains(TaskState.SKIPPED)) {
            return Triggers.Verdict.SKIP;
        }
        return states.stream().allMatch(TaskState::isTerminal) ? Triggers.Verdict.RUN : Triggers.Verdict.WAIT;
    }

    /** When a teardown runs: when all before it has ended, if it has setups and one succeeded, or has none. */
    static Triggers.Verdict judgeTeardown(RunStatus run, TaskStatus task) {
        if (!run.before(task).stream().allMatch(TaskState::isTerminal)) {
            return Triggers.Verdict.WAIT;
        }
        List<TaskState> setups =
                before(run, task).stream().map(TaskStatus::state).toList();
        if (setups.isEmpty() || setups.contains(TaskState.SUCCESS)) {
            return Triggers.Verdict.RUN;
        }
        return setups.stream().allMatch(state -> state == TaskState.SKIPPED)
                ? Triggers.Verdict.SKIP
                : Triggers.Verdict.UPSTREAM_FAILED;
    }
}
