package dev.orrery.publish;

import dev.orrery.dag.DagSpec;
import dev.orrery.dag.Nearest;
import dev.orrery.dag.TaskSpec;
import dev.orrery.notebook.Notebook;
import dev.orrery.notebook.NotebookException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Whether values that somebody gives a run in place of the dag's own are such as its notebooks declare. */
public final class GivenValues {
    private final DagRepository repository;

    public GivenValues(DagRepository repository) {
        this.repository = repository;
    }

    /** What is wrong, a sentence each; empty for nothing. A template may stand for any value. */
    public List<String> problems(DagSpec dag, String commit, Map<String, @Nullable Object> values) {
        if (values.isEmpty()) {
            return List.of();
        }
        try {
            return problems(dag, repository.read(commit, dag.dagId()), values);
        } catch (PublishException e) {
            return List.of(); // A run of a commit that cannot be read says so itself.
        }
    }

    static List<String> problems(DagSpec dag, Folder folder, Map<String, @Nullable Object> values) {
        Set<String> run =
                dag.tasks().stream().flatMap(task -> task.notebook().stream()).collect(Collectors.toSet());
        Map<String, DeclaredParameter> declared = new LinkedHashMap<>();
        DeclaredParameter.of(folder).stream()
                .filter(one -> one.notebooks().stream().anyMatch(run::contains))
                .forEach(one -> declared.put(one.name(), one));
        Set<String> known = new TreeSet<>(declared.keySet());
        known.addAll(dag.parameters().keySet());
        dag.tasks().forEach(task -> known.addAll(task.parameters().keySet()));
        List<String> problems = new ArrayList<>();
        values.forEach((name, value) -> {
            DeclaredParameter parameter = declared.get(name);
            if (parameter != null && !fits(parameter, value) && isMeant(dag, parameter)) {
                problems.add("'" + name + "' is " + word(value) + ", and "
                        + parameter.notebooks().getFirst() + " declares " + expected(parameter) + ".");
            } else if (!known.contains(name) && isReadByNobody(folder, run, name)) {
                problems.add("There is no parameter '" + name + "'"
                        + Nearest.to(name, known)
                                .map(near -> ": did you mean '" + near + "'?")
                                .orElse(known.isEmpty() ? "." : ": there are " + String.join(", ", known) + "."));
            }
        });
        return problems;
    }

    /** Where dag.yml itself gives a value of another kind, the declared one does not bind. */
    private static boolean isMeant(DagSpec dag, DeclaredParameter parameter) {
        List<@Nullable Object> own = new ArrayList<>();
        for (TaskSpec task : dag.tasks()) {
            if (task.parameters().containsKey(parameter.name())) {
                own.add(task.parameters().get(parameter.name()));
            }
        }
        return own.stream().allMatch(value -> fits(parameter, value));
    }

    private static boolean fits(DeclaredParameter parameter, @Nullable Object value) {
        if (value == null) {
            String type = parameter.type();
            return type == null || type.contains("Optional") || type.contains("None");
        }
        if (value instanceof String text && text.contains("{{")) {
            return true;
        }
        return switch (parameter.kind()) {
            case "text" -> value instanceof String;
            // A default such as 1 does not say that 0.5 is not meant.
            case "integer" -> isWhole(value) || (parameter.type() == null && value instanceof Number);
            case "number" -> value instanceof Number;
            case "boolean" -> value instanceof Boolean;
            case "json" -> value instanceof Map || value instanceof List;
            default -> true;
        };
    }

    private static boolean isWhole(Object value) {
        return value instanceof Integer || value instanceof Long || value instanceof BigInteger;
    }

    private static String expected(DeclaredParameter parameter) {
        String word = switch (parameter.kind()) {
            case "text" -> "a text";
            case "integer" -> "a whole number";
            case "number" -> "a number";
            case "boolean" -> "true or false";
            default -> "a list or mapping";
        };
        return parameter.type() == null ? word + " by its default" : word + " (" + parameter.type() + ")";
    }

    private static String word(@Nullable Object value) {
        return switch (value) {
            case null -> "nothing (null)";
            case String text -> "the text '" + (text.length() > 40 ? text.substring(0, 40) + "…" : text) + "'";
            case Boolean flag -> String.valueOf(flag);
            case Number number -> "the number " + number;
            case List<?> _ -> "a list";
            default -> "a mapping";
        };
    }

    /** Templates may ask {@code dag_run.conf} for any name, and some notebooks do not tell what they read. */
    private static boolean isReadByNobody(Folder folder, Set<String> notebooks, String name) {
        boolean asked = folder.file(DagYaml.NAME)
                .map(yaml -> new String(yaml, StandardCharsets.UTF_8).contains("conf"))
                .orElse(false);
        return !asked && notebooks.stream().noneMatch(path -> mayRead(folder, path, name));
    }

    private static boolean mayRead(Folder folder, String path, String name) {
        try {
            return folder.file(path)
                    .map(content -> Notebook.parse(new String(content, StandardCharsets.UTF_8)))
                    .map(notebook -> ParameterCheck.declares(notebook, name))
                    .orElse(true);
        } catch (NotebookException e) {
            return true;
        }
    }
}
