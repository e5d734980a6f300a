package dev.orrery.scheduler;

import java.util.ArrayList;
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
            run.tasks().forEach(task -> chosen.add(task.taskId()));
        }
        for (String taskId : taskIds) {
            TaskStatus task = run.task(taskId)
                    .orElseThrow(() -> SchedulerException.notFound("The run has no task '" + taskId + "'."));
            chosen.add(taskId);
            if (downstream) {
                run.downstream(taskId).forEach(later -> chosen.add(later.taskId()));
            }
            if (upstream) {
                addUpstream(run, task, chosen);
            }
        }
        return run.tasks().stream()
                .filter(task -> chosen.contains(task.taskId()))
                .filter(task ->
                        !onlyFailed || task.state() == TaskState.FAILED || task.state() == TaskState.UPSTREAM_FAILED)
                .toList();
    }

    private static void addUpstream(RunStatus run, TaskStatus task, Set<String> chosen) {
        List<TaskStatus> open = new ArrayList<>(List.of(task));
        while (!open.isEmpty()) {
            for (String before : open.removeLast().after()) {
                if (chosen.add(before)) {
                    run.task(before).ifPresent(open::add);
                }
            }
        }
    }
}
