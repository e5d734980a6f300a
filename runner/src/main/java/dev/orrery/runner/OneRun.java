package dev.orrery.runner;

import dev.orrery.kernel.ExecutionOptions;
import dev.orrery.kernel.ExecutionResult;
import dev.orrery.kernel.KernelException;
import dev.orrery.kernel.NotebookExecutor;
import dev.orrery.notebook.ErrorMarkers;
import dev.orrery.notebook.Notebook;
import dev.orrery.notebook.NotebookParts;
import dev.orrery.notebook.PapermillMetadata;
import dev.orrery.notebook.Parameter;
import dev.orrery.notebook.Parameters;
import dev.orrery.runner.RunOptions.Option;
import java.io.BufferedWriter;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One notebook from its file to the file of its result. */
final class OneRun {
    private static final long DEFAULT_AUTOSAVE_SECONDS = 30;

    private final RunTerminal terminal;
    private final RunOptions options;
    private final NotebookFiles files;
    private final RunCommand.Paths given;
    private final RunLog log;

    OneRun(RunTerminal terminal, RunOptions options, NotebookFiles files, RunCommand.Paths given) {
        this.terminal = terminal;
        this.options = options;
        this.files = files;
        this.given = given;
        this.log = new RunLog(terminal.error(), level(options, given));
    }

    /** A notebook on standard output keeps the terminal quiet. */
    private static RunLog.Level level(RunOptions options, RunCommand.Paths paths) {
        String name = options.text(Option.LOG_LEVEL);
        RunLog.Level level = RunLog.Level.named(name == null ? "INFO" : name);
        return level == RunLog.Level.INFO && paths.output().equals("-") ? RunLog.Level.ERROR : level;
    }

    int run() {
        Map<String, @Nullable Object> parameters = RunParameters.of(options, given.input(), given.output(), files);
        // To know the time zone takes longer than to read a notebook.
        RunCommand.Paths paths = given.isTemplate()
                ? given.filled(
                        RunParameters.withBuiltIn(parameters, terminal.clock().instant()))
                : given;
        log.info("Input Notebook:  " + ShownUrl.of(paths.input()));
        log.info("Output Notebook: " + ShownUrl.of(paths.output()));
        try (EarlyKernel kernel = earlyKernel(paths.input())) {
            return run(parameters, paths, kernel);
        }
    }

    private EarlyKernel earlyKernel(String input) {
        NotebookExecutor executor = new NotebookExecutor(terminal.clock());
        boolean runs = !options.flag(Option.PREPARE_ONLY, false) && options.text(Option.ENGINE) == null;
        return runs && files.isFile(input)
                ? EarlyKernel.start(
                        executor,
                        terminal.directory().resolve(input),
                        options.text(Option.KERNEL),
                        this::executionOptions)
                : EarlyKernel.none(executor);
    }

    private int run(Map<String, @Nullable Object> parameters, RunCommand.Paths paths, EarlyKernel kernel) {
        Notebook notebook = files.notebook(paths.input());
        notebook.warnings().forEach(log::warn);
        notebook.problems().forEach(log::error);
        files.checkWritable(paths.output());
        prepare(notebook, parameters, paths);
        if (options.flag(Option.PREPARE_ONLY, false)) {
            files.write(notebook, paths.output());
            return RunCommand.OK;
        }
        String engine = options.text(Option.ENGINE);
        if (engine != null && !engine.equals("nbclient")) {
            throw new RunException("No engine named '" + engine + "' found. Leave --engine out.");
        }
        return execute(notebook, paths.output(), kernel);
    }

    /** What papermill cannot work with, as it is no part of the format that is checked when a notebook is read. */
    private static void check(Notebook notebook) {
        JsonNode papermill = notebook.metadata().get("papermill");
        if (papermill != null && !papermill.isObject()) {
            throw new RunException("The notebook's metadata.papermill is not an object. Remove it.");
        }
        for (int i = 0; i < notebook.cells().size(); i++) {
            if (notebook.cells().get(i).metadata().path("tags").isNull()) {
                throw new RunException("The tags of cell " + i + " are null. Write a list, or remove them.");
            }
        }
    }

    private void prepare(Notebook notebook, Map<String, @Nullable Object> parameters, RunCommand.Paths paths) {
        check(notebook);
        PapermillMetadata.prepare(notebook);
        if (!parameters.isEmpty()) {
            inject(notebook, parameters);
        }
        PapermillMetadata.paths(notebook, ShownUrl.of(paths.input()), ShownUrl.of(paths.output()));
        if (options.flag(Option.REPORT_MODE, false)) {
            PapermillMetadata.hideSources(notebook);
        }
        ErrorMarkers.remove(notebook);
    }

    private void inject(Notebook notebook, Map<String, @Nullable Object> parameters) {
        KernelChoice choice = KernelChoice.of(notebook, options.text(Option.KERNEL), options.text(Option.LANGUAGE));
        Parameters.Declared declared = Parameters.declared(notebook, choice.kernel(), choice.language());
        declared.warnings().forEach(log::warn);
        Set<String> known = new HashSet<>();
        for (Parameter parameter : declared.parameters()) {
            if (!parameter.inexact()) {
                known.add(parameter.name());
            }
        }
        for (String name : parameters.keySet()) {
            if (!known.contains(name)) {
                log.warn("Passed unknown parameter: " + name);
            }
        }
        Parameters.inject(notebook, parameters, choice.kernel(), choice.language())
                .forEach(log::warn);
    }

    private int execute(Notebook notebook, String output, EarlyKernel early) {
        String kernel = KernelChoice.kernelOf(notebook, options.text(Option.KERNEL));
        RunProgress progress = new RunProgress(terminal.error(), showProgress(output), terminal.clock());
        try (Writer stdout = copy(Option.STDOUT_FILE);
                Writer stderr = copy(Option.STDERR_FILE)) {
            boolean saves = options.flag(Option.SAVE_ON_CELL, true) && !output.equals("-");
            NotebookParts parts = new NotebookParts(notebook);
            RunListener.Sinks sinks = new RunListener.Sinks(
                    () -> files.save(parts, notebook, output),
                    parts,
                    saves,
                    options.flag(Option.LOG_OUTPUT, false),
                    stdout,
                    stderr);
            RunListener listener = new RunListener(
                    notebook,
                    kernel,
                    sinks,
                    log,
                    progress,
                    seconds(Option.AUTOSAVE, DEFAULT_AUTOSAVE_SECONDS),
                    terminal.clock());
            ExecutionResult result = execute(notebook, early, executionOptions(kernel), listener);
            progress.end();
            int code = finish(notebook, output, result);
            listener.checkCopies();
            return code;
        } catch (IOException e) {
            throw new RunException("Cannot write the copy of the notebook's output: " + e.getMessage()
                    + ". Is there room on the disk for the files of --stdout-file and --stderr-file?");
        }
    }

    private ExecutionResult execute(Notebook notebook, EarlyKernel early, ExecutionOptions how, RunListener listener) {
        try {
            return new NotebookExecutor(terminal.clock()).execute(notebook, early.get(how), listener);
        } catch (KernelException e) {
            return new ExecutionResult.NotStarted(String.valueOf(e.getMessage()), e.remedy());
        }
    }

    private boolean showProgress(String output) {
        boolean byDefault = terminal.errorTerminal() && !output.equals("-") && !options.flag(Option.LOG_OUTPUT, false);
        return options.flag(Option.PROGRESS_BAR, byDefault);
    }

    private @Nullable Writer copy(Option option) throws IOException {
        String path = options.text(option);
        if (path == null) {
            return null;
        }
        // Not of a channel, which the interrupt that cancels a run would close.
        FileOutputStream file =
                new FileOutputStream(terminal.directory().resolve(path).toFile());
        return new BufferedWriter(new OutputStreamWriter(file, StandardCharsets.UTF_8), 1 << 16);
    }

    private Duration seconds(Option option, long byDefault) {
        Long seconds = options.seconds(option);
        return Duration.ofSeconds(seconds == null ? byDefault : Math.max(0, seconds));
    }

    private ExecutionOptions executionOptions(String kernel) {
        String cwd = options.text(Option.CWD);
        Path workdir = cwd == null ? terminal.directory() : terminal.directory().resolve(cwd);
        if (!Files.isDirectory(workdir)) {
            throw new RunException("The working directory " + workdir + " does not exist. Create it first.");
        }
        Map<String, String> environment = new HashMap<>(terminal.environment());
        // Silences a warning that ipykernel's debugger prints where Python's own modules are frozen.
        environment.putIfAbsent("PYDEVD_DISABLE_FILE_VALIDATION", "1");
        Duration limit = seconds(Option.EXECUTION_TIMEOUT, 0);
        return new ExecutionOptions(
                kernel,
                workdir,
                environment,
                seconds(Option.START_TIMEOUT, ExecutionOptions.DEFAULT_START_TIMEOUT.toSeconds()),
                limit.isZero() ? null : limit,
                List.of(),
                OutputLimit.of(options, terminal.environment()));
    }

    private int finish(Notebook notebook, String output, ExecutionResult result) {
        return switch (result) {
            case ExecutionResult.Completed() -> verdict(notebook, output, "");
            case ExecutionResult.CellFailed failed -> verdict(notebook, output, failed.name() + ": " + failed.value());
            case ExecutionResult.TimedOut late -> {
                files.write(notebook, output);
                yield failed("Cell execution timed out: cell " + (late.index() + 1) + " ran longer than "
                        + late.limit().toSeconds() + " seconds. Raise --execution-timeout, or make the cell faster.");
            }
            case ExecutionResult.KernelDied died -> {
                files.write(notebook, output);
                failed("Kernel died while cell " + (died.index() + 1) + " ran: it " + died.how());
                yield RunCommand.KERNEL_DIED;
            }
            case ExecutionResult.Cancelled cancelled -> {
                files.write(notebook, output);
                yield failed(
                        "Cancelled at cell " + (cancelled.index() + 1) + ". The output notebook holds what was done.");
            }
            case ExecutionResult.NotStarted none -> {
                PapermillMetadata.notStarted(notebook, terminal.clock().instant());
                files.write(notebook, output);
                yield failed(none.why() + " " + none.remedy());
            }
        };
    }

    private int failed(String message) {
        terminal.error().println("Error: " + message);
        return RunCommand.FAILED;
    }

    /** @param inReply what the kernel said of an error that left no output */
    private int verdict(Notebook notebook, String output, String inReply) {
        Optional<ErrorMarkers.CellError> error = ErrorMarkers.mark(notebook);
        try {
            files.write(notebook, output);
        } finally {
            error.ifPresent(found -> report(found, inReply));
        }
        return error.isPresent() ? RunCommand.FAILED : RunCommand.OK;
    }

    /** As the end of papermill's traceback. */
    private void report(ErrorMarkers.CellError error, String inReply) {
        String traceback = error.traceback().isEmpty() ? inReply : String.join("\n", error.traceback());
        String count = error.executionCount() == null ? "None" : String.valueOf(error.executionCount());
        terminal.error()
                .println("papermill.exceptions.PapermillExecutionError: \n" + "-".repeat(75)
                        + "\nException encountered at \"In [" + count + "]\":\n"
                        + AnsiText.strip(traceback) + "\n");
    }
}
