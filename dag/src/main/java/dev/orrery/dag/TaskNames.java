package dev.orrery.dag;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the tasks that names in dag.yml mean. In a group a task's own name is enough; a group's name means those of its tasks
 * that none of the group comes after (teardowns apart), and what a group comes after, its first tasks come after.
 */
final class TaskNames {
    private final Map<String, TaskSpec> tasks;
    private final Map<String, List<String>> groups;
    private final Map<String, Set<String>> lasts = new LinkedHashMap<>();

    TaskNames(Map<String, TaskSpec> tasks, Map<String, List<String>> groups) {
        this.tasks = tasks;
        this.groups = groups;
        groups.keySet().forEach(group -> lasts.put(group, lastOf(group)));
    }

    /** The tasks with the ids of tasks alone in what they come after; an unknown name stays. */
    Map<String, TaskSpec> resolved() {
        Map<String, TaskSpec> resolved = new LinkedHashMap<>();
        tasks.forEach((id, task) -> {
            Set<String> after = resolved(task.start().after(), task.group());
            String group = task.group();
            if (group != null && after.stream().noneMatch(before -> isIn(before, group))) {
                after.addAll(resolved(groups.getOrDefault(group, List.of()), null));
            }
            Start start = task.start();
            resolved.put(
                    id,
                    task.with(
                            new Start(
                                    List.copyOf(after),
                                    start.rule(),
                                    start.when(),
                                    start.dependsOnPast(),
                                    start.waitForDownstream()),
                            role(task),
                            forEach(task)));
        });
        return resolved;
    }

    private Role role(TaskSpec task) {
        return switch (task.role()) {
            case Role.Teardown(List<String> setups, boolean failsRun) ->
                new Role.Teardown(List.copyOf(resolved(setups, task.group())), failsRun);
            case Role.Work work -> work;
            case Role.Setup setup -> setup;
        };
    }

    private @Nullable ForEach forEach(TaskSpec task) {
        ForEach forEach = task.forEach();
        return forEach != null && forEach.items() instanceof ForEach.Items.Output(String of, String name)
                ? new ForEach(
                        new ForEach.Items.Output(one(of, task.group()), name), forEach.as(), forEach.maxParallel())
                : forEach;
    }

    private Set<String> resolved(List<String> names, @Nullable String group) {
        Set<String> resolved = new LinkedHashSet<>();
        for (String name : names) {
            String id = one(name, group);
            if (!tasks.containsKey(id) && lasts.containsKey(id)) {
                resolved.addAll(lasts.getOrDefault(id, Set.of()));
            } else {
                resolved.add(id);
            }
        }
        return resolved;
    }

    private String one(String name, @Nullable String group) {
        String sibling = group + "." + name;
        return group != null && tasks.containsKey(sibling) ? sibling : name;
    }

    private Set<String> lastOf(String group) {
        Set<String> last = new LinkedHashSet<>();
        Set<String> before = new HashSet<>();
        tasks.values().stream().filter(task -> isIn(task.taskId(), group)).forEach(task -> {
            if (!(task.role() instanceof Role.Teardown)) {
                last.add(task.taskId());
                task.start().after().forEach(name -> before.add(one(name, group)));
            }
        });
        last.removeAll(before);
        return last;
    }

    private boolean isIn(String taskId, String group) {
        TaskSpec task = tasks.get(taskId);
        return task != null && Objects.equals(task.group(), group);
    }
}
