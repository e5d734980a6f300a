package dev.orrery.scheduler;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which tasks of a run somebody means.
 *
 * @param taskIds empty for all of the run's
 * @param upstream those before them too, directly or through others
 * @param downstream those after them too, likewise
 * @param onlyFailed of all these just the ones that failed, or could not run since one before them failed
 */
record TaskSelection(List<String> taskIds, boolean upstream, boolean downstream, boolean onlyFailed) {
    TaskSelection {
        taskIds = List.copyOf(taskIds);
    }

    /** The tasks in the run's order; {@link SchedulerException} where it has no such task. */
    List<TaskStatus> of(RunStatus run) {
        Set<String> chosen = new LinkedHashSet<>();
        if (taskIds.isEmpty()) {
            run.tasks().stream()
                    .filter(task -> !(task.mapping() instanceof Mapping.Instance) && task.state() != TaskState.REMOVED)
                    .forEach(task -> chosen.add(task.taskId()));
        }
        for (String taskId : taskIds) {
            var _ = run.task(taskId)
                    .filter(task -> task.state() != TaskState.REMOVED)
                    .orElseThrow(() -> SchedulerException.notFound("The run has no task '" + taskId + "'."));
            chosen.add(taskId);
            if (downstream) {
                run.downstream(taskId).forEach(later -> chosen.add(later.taskId()));
            }
            if (upstream) {
                chosen.addAll(run.upstream(taskId));
            }
        }
        return run.tasks().stream()
                .filter(task -> isChosen(task, chosen))
                .filter(task ->
                        !onlyFailed || task.state() == TaskState.FAILED || task.state() == TaskState.UPSTREAM_FAILED)
                .toList();
    }

    /** Where only the failed ones are meant, the failed instances of a task are, and not all of them. */
    private boolean isChosen(TaskStatus task, Set<String> chosen) {
        return switch (task.mapping()) {
            case Mapping.One() -> chosen.contains(task.taskId());
            case Mapping.Each each -> chosen.contains(task.taskId()) && (!onlyFailed || task.attempts() > 0);
            case Mapping.Instance(String of, int index) ->
                chosen.contains(task.taskId()) || (onlyFailed && chosen.contains(of));
        };
    }
}
