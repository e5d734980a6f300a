package dev.orrery.dag;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads a dag's tasks: {@code tasks} and {@code groups}, or the one notebook of {@code notebook_name}. */
final class TaskReader {
    private static final int MOST_TASKS = 1000;

    private final YamlMap dag;
    private final Findings findings;
    private final Defaults defaults;
    private final Map<String, Integer> lines;
    private final Consumer<YamlMap> note;
    private final Map<String, TaskSpec> tasks = new LinkedHashMap<>();
    /** Each group's name and the names that the whole of it comes after. */
    private final Map<String, List<String>> groups = new LinkedHashMap<>();

    TaskReader(YamlMap dag, Findings findings, Defaults defaults, Map<String, Integer> lines, Consumer<YamlMap> note) {
        this.dag = dag;
        this.findings = findings;
        this.defaults = defaults;
        this.lines = lines;
        this.note = note;
    }

    List<TaskSpec> read() {
        if (dag.has("notebook_name")) {
            for (String other : List.of("tasks", "groups")) {
                if (dag.has(other)) {
                    dag.wrong("notebook_name", "notebook_name and " + other + " are both given", "Keep one of them.");
                }
            }
        }
        if (dag.has("tasks") || dag.has("groups")) {
            several(dag, null, defaults);
            dag.map("groups").ifPresent(this::groups);
            enough();
        } else if (dag.has("notebook_name")) {
            TaskKind.Notebook notebook = KindReader.notebook(dag, "notebook_name");
            if (notebook != null) {
                add(single(notebook));
            }
        } else {
            findings.error(
                    null,
                    "notebook_name",
                    "the dag has no notebook",
                    "Add 'notebook_name: notebook.ipynb' or 'tasks'.");
        }
        Map<String, TaskSpec> resolved = new TaskNames(tasks, groups).resolved();
        Graph.check(resolved, groups.keySet(), dag, findings);
        return List.copyOf(resolved.values());
    }

    private TaskSpec single(TaskKind.Notebook notebook) {
        String path = notebook.path();
        String stem = path.substring(path.lastIndexOf('/') + 1)
                .replaceFirst("\\.ipynb$", "")
                .replaceAll("[^A-Za-z0-9_.-]", "_")
                .replaceFirst("^[^A-Za-z0-9]+", "");
        int line = dag.line("notebook_name");
        return new TaskSpec(
                stem.isEmpty() ? "notebook" : stem,
                null,
                notebook,
                defaults.parameters(),
                defaults.env(),
                defaults.connections(),
                new Start(
                        List.of(),
                        TriggerRule.ALL_SUCCESS,
                        null,
                        defaults.dependsOnPast(),
                        defaults.waitForDownstream()),
                null,
                new Role.Work(),
                defaults.retries(),
                defaults.timeout(),
                defaults.pool(),
                List.of(),
                defaults.resources(),
                new TaskSpec.Lines(line, line, defaults.parameterLines()));
    }

    private void groups(YamlMap declared) {
        declared.entries().forEach((name, entry) -> {
            Optional<YamlMap> group = declared.map(name);
            if (group.isEmpty()) {
                return;
            }
            group.get().check(Vocabulary.OF_GROUP);
            note.accept(group.get());
            checkId(name, "a group's name", entry.line(), declared.path(name));
            if (tasks.containsKey(name)) {
                declared.wrong(name, "'" + name + "' is both a task and a group", "Give the group another name.");
            }
            groups.put(name, group.get().texts("after"));
            several(group.get(), name, defaults.read(group.get(), lines));
        });
    }

    /** The tasks below a dag or a group. */
    private void several(YamlMap map, @Nullable String group, Defaults outer) {
        Optional<YamlMap> byName = map.nodes("tasks").isEmpty() ? map.map("tasks") : Optional.empty();
        if (byName.isPresent()) {
            byName.get().entries().forEach((name, entry) -> task(group, name, entry.node(), entry.line(), outer));
        } else {
            map.nodes("tasks").stream()
                    .limit(MOST_TASKS + 1)
                    .forEach(node -> task(group, null, node, YamlValues.line(node), outer));
        }
    }

    private void enough() {
        if (tasks.size() > MOST_TASKS) {
            dag.wrong("tasks", "the dag has more than " + MOST_TASKS + " tasks", "Split it into several dags.");
        }
        if (tasks.isEmpty() && !findings.hasErrors()) {
            dag.wrong(
                    dag.has("tasks") ? "tasks" : "groups",
                    "'tasks' has no task",
                    "Add a task with 'task_id' and 'notebook'.");
        }
    }

    private void task(@Nullable String group, @Nullable String name, Node node, int line, Defaults outer) {
        if (!(node instanceof MappingNode mapping)) {
            findings.error(
                    line,
                    "tasks",
                    "a task is not a mapping",
                    "Write '- task_id: load' and below it 'notebook: load.ipynb'.");
            return;
        }
        String own = name == null ? declaredId(mapping) : name;
        String id = group == null ? own : group + "." + own;
        YamlMap map = dag.task(own == null || id == null ? "?" : id, mapping);
        map.check(Vocabulary.OF_TASK);
        note.accept(map);
        if (own == null) {
            map.wrong("task_id", "'task_id' is missing", "Add 'task_id: name'.");
        } else {
            checkId(own, "a task_id", line, map.path("task_id"));
            if (name != null && map.has("task_id") && !name.equals(map.text("task_id"))) {
                map.wrong(
                        "task_id",
                        "the task has two names, '" + name + "' and '" + map.text("task_id") + "'",
                        "Remove 'task_id'.");
            }
        }
        add(TaskFields.read(own == null || id == null ? "line " + line : id, group, map, line, outer, lines));
    }

    private void checkId(String id, String what, int line, String path) {
        if (!DagReader.ID.matcher(id).matches()) {
            findings.error(
                    line,
                    path,
                    "'" + id + "' cannot be " + what,
                    "Use letters, digits, '_', '-' and '.', and start with a letter or a digit.");
        }
    }

    private static @Nullable String declaredId(MappingNode mapping) {
        return mapping.getValue().stream()
                .filter(tuple -> tuple.getKeyNode() instanceof ScalarNode key
                        && key.getValue().equals("task_id"))
                .map(tuple -> tuple.getValueNode() instanceof ScalarNode value ? value.getValue() : "")
                .findFirst()
                .orElse(null);
    }

    private void add(TaskSpec task) {
        TaskSpec before = tasks.putIfAbsent(task.taskId(), task);
        if (before != null) {
            findings.error(
                    task.lines().task(),
                    "tasks." + task.taskId(),
                    "the task '" + task.taskId() + "' is there already, in line "
                            + before.lines().task(),
                    "Give it another task_id.");
        }
    }
}
