package dev.orrery.scheduler;

import dev.orrery.dag.DagSpec;
import dev.orrery.dag.ForEach;
import dev.orrery.dag.TaskKind;
import dev.orrery.dag.TaskSpec;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The tasks of a run that has not begun, as a version of its dag gives them. */
final class PlannedTasks {
    private PlannedTasks() {}

    static List<TaskRow> of(DagSpec spec) {
        return spec.tasks().stream()
                .map(task -> new TaskRow(
                        TaskStatus.waiting(
                                        task.taskId(),
                                        task.start().after(),
                                        task.start().rule(),
                                        gates(spec, task),
                                        task.retries())
                                .as(TaskRole.of(task.role()), mapping(task)),
                        task.notebook().orElse(""),
                        task.group(),
                        null,
                        null))
                .toList();
    }

    private static Mapping mapping(TaskSpec task) {
        ForEach forEach = task.forEach();
        if (forEach == null) {
            return Mapping.ONE;
        }
        Integer most = forEach.maxParallel();
        return new Mapping.Each(most == null ? Integer.MAX_VALUE : most);
    }

    private static Set<Gate> gates(DagSpec spec, TaskSpec task) {
        Set<Gate> gates = EnumSet.noneOf(Gate.class);
        if (!task.produces().isEmpty() || !spec.data().produces().isEmpty()) {
            gates.add(Gate.PRODUCES);
        }
        if (task.start().dependsOnPast()) {
            gates.add(Gate.PAST);
        }
        if (task.start().waitForDownstream()) {
            gates.add(Gate.DOWNSTREAM);
        }
        if (task.kind() instanceof TaskKind.Wait) {
            gates.add(Gate.WAIT_FOR);
        }
        if (task.start().when() != null) {
            gates.add(Gate.WHEN);
        }
        if (task.forEach() != null) {
            gates.add(Gate.EACH);
        }
        return gates;
    }
}
