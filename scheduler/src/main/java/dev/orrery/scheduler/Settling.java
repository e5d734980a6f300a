package dev.orrery.scheduler;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Lets what waits go on as far as it can, in passes over all tasks until nothing changes. For one use. */
final class Settling {
    private RunStatus run;
    private final boolean hasSetups;
    private final List<RunAction> actions = new ArrayList<>();

    Settling(RunStatus run) {
        this.run = run;
        this.hasSetups = run.tasks().stream().anyMatch(task -> task.role() == TaskRole.SETUP);
    }

    /** @param asked the tasks whose gates are not to be asked now, as they just were */
    Decision settle(Set<String> asked) {
        while (pass()) {
            // once more
        }
        List<String> gated = new ArrayList<>();
        Map<String, Integer> places = new HashMap<>();
        for (TaskStatus task : run.tasks()) {
            // One that was asked and waits keeps its place, so that no two ask each other's turn for ever.
            if (task.isGated() && mayRun(run, task, places) && !asked.contains(task.taskId())) {
                gated.add(task.taskId());
            }
        }
        if (!gated.isEmpty()) {
            actions.add(new RunAction.Ask(gated));
        }
        return new Decision(Decision.finishedOrNot(run), actions, null);
    }

    private boolean pass() {
        Map<String, TaskStatus> changed = new LinkedHashMap<>();
        Map<String, Integer> free = new HashMap<>();
        RunStatus seen = run;
        for (TaskStatus task : seen.tasks()) {
            if (task.state() == TaskState.NONE && isOpen(seen, task)) {
                TaskStatus next = task.mapping() instanceof Mapping.Instance instance
                        ? begun(seen, task, instance, free)
                        : next(task, judge(seen, task));
                if (next.state() != TaskState.NONE) {
                    changed.put(next.taskId(), next);
                }
                if (next.state().isLive()) {
                    actions.add(Decision.begin(next));
                } else if (next.state().isTerminal()) {
                    Instances.without(seen, task).forEach(one -> changed.put(one.taskId(), one));
                }
            }
        }
        run = changed.isEmpty() ? run : run.with(changed.values());
        return !changed.isEmpty();
    }

    private static TaskStatus begun(
            RunStatus run, TaskStatus task, Mapping.Instance instance, Map<String, Integer> free) {
        TaskStatus of = run.task(instance.of()).orElseThrow();
        if (of.state() != TaskState.RUNNING) {
            return task; // which items there are is not known
        }
        int left = free.computeIfAbsent(instance.of(), id -> free(run, of));
        if (left <= 0 || task.isGated()) {
            return task;
        }
        free.put(instance.of(), left - 1);
        return task.withNewAttempt();
    }

    private static int free(RunStatus run, TaskStatus of) {
        int most = of.mapping() instanceof Mapping.Each(int maxParallel) ? maxParallel : 1;
        return most
                - (int) run.tasks().instances(of.taskId()).stream()
                        .filter(one -> one.state().isLive())
                        .count();
    }

    private static TaskStatus next(TaskStatus task, Triggers.Verdict verdict) {
        return switch (verdict) {
            case WAIT -> task;
            case RUN -> task.isGated() ? task : task.withNewAttempt();
            case SKIP -> task.in(TaskState.SKIPPED);
            case UPSTREAM_FAILED -> task.in(TaskState.UPSTREAM_FAILED);
        };
    }

    /** While a run is being ended only its teardowns go on. */
    private static boolean isOpen(RunStatus run, TaskStatus task) {
        return !run.cancelling() || task.role().isTeardown();
    }

    private Triggers.Verdict judge(RunStatus seen, TaskStatus task) {
        return judge(seen, task, hasSetups);
    }

    private static Triggers.Verdict judge(RunStatus run, TaskStatus task, boolean hasSetups) {
        if (task.role().isTeardown()) {
            return Setups.judgeTeardown(run, task);
        }
        Triggers.Verdict setups = hasSetups ? Setups.judge(run, task) : Triggers.Verdict.RUN;
        return setups == Triggers.Verdict.RUN ? Triggers.judge(task.rule(), run.before(task)) : setups;
    }

    /** Whether what is before a task lets it run, whatever its own state. */
    static boolean lets(RunStatus run, TaskStatus task) {
        return judge(run, task, true) == Triggers.Verdict.RUN;
    }

    /** Whether only its gates keep a task. */
    static boolean mayRun(RunStatus run, TaskStatus task) {
        return mayRun(run, task, new HashMap<>());
    }

    /** @param places how many instances of a task may begin, one fewer for each that may */
    private static boolean mayRun(RunStatus run, TaskStatus task, Map<String, Integer> places) {
        if (task.state() != TaskState.NONE || !isOpen(run, task)) {
            return false;
        }
        if (!(task.mapping() instanceof Mapping.Instance(String of, int _))) {
            return lets(run, task);
        }
        TaskStatus all = run.task(of).orElseThrow();
        int left = all.state() == TaskState.RUNNING ? places.computeIfAbsent(of, id -> free(run, all)) : 0;
        places.put(of, left - 1);
        return left > 0;
    }
}
