package dev.orrery.runner;

import dev.orrery.notebook.Notebook;
import dev.orrery.notebook.NotebookException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds what to compare: two files, or the notebooks that differ between git's revisions or the working tree, as nbdiff does. */
final class DiffInputs {
    private static final Path NOTHING = Path.of("/dev/null");

    private final Path directory;
    private final Git git;

    DiffInputs(Path directory) {
        this.directory = directory;
        this.git = new Git(directory);
    }

    /** Two notebooks to compare, and what they are called. */
    record Pair(String oldName, String newName, Notebook base, Notebook remote) {}

    List<Pair> find(List<String> names) {
        if (names.size() == 2 && names.stream().allMatch(this::exists)) {
            return List.of(files(names.getFirst(), names.getLast(), names.getFirst(), names.getLast()));
        }
        List<String> paths = new ArrayList<>(names);
        List<String> revisions = new ArrayList<>();
        while (revisions.size() < 2
                && !paths.isEmpty()
                && !exists(paths.getFirst())
                && git.isRevision(paths.getFirst())) {
            revisions.add(paths.removeFirst());
        }
        for (String path : paths) {
            if (!exists(path) && revisions.isEmpty()) {
                throw new RunException("There is no notebook " + path + ". Check the path.");
            }
        }
        if (names.size() > 1 && revisions.isEmpty()) {
            throw RunException.usage("Two notebooks are compared, or git's revisions.");
        }
        return changed(revisions, paths);
    }

    private boolean exists(String name) {
        return Files.exists(directory.resolve(name));
    }

    /** Two files as they are; one that does not exist for git is named /dev/null. */
    Pair files(String oldFile, String newFile, String oldName, String newName) {
        return pair(oldName, newName, read(oldFile), read(newFile));
    }

    private @Nullable Notebook read(String file) {
        Path path = directory.resolve(file);
        return path.equals(NOTHING) ? null : Notebook.readAsWritten(path);
    }

    private static Pair pair(String oldName, String newName, @Nullable Notebook base, @Nullable Notebook remote) {
        return new Pair(
                base == null ? "/dev/null" : oldName,
                remote == null ? "/dev/null" : newName,
                base != null ? base : without(remote),
                remote != null ? remote : without(base));
    }

    /** In place of a notebook that does not exist: one that differs from the other in the cells alone. */
    private static Notebook without(@Nullable Notebook other) {
        Notebook empty = other == null ? Notebook.empty() : other.copy();
        while (!empty.cells().isEmpty()) {
            empty.remove(empty.cells().size() - 1);
        }
        return empty;
    }

    private List<Pair> changed(List<String> revisions, List<String> paths) {
        String top = git.need(
                        "Name two notebooks: orrery diff A B. (This is no git repository, so there are no revisions to compare.)",
                        "rev-parse",
                        "--show-toplevel")
                .strip();
        String base = revisions.isEmpty() ? "HEAD" : revisions.getFirst();
        List<String> command = new ArrayList<>(List.of("diff", "--name-only", "--no-renames", "-z", base));
        if (revisions.size() == 2) {
            command.add(revisions.getLast());
        }
        command.add("--");
        command.addAll(paths.isEmpty() ? List.of(":(top,glob)**/*.ipynb") : paths);
        String names = git.need("git cannot tell what changed since " + base + ".", command.toArray(String[]::new));
        List<Pair> pairs = new ArrayList<>();
        for (String name : names.split("\0", -1)) {
            if (name.endsWith(".ipynb")) {
                Notebook fresh = revisions.size() == 2 ? show(revisions.getLast(), name) : workingTree(top, name);
                pairs.add(pair("a/" + name, "b/" + name, show(base, name), fresh));
            }
        }
        return pairs;
    }

    private @Nullable Notebook show(String revision, String name) {
        String object = revision + ":" + name;
        Git.Answer answer = git.ask("cat-file", "blob", object);
        if (!answer.ok()) {
            return null;
        }
        try {
            return Notebook.parseAsWritten(answer.text());
        } catch (NotebookException e) {
            throw new RunException(object + ": " + e.getMessage());
        }
    }

    private static @Nullable Notebook workingTree(String top, String name) {
        Path file = Path.of(top, name);
        return Files.exists(file) ? Notebook.readAsWritten(file) : null;
    }
}
