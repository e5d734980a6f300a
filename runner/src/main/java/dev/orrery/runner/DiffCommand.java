package dev.orrery.runner;

import dev.orrery.notebook.NotebookException;
import dev.orrery.notebook.NotebookJson;
import dev.orrery.notebook.diff.DiffJson;
import dev.orrery.notebook.diff.DiffOp;
import dev.orrery.notebook.diff.NotebookDiff;
import dev.orrery.runner.DiffInputs.Pair;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** {@code orrery diff}: what differs between two notebooks, for a person, as nbdime's JSON, or for git. */
public final class DiffCommand {
    static final int SAME = 0;
    static final int DIFFERENT = 1;
    private static final int FAILED = 1;

    private final RunTerminal terminal;
    private final String program;

    /** A command in this process's surroundings. */
    public DiffCommand() {
        this(RunTerminal.ofProcess(), program());
    }

    /** @param program the command line that git starts this program with */
    DiffCommand(RunTerminal terminal, String program) {
        this.terminal = terminal;
        this.program = program;
    }

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(new DiffCommand().run(List.of(arguments)));
    }

    /** The script that this was started by, quoted for the shell. */
    private static String program() {
        String sources = System.getProperty("orrery.sources");
        return sources == null ? "orrery" : "'" + (sources + "/orrery").replace("'", "'\\''") + "'";
    }

    /**
     * Runs the command. Messages go to standard error.
     *
     * @param arguments those behind {@code orrery diff}
     * @return 0 done; 1 an input is missing or no notebook, or there is a difference and {@code --exit-code} was given; 2 the arguments are
     *     wrong
     */
    public int run(List<String> arguments) {
        PrintStream error = terminal.error();
        try {
            return run(DiffArguments.parse(arguments));
        } catch (RunException e) {
            error.println("orrery diff: " + VisibleText.of(String.valueOf(e.getMessage())));
            if (e.exitCode() == RunCommand.USAGE) {
                error.println("See: orrery diff --help");
            }
            return e.exitCode();
        } catch (NotebookException e) {
            error.println("orrery diff: " + VisibleText.of(String.valueOf(e.getMessage())));
            return FAILED;
        }
    }

    private int run(DiffArguments arguments) {
        return switch (arguments.action()) {
            case HELP -> say(DiffHelp.TEXT);
            case VERSION -> say("orrery diff, in the format of nbdime 4\n");
            case GIT_DRIVER -> driver(arguments);
            case INSTALL_GIT -> say(gitDriver(arguments).install(program) + "\n");
            case UNINSTALL_GIT -> say(gitDriver(arguments).uninstall() + "\n");
            case DIFF -> compare(arguments, new DiffInputs(terminal.directory()).find(arguments.paths()));
        };
    }

    private GitDiffDriver gitDriver(DiffArguments arguments) {
        return new GitDiffDriver(terminal.directory(), terminal.environment(), arguments.global());
    }

    private int compare(DiffArguments arguments, List<Pair> pairs) {
        if (arguments.json() || arguments.out() != null) {
            return json(arguments, pairs);
        }
        DiffPaper paper = new DiffPaper(coloured(arguments, terminal.outputTerminal()));
        for (Pair pair : pairs) {
            view(arguments, pair, paper);
        }
        say(paper.toString());
        return arguments.exitCode() && !paper.isEmpty() ? DIFFERENT : SAME;
    }

    private int json(DiffArguments arguments, List<Pair> pairs) {
        if (pairs.size() > 1) {
            throw RunException.usage(pairs.size() + " notebooks differ, and JSON is of one: name it.");
        }
        List<DiffOp> diff = pairs.isEmpty() ? List.of() : diff(arguments, pairs.getFirst());
        String text = NotebookJson.write(DiffJson.of(diff)) + "\n";
        String out = arguments.out();
        if (out == null) {
            say(text);
        } else {
            Path file = terminal.directory().resolve(out);
            try {
                Files.writeString(file, text);
            } catch (IOException e) {
                throw new RunException("Cannot write " + file + ": " + e);
            }
        }
        return arguments.exitCode() && !diff.isEmpty() ? DIFFERENT : SAME;
    }

    private static List<DiffOp> diff(DiffArguments arguments, Pair pair) {
        return NotebookDiff.of(pair.base(), pair.remote(), arguments.options());
    }

    private static void view(DiffArguments arguments, Pair pair, DiffPaper paper) {
        new DiffView(paper, arguments.context())
                .write(pair.oldName(), pair.newName(), pair.base(), diff(arguments, pair));
    }

    /**
     * Called by git, with a path, and for each side a file, its hash and its mode; two more arguments follow a file that was renamed; a file
     * with conflicts comes with its path alone. git gives up where the exit code is not 0.
     */
    private int driver(DiffArguments arguments) {
        List<String> given = arguments.paths();
        if (given.size() == 1) {
            return say("* Unmerged path " + VisibleText.of(given.getFirst()) + "\n");
        }
        if (given.size() != 7 && given.size() != 9) {
            throw RunException.usage("git calls a diff driver with seven arguments.");
        }
        DiffPaper paper = new DiffPaper(coloured(arguments, terminal.outputTerminal() || isSet("GIT_PAGER_IN_USE")));
        String newPath = given.size() == 9 ? given.get(7) : given.getFirst();
        try {
            view(
                    arguments,
                    new DiffInputs(terminal.directory())
                            .files(given.get(1), given.get(4), "a/" + given.getFirst(), "b/" + newPath),
                    paper);
        } catch (NotebookException e) {
            paper.line(DiffPaper.Ink.TITLE, "a/" + given.getFirst() + " and b/" + newPath + " differ");
            paper.line(DiffPaper.Ink.PLAIN, String.valueOf(e.getMessage()));
            paper.line(DiffPaper.Ink.PLAIN, "git diff --no-ext-diff shows them as text.");
        }
        return say(paper.toString());
    }

    private boolean coloured(DiffArguments arguments, boolean seen) {
        return switch (arguments.colour()) {
            case ALWAYS -> true;
            case NEVER -> false;
            case AUTO ->
                seen
                        && !isSet("NO_COLOR")
                        && !"dumb".equals(terminal.environment().get("TERM"));
        };
    }

    /** Set and not empty, as https://no-color.org wants it. */
    private boolean isSet(String variable) {
        Map<String, String> environment = terminal.environment();
        return !environment.getOrDefault(variable, "").isEmpty();
    }

    /** In UTF-8, whatever the locale is: it is what notebooks are written in. */
    private int say(String text) {
        PrintStream output = terminal.output();
        output.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        output.flush();
        return SAME;
    }
}
