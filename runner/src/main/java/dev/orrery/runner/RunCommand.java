package dev.orrery.runner;

import dev.orrery.notebook.NotebookException;
import dev.orrery.notebook.PapermillMetadata;
import dev.orrery.runner.RunOptions.Option;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * {@code orrery run}: papermill's command line. Executes one notebook with parameters and writes the result.
 * The options are taken apart by {@link RunOptions}: start-up time is most of what a short notebook costs.
 */
public final class RunCommand {
    static final int OK = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;
    /** What papermill exits with when the kernel's process ended by itself. */
    static final int KERNEL_DIED = 138;

    private static final int SECONDS_TO_STOP = 20;

    private final RunTerminal terminal;

    /** A command in this process's surroundings. */
    public RunCommand() {
        this(RunTerminal.ofProcess());
    }

    RunCommand(RunTerminal terminal) {
        this.terminal = terminal;
    }

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(new RunCommand().runStoppable(List.of(arguments)));
    }

    /** As {@link #run}; the end of the process waits for it. */
    int runStoppable(List<String> arguments) {
        CountDownLatch ended = new CountDownLatch(1);
        Thread command = Thread.currentThread();
        // Ctrl-C and SIGTERM: the kernel is stopped and the notebook written before the process goes.
        Thread stop = new Thread(() -> stop(command, ended), "orrery-run-stop");
        Runtime.getRuntime().addShutdownHook(stop);
        try {
            return run(arguments);
        } finally {
            ended.countDown();
        }
    }

    private static void stop(Thread command, CountDownLatch ended) {
        if (ended.getCount() == 0) {
            return;
        }
        command.interrupt();
        try {
            if (!ended.await(SECONDS_TO_STOP, TimeUnit.SECONDS)) {
                Runtime.getRuntime().halt(FAILED);
            }
        } catch (InterruptedException e) {
            // The process is going down anyway.
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Runs the command in this thread; interrupt it to cancel. Messages go to standard error.
     *
     * @param arguments those behind {@code orrery run}
     * @return 0 done, 1 failed, 2 the arguments are wrong, 138 the kernel died
     */
    public int run(List<String> arguments) {
        PrintStream error = terminal.error();
        try {
            return run(RunOptions.parse(arguments));
        } catch (RunException e) {
            if (e.exitCode() == USAGE) {
                error.println(RunHelp.USAGE + "\nTry 'orrery run --help' for help.\n");
            }
            error.println("Error: " + e.getMessage());
            return e.exitCode();
        } catch (NotebookException e) {
            error.println("Error: " + e.getMessage());
            return FAILED;
        } catch (OutOfMemoryError e) {
            error.println("Error: The notebook needs more memory than the runner may have ("
                    + (Runtime.getRuntime().maxMemory() >> 20)
                    + " MiB). Give it more, as in ORRERY_RUNNER_MEMORY=2g, clear its outputs, or split it.");
            return FAILED;
        }
    }

    private int run(RunOptions options) {
        if (options.flag(Option.HELP, false)) {
            terminal.output().print(RunHelp.TEXT);
            return OK;
        }
        if (options.flag(Option.VERSION, false)) {
            terminal.output().println("orrery run, in the manner of papermill " + PapermillMetadata.VERSION);
            return OK;
        }
        try (NotebookFiles files = new NotebookFiles(terminal)) {
            if (options.flag(Option.HELP_NOTEBOOK, false)) {
                return help(options, files);
            }
            return new OneRun(terminal, options, files, Paths.of(options, terminal)).run();
        }
    }

    private int help(RunOptions options, NotebookFiles files) {
        String path = options.firstPath() == null ? "-" : String.valueOf(options.firstPath());
        String filled = path;
        if (PathTemplate.isTemplate(path)) {
            Map<String, @Nullable Object> parameters = RunParameters.of(options, path, "-", files);
            filled = PathTemplate.fill(
                    path, RunParameters.withBuiltIn(parameters, terminal.clock().instant()));
        }
        return RunHelp.notebook(files.notebook(filled), path, terminal.inputPiped(), terminal.output());
    }

    /** Where the notebook is read and written; {@code -} is a standard stream. */
    record Paths(String input, String output) {
        static Paths of(RunOptions options, RunTerminal terminal) {
            String first = options.firstPath();
            String second = options.secondPath();
            if (first == null && !terminal.inputPiped()) {
                throw RunException.usage("Missing argument 'NOTEBOOK_PATH'.");
            }
            if (second == null && !terminal.inputPiped() && terminal.outputTerminal()) {
                throw RunException.usage("Missing argument 'OUTPUT_PATH'");
            }
            if (terminal.inputPiped() && first != null && second == null) {
                return new Paths("-", first);
            }
            return new Paths(first == null ? "-" : first, second == null ? "-" : second);
        }

        /** Whether there is something to fill in. */
        boolean isTemplate() {
            return PathTemplate.isTemplate(input) || PathTemplate.isTemplate(output);
        }

        Paths filled(Map<String, ? extends @Nullable Object> values) {
            return new Paths(PathTemplate.fill(input, values), PathTemplate.fill(output, values));
        }
    }
}
