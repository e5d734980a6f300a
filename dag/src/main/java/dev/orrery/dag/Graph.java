package dev.orrery.dag;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks what comes after what. */
final class Graph {
    private final Map<String, TaskSpec> tasks;
    private final Set<String> done = new HashSet<>();
    private final List<String> path = new ArrayList<>();
    private final Set<String> onPath = new HashSet<>();

    private Graph(Map<String, TaskSpec> tasks) {
        this.tasks = tasks;
    }

    static void check(Map<String, TaskSpec> tasks, Set<String> groups, YamlMap dag, Findings findings) {
        Set<String> known = new LinkedHashSet<>(tasks.keySet());
        known.addAll(groups);
        for (TaskSpec task : tasks.values()) {
            for (String before : task.start().after()) {
                if (!tasks.containsKey(before)) {
                    findings.error(
                            line(task, dag),
                            "tasks." + task.taskId() + ".after",
                            "the task '" + task.taskId() + "' comes after '" + before + "', which is no task",
                            Nearest.to(before, known)
                                    .map(near -> "Did you mean '" + near + "'?")
                                    .orElse("Known: " + String.join(", ", known) + "."));
                }
            }
        }
        Graph graph = new Graph(tasks);
        for (TaskSpec task : tasks.values()) {
            List<String> cycle = graph.cycleFrom(task.taskId());
            if (!cycle.isEmpty()) {
                findings.error(
                        task.lines().task(),
                        "tasks." + task.taskId() + ".after",
                        "the tasks wait for each other: " + String.join(" -> ", cycle),
                        "Remove one of these 'after'.");
                return;
            }
        }
    }

    private static int line(TaskSpec task, YamlMap dag) {
        return task.lines().task() == 0 ? dag.line() : task.lines().task();
    }

    /** The cycle that can be reached from a task, its first task again at its end; empty where there is none. */
    private List<String> cycleFrom(String id) {
        if (onPath.contains(id)) {
            List<String> cycle = new ArrayList<>(path.subList(path.indexOf(id), path.size()));
            cycle.add(id);
            return cycle.reversed();
        }
        TaskSpec task = tasks.get(id);
        if (task == null || !done.add(id)) {
            return List.of();
        }
        path.add(id);
        onPath.add(id);
        for (String before : task.start().after()) {
            List<String> cycle = cycleFrom(before);
            if (!cycle.isEmpty()) {
                return cycle;
            }
        }
        path.removeLast();
        onPath.remove(id);
        return List.of();
    }
}
