package dev.orrery.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Makes {@code git diff} show notebooks by cells: {@code diff.orrery.command} in git's configuration and a line in the attributes, in
 * the repository or for the user. How git calls such a command: gitattributes(5), "Defining an external diff driver".
 */
final class GitDiffDriver {
    static final String ATTRIBUTE = "*.ipynb diff=orrery";
    private static final String SECTION = "diff.orrery";

    private final Git git;
    private final Path directory;
    private final Map<String, String> environment;
    private final boolean global;

    GitDiffDriver(Path directory, Map<String, String> environment, boolean global) {
        this.git = new Git(directory);
        this.directory = directory;
        this.environment = environment;
        this.global = global;
    }

    /** @param program the command line that starts the program, quoted for a shell; what was done, for a person */
    String install(String program) {
        Path attributes = attributes();
        git.need(
                "git's configuration cannot be written.",
                "config",
                scope(),
                SECTION + ".command",
                program + " diff --git-driver");
        List<String> lines = lines(attributes);
        if (!lines.contains(ATTRIBUTE)) {
            lines.add(ATTRIBUTE);
            write(attributes, lines);
        }
        return "git diff now shows notebooks by cells (" + attributes + "). git diff --no-ext-diff shows their text.";
    }

    /** Undoes {@link #install}; what was done. */
    String uninstall() {
        Path attributes = attributes();
        if (git.ask("config", scope(), "--get", SECTION + ".command").ok()) {
            git.need("git's configuration cannot be written.", "config", scope(), "--remove-section", SECTION);
        }
        List<String> lines = lines(attributes);
        if (lines.removeIf(ATTRIBUTE::equals)) {
            write(attributes, lines);
        }
        return "git diff shows notebooks as text again.";
    }

    private String scope() {
        return global ? "--global" : "--local";
    }

    private Path attributes() {
        if (!global) {
            String top = git.need(
                    "This is no git repository. Change into one, or add --global for all of yours.",
                    "rev-parse",
                    "--show-toplevel");
            return Path.of(top.strip(), ".gitattributes");
        }
        Git.Answer configured = git.ask("config", "--global", "--type=path", "--get", "core.attributesFile");
        if (configured.ok()) {
            return directory.resolve(configured.line());
        }
        String home = environment.getOrDefault("HOME", System.getProperty("user.home"));
        String configuration = environment.getOrDefault("XDG_CONFIG_HOME", "");
        return Path.of(configuration.isEmpty() ? home + "/.config" : configuration, "git", "attributes");
    }

    private static List<String> lines(Path file) {
        try {
            return Files.exists(file) ? new ArrayList<>(Files.readAllLines(file)) : new ArrayList<>();
        } catch (IOException e) {
            throw new RunException("Cannot read " + file + ": " + e.getMessage());
        }
    }

    private static void write(Path file, List<String> lines) {
        try {
            if (lines.isEmpty()) {
                Files.deleteIfExists(file);
                return;
            }
            Files.createDirectories(file.getParent());
            Files.write(file, lines);
        } catch (IOException e) {
            throw new RunException("Cannot write " + file + ": " + e.getMessage());
        }
    }
}
