package dev.orrery.dag;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads a dag's tasks: {@code tasks}, or the one notebook of {@code notebook_name}. */
final class TaskReader {
    static final Duration RETRY_DELAY = Duration.ofMinutes(5);
    private static final int MOST_TASKS = 1000;

    /** What a task takes from its dag. */
    record Defaults(
            int retries,
            Duration retryDelay,
            @Nullable Duration timeout,
            Resources resources,
            Map<String, @Nullable Object> parameters,
            Map<String, Integer> lines) {}

    private final YamlMap dag;
    private final Findings findings;
    private final Defaults defaults;
    private final Consumer<YamlMap> note;

    TaskReader(YamlMap dag, Findings findings, Defaults defaults, Consumer<YamlMap> note) {
        this.dag = dag;
        this.findings = findings;
        this.defaults = defaults;
        this.note = note;
    }

    List<TaskSpec> read() {
        if (dag.has("tasks") && dag.has("notebook_name")) {
            dag.wrong("notebook_name", "notebook_name and tasks are both given", "Keep one of them.");
        }
        Map<String, TaskSpec> tasks = new LinkedHashMap<>();
        if (dag.has("tasks")) {
            several(tasks);
        } else if (dag.has("notebook_name")) {
            String notebook = notebook(dag, "notebook_name");
            if (notebook != null) {
                add(tasks, single(notebook));
            }
        } else {
            findings.error(
                    null,
                    "notebook_name",
                    "the dag has no notebook",
                    "Add 'notebook_name: notebook.ipynb' or 'tasks'.");
        }
        Graph.check(tasks, dag, findings);
        return List.copyOf(tasks.values());
    }

    private TaskSpec single(String notebook) {
        String file = notebook.substring(notebook.lastIndexOf('/') + 1);
        String stem = file.replaceFirst("\\.ipynb$", "")
                .replaceAll("[^A-Za-z0-9_.-]", "_")
                .replaceFirst("^[^A-Za-z0-9]+", "");
        int line = dag.line("notebook_name");
        return new TaskSpec(
                stem.isEmpty() ? "notebook" : stem,
                notebook,
                defaults.parameters,
                List.of(),
                TriggerRule.ALL_SUCCESS,
                defaults.retries,
                defaults.retryDelay,
                defaults.timeout,
                defaults.resources,
                new TaskSpec.Lines(line, line, dagParameterLines()));
    }

    private void several(Map<String, TaskSpec> tasks) {
        Optional<YamlMap> byName = dag.nodes("tasks").isEmpty() ? dag.map("tasks") : Optional.empty();
        if (byName.isPresent()) {
            byName.get().entries().forEach((name, entry) -> task(tasks, name, entry.node(), entry.line()));
        } else {
            int place = 0;
            for (Node node : dag.nodes("tasks")) {
                task(tasks, null, node, YamlValues.line(node));
                if (++place > MOST_TASKS) {
                    break;
                }
            }
        }
        if (tasks.size() > MOST_TASKS) {
            dag.wrong("tasks", "the dag has more than " + MOST_TASKS + " tasks", "Split it into several dags.");
        }
        if (tasks.isEmpty() && !findings.hasErrors()) {
            dag.wrong("tasks", "'tasks' has no task", "Add a task with 'task_id' and 'notebook'.");
        }
    }

    private void task(Map<String, TaskSpec> tasks, @Nullable String name, Node node, int line) {
        if (!(node instanceof MappingNode mapping)) {
            findings.error(
                    line,
                    "tasks",
                    "a task is not a mapping",
                    "Write '- task_id: load' and below it 'notebook: load.ipynb'.");
            return;
        }
        String id = name == null ? declaredId(mapping) : name;
        YamlMap map = dag.child(id == null ? "?" : id, mapping);
        map.check(Field.OF_TASK);
        note.accept(map);
        if (id == null) {
            map.wrong("task_id", "'task_id' is missing", "Add 'task_id: name'.");
        } else if (!DagReader.ID.matcher(id).matches()) {
            findings.error(
                    line,
                    map.path("task_id"),
                    "'" + id + "' cannot be a task_id",
                    "Use letters, digits, '_', '-' and '.', and start with a letter or a digit.");
        } else if (name != null && map.has("task_id") && !name.equals(map.text("task_id"))) {
            map.wrong(
                    "task_id",
                    "the task has two names, '" + name + "' and '" + map.text("task_id") + "'",
                    "Remove 'task_id'.");
        }
        add(tasks, spec(id == null ? "line " + line : id, map, line));
    }

    private static @Nullable String declaredId(MappingNode mapping) {
        return mapping.getValue().stream()
                .filter(tuple -> tuple.getKeyNode() instanceof ScalarNode key
                        && key.getValue().equals("task_id"))
                .map(tuple -> tuple.getValueNode() instanceof ScalarNode value ? value.getValue() : "")
                .findFirst()
                .orElse(null);
    }

    private TaskSpec spec(String id, YamlMap map, int line) {
        Map<String, Integer> lines = new HashMap<>();
        Map<String, @Nullable Object> parameters = new LinkedHashMap<>(defaults.parameters);
        parameters.putAll(DagReader.parameters(map, lines));
        defaults.lines.putAll(lines);
        Map<String, Integer> parameterLines = new HashMap<>(dagParameterLines());
        String prefix = map.path("parameters") + ".";
        lines.forEach((path, at) -> parameterLines.put(path.substring(prefix.length()), at));
        String notebook = notebook(map, "notebook");
        Set<String> after = new LinkedHashSet<>(map.texts("after"));
        return new TaskSpec(
                id,
                notebook == null ? "" : notebook,
                Collections.unmodifiableMap(parameters),
                List.copyOf(after),
                rule(map),
                map.whole("retries", 0, 100, defaults.retries),
                delay(map, defaults.retryDelay),
                timeout(map, defaults.timeout),
                ResourceReader.read(map, defaults.resources),
                new TaskSpec.Lines(line, map.line("notebook"), parameterLines));
    }

    private void add(Map<String, TaskSpec> tasks, TaskSpec task) {
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

    private Map<String, Integer> dagParameterLines() {
        Map<String, Integer> lines = new HashMap<>();
        defaults.parameters.keySet().forEach(name -> {
            Integer line = defaults.lines.get("parameters." + name);
            if (line != null) {
                lines.put(name, line);
            }
        });
        return lines;
    }

    private static TriggerRule rule(YamlMap map) {
        String word = map.has("trigger_rule") ? map.text("trigger_rule") : null;
        if (word == null) {
            return TriggerRule.ALL_SUCCESS;
        }
        List<String> words = new ArrayList<>();
        for (TriggerRule rule : TriggerRule.values()) {
            if (rule.word().equals(word)) {
                return rule;
            }
            words.add(rule.word());
        }
        map.wrong(
                "trigger_rule",
                "'" + word + "' is no trigger rule",
                Nearest.to(word, words)
                        .map(near -> "Did you mean '" + near + "'?")
                        .orElse("Use one of " + String.join(", ", words) + "."));
        return TriggerRule.ALL_SUCCESS;
    }

    /** A path inside of the dag's folder. */
    private static @Nullable String notebook(YamlMap map, String field) {
        String path = map.has(field) ? map.text(field) : null;
        if (path == null) {
            return null;
        }
        String clean = path.replaceFirst("^(\\./)+", "");
        boolean leaves = clean.startsWith("/")
                || clean.contains("\\")
                || List.of(clean.split("/", -1)).stream()
                        .anyMatch(part -> part.isEmpty() || part.equals("..") || part.equals("."));
        if (leaves || clean.chars().anyMatch(Character::isISOControl)) {
            map.wrong(
                    field,
                    "'" + path + "' is no path inside of the dag's folder",
                    "Write it relative to dag.yml, such as notebooks/load.ipynb.");
            return null;
        }
        if (!clean.endsWith(".ipynb")) {
            map.wrong(field, "'" + path + "' is no notebook", "Name a file that ends in .ipynb.");
            return null;
        }
        return clean;
    }

    static Duration delay(YamlMap map, Duration otherwise) {
        Duration delay = map.duration("retry_delay", otherwise);
        return delay == null ? otherwise : delay;
    }

    static @Nullable Duration timeout(YamlMap map, @Nullable Duration otherwise) {
        Duration timeout = map.duration("timeout", otherwise);
        if (timeout != null && timeout.isZero()) {
            map.wrong("timeout", "'timeout' is nothing", "Write such as 1h, or remove it for no limit.");
            return otherwise;
        }
        return timeout;
    }
}
