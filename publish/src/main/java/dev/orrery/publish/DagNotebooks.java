package dev.orrery.publish;

import dev.orrery.dag.Finding;
import dev.orrery.dag.Nearest;
import dev.orrery.dag.TaskSpec;
import dev.orrery.notebook.Notebook;
import dev.orrery.notebook.NotebookException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The notebooks that a dag's tasks name: each is there, can be read, and has a kernel to run in. Each is read once. */
final class DagNotebooks {
    private final Folder folder;
    private final Set<String> kernels;
    private final Consumer<Finding> findings;
    private final Map<String, Optional<Notebook>> read = new HashMap<>();

    DagNotebooks(Folder folder, Set<String> kernels, Consumer<Finding> findings) {
        this.folder = folder;
        this.kernels = kernels;
        this.findings = findings;
    }

    /** Reads the task's notebook, where it has one. */
    void read(TaskSpec task) {
        task.notebook().ifPresent(path -> read(task, path));
    }

    private void read(TaskSpec task, String path) {
        Optional<byte[]> bytes = folder.file(path);
        if (bytes.isEmpty()) {
            missing(task, path);
        } else if (!read.containsKey(path)) {
            read.put(path, parse(path, bytes.get()));
        }
    }

    /** The notebook; empty where it is not there, or is none. */
    Optional<Notebook> get(String path) {
        return read.getOrDefault(path, Optional.empty());
    }

    private void missing(TaskSpec task, String path) {
        List<String> there =
                folder.paths().stream().filter(file -> file.endsWith(".ipynb")).toList();
        String remedy = Nearest.to(path, there)
                .map(nearest -> "Did you mean '" + nearest + "'?")
                .orElseGet(() -> there.isEmpty()
                        ? "Put the notebook beside dag.yml; the folder holds none."
                        : "Name one of the folder's notebooks: " + listed(there) + ".");
        findings.accept(new Finding(
                DagYaml.NAME,
                task.lines().kind(),
                "notebook",
                "the notebook '" + path + "' is not in the folder",
                remedy,
                Finding.Severity.ERROR));
    }

    private static String listed(List<String> paths) {
        String some = paths.stream().limit(5).map(path -> "'" + path + "'").collect(Collectors.joining(", "));
        return paths.size() > 5 ? some + " and " + (paths.size() - 5) + " more" : some;
    }

    private Optional<Notebook> parse(String path, byte[] bytes) {
        return switch (FileText.utf8(path, bytes)) {
            case FileText.NoText no -> {
                findings.accept(no.finding());
                yield Optional.empty();
            }
            case FileText.Text text -> parse(path, text.text());
        };
    }

    private Optional<Notebook> parse(String path, String json) {
        try {
            Notebook notebook = Notebook.parse(json);
            checkKernel(path, json, notebook);
            return Optional.of(notebook);
        } catch (NotebookException e) {
            error(
                    path,
                    e.line(),
                    "this is no notebook: " + e.getMessage(),
                    "Open it in JupyterLab and save it again, or take the version before.");
            return Optional.empty();
        }
    }

    private void checkKernel(String path, String json, Notebook notebook) {
        String kernel = notebook.kernelName().orElse("");
        String language = notebook.language().orElse("python");
        if (kernel.isEmpty() ? language.equalsIgnoreCase("python") : kernels.contains(kernel)) {
            return;
        }
        String message = kernel.isEmpty()
                ? "the notebook is written in " + language + ", and no kernel here speaks it"
                : "the notebook wants the kernel '" + kernel + "', which the environment does not have";
        error(
                path,
                lineOf(json, "\"kernelspec\""),
                message,
                "Choose another kernel in JupyterLab (Kernel > Change Kernel), one of "
                        + String.join(", ", kernels.stream().sorted().toList()) + ", and save.");
    }

    private void error(String path, @Nullable Integer line, String message, String remedy) {
        findings.accept(new Finding(path, line, null, message, remedy, Finding.Severity.ERROR));
    }

    /** The last such line: the notebook's own metadata stand behind the cells. */
    private static @Nullable Integer lineOf(String text, String sought) {
        int at = text.lastIndexOf(sought);
        return at < 0
                ? null
                : 1
                        + Math.toIntExact(text.substring(0, at)
                                .chars()
                                .filter(c -> c == '\n')
                                .count());
    }
}
