package dev.orrery.publish;

import dev.orrery.dag.DagSpec;
import dev.orrery.dag.Finding;
import dev.orrery.dag.Nearest;
import dev.orrery.dag.TaskSpec;
import dev.orrery.notebook.Notebook;
import dev.orrery.notebook.Parameter;
import dev.orrery.notebook.Parameters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Each parameter of dag.yml is one that a notebook declares. A parameter of the whole dag goes to every task, and is in
 * order where one of them declares it.
 */
final class ParameterCheck {
    private final DagSpec dag;
    private final DagNotebooks notebooks;
    private final Consumer<Finding> findings;

    ParameterCheck(DagSpec dag, DagNotebooks notebooks, Consumer<Finding> findings) {
        this.dag = dag;
        this.notebooks = notebooks;
        this.findings = findings;
    }

    void check() {
        Map<Given, Set<String>> untagged = new LinkedHashMap<>();
        given().forEach((given, paths) -> {
            // One that cannot be read is a finding of its own; what it declares cannot be told.
            if (paths.stream().allMatch(path -> notebooks.get(path).isPresent())
                    && paths.stream().noneMatch(path -> declares(notebook(path), given.name()))) {
                if (paths.stream().noneMatch(path -> notebook(path).indexOfTag(Parameters.TAG) >= 0)) {
                    untagged.put(given, paths);
                } else {
                    nobodyReads(given, paths);
                }
            }
        });
        untagged.values().stream().distinct().forEach(paths -> noCell(untagged, paths));
    }

    /** Each parameter as it stands in dag.yml, with the notebooks that get it. The same line for many tasks is one. */
    private Map<Given, Set<String>> given() {
        Map<Given, Set<String>> given = new LinkedHashMap<>();
        for (TaskSpec task : dag.tasks()) {
            String notebook = task.notebook().orElse(null);
            if (notebook == null) {
                continue; // a command's parameters are what its templates see
            }
            for (String name : task.parameters().keySet()) {
                Integer line = task.lines().parameters().get(name);
                given.computeIfAbsent(new Given(name, line), key -> new LinkedHashSet<>())
                        .add(notebook);
            }
        }
        return given;
    }

    private void nobodyReads(Given given, Set<String> paths) {
        List<String> known = new ArrayList<>();
        for (String path : paths) {
            Parameters.infer(notebook(path)).stream().map(Parameter::name).forEach(known::add);
        }
        String remedy = Nearest.to(given.name(), known)
                .map(nearest -> "Did you mean '" + nearest + "'?")
                .orElseGet(() -> "Give it a default in the notebook's cell tagged 'parameters', or delete it here."
                        + (known.isEmpty() ? "" : " Declared are: " + String.join(", ", known) + "."));
        findings.accept(new Finding(
                DagYaml.NAME,
                given.line(),
                "parameters." + given.name(),
                "nobody reads the parameter '" + given.name() + "': " + named(paths) + " does not declare it",
                remedy,
                Finding.Severity.ERROR));
    }

    private void noCell(Map<Given, Set<String>> untagged, Set<String> paths) {
        List<Given> those = untagged.entrySet().stream()
                .filter(entry -> entry.getValue().equals(paths))
                .map(Map.Entry::getKey)
                .toList();
        findings.accept(new Finding(
                DagYaml.NAME,
                those.getFirst().line(),
                "parameters",
                "parameters are given ("
                        + String.join(
                                ", ", those.stream().map(Given::name).distinct().toList()) + "), but " + named(paths)
                        + " has no cell tagged 'parameters'",
                "In JupyterLab put the defaults into a cell of their own and give it the tag 'parameters' (the gears on"
                        + " the right), or delete the parameters from dag.yml.",
                Finding.Severity.ERROR));
    }

    private static String named(Set<String> paths) {
        return String.join(" or ", paths.stream().map(path -> "'" + path + "'").toList());
    }

    private Notebook notebook(String path) {
        return notebooks.get(path).orElseThrow();
    }

    /** Whether a notebook reads a parameter, or may: that cannot always be told. */
    static boolean declares(Notebook notebook, String name) {
        Parameters.Declared declared = Parameters.declared(notebook, null, null);
        return (declared.tagged() && !declared.supported())
                || declared.parameters().stream()
                        .anyMatch(parameter -> parameter.name().equals(name))
                || (declared.tagged() && isAssigned(notebook, name));
    }

    /** Also what the inference does not list, such as {@code low, high = 1, 9}: the value would be set all the same. */
    private static boolean isAssigned(Notebook notebook, String name) {
        String source =
                notebook.cells().get(notebook.indexOfTag(Parameters.TAG)).source();
        return Pattern.compile("(?m)^[^#\\n]*(?<![\\w.])" + Pattern.quote(name) + "(?!\\w)[^#\\n=]*=(?!=)")
                .matcher(source)
                .find();
    }

    private record Given(String name, @Nullable Integer line) {}
}
