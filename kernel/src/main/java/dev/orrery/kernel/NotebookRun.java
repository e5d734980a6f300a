package dev.orrery.kernel;

import dev.orrery.notebook.Cell;
import dev.orrery.notebook.Notebook;
import dev.orrery.notebook.PapermillMetadata;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One notebook's way through a kernel that is ready. Made once, run once. */
final class NotebookRun {
    /** How long an interrupted cell may take to end by itself, so that its traceback is kept. */
    private static final Duration AFTER_INTERRUPT = Duration.ofSeconds(2);

    /** How long a kernel that was told to end from within may take to go before it counts as staying. */
    private static final Duration TO_LEAVE = Duration.ofSeconds(3);

    private final Notebook notebook;
    private final StartedKernel kernel;
    private final ExecutionListener listener;
    private final InstantSource clock;
    private final Widgets widgets;
    /** The last cell called exit(): the kernel answers once more at best, and then is gone. */
    private boolean leaving;

    private final NotebookOutputs outputs;
    /** The kernel's processor time at the end of the last cell, thus at the start of the next: between cells it waits. */
    private @Nullable Double cpuSeconds;

    NotebookRun(Notebook notebook, StartedKernel kernel, ExecutionListener listener, InstantSource clock) {
        this.notebook = notebook;
        this.kernel = kernel;
        this.listener = listener;
        this.clock = clock;
        OutputBudget budget = new OutputBudget(kernel.options().maxOutputBytes());
        OutputContent content = new OutputContent(kernel.client().spool());
        this.widgets = new Widgets(budget, content, this::updateWidget);
        this.outputs = new NotebookOutputs(budget, content, listener, widgets);
    }

    ExecutionResult run() {
        ExecutionResult failure = null;
        List<Cell> cells = notebook.cells();
        for (int i = 0; i < cells.size() && failure == null; i++) {
            failure = Thread.interrupted() ? new ExecutionResult.Cancelled(i) : step(i, cells.get(i));
        }
        ExecutionResult result = failure == null ? NotebookExecutor.verdict(notebook) : failure;
        widgets.writeTo(notebook.metadata());
        switch (result) {
            case ExecutionResult.Completed() -> finish(true, null);
            case ExecutionResult.CellFailed failed -> finish(true, null);
            case ExecutionResult.KernelDied died -> finish(false, died.index());
            case ExecutionResult.TimedOut late -> finish(false, late.index());
            case ExecutionResult.Cancelled cancelled -> finish(false, cancelled.index());
            case ExecutionResult.NotStarted none -> finish(false, null);
        }
        return result;
    }

    private void finish(boolean withLanguage, @Nullable Integer stoppedAt) {
        if (withLanguage && !kernel.languageInfo().isEmpty()) {
            notebook.metadata().set("language_info", kernel.languageInfo());
        }
        PapermillMetadata.finished(notebook, clock.instant(), stoppedAt);
    }

    /** One cell; null if the run may go on. */
    private @Nullable ExecutionResult step(int index, Cell cell) {
        long start = System.nanoTime();
        PapermillMetadata.cellStarted(cell, clock.instant());
        listener.cellStarted(index);
        ExecutionResult failure = null;
        CellStats stats = new CellStats(Duration.ZERO, null, null);
        if (NotebookExecutor.isExecuted(cell)) {
            ProcessUsage usage = listener.wantsUsage() ? kernel.usage() : null;
            Double cpuBefore = usage == null || cpuSeconds != null ? cpuSeconds : usage.cpuSeconds();
            if (usage != null) {
                usage.resetPeak();
            }
            failure = execute(index, cell);
            Duration wall = Duration.ofNanos(System.nanoTime() - start);
            Double cpu = usage == null ? null : usage.cpuSeconds();
            cpuSeconds = cpu;
            stats = new CellStats(
                    wall,
                    cpu == null || cpuBefore == null ? null : (Double) Math.max(0, cpu - cpuBefore),
                    usage == null ? null : usage.peakMemoryBytes());
        }
        PapermillMetadata.cellFinished(notebook, cell, clock.instant(), failure != null);
        listener.cellFinished(index, stats, failure != null);
        return failure;
    }

    private @Nullable ExecutionResult execute(int index, Cell cell) {
        Duration limit = kernel.options().cellTimeout();
        try {
            String gone = leaving ? awaitEnd() : null;
            if (gone != null) {
                return new ExecutionResult.KernelDied(index, gone);
            }
            CellRun run = new CellRun(kernel, outputs, index, cell);
            return outcome(index, cell, run, limit);
        } catch (InterruptedException e) {
            // Nothing was sent yet: the interrupt is the cancellation.
            return new ExecutionResult.Cancelled(index);
        }
    }

    /** A kernel that was told to end from within mostly does; not to wait for that would leave to chance which cells still run. */
    private @Nullable String awaitEnd() throws InterruptedException {
        leaving = false;
        long end = System.nanoTime() + TO_LEAVE.toNanos();
        while (true) {
            switch (kernel.client().next(Duration.ofNanos(Math.max(0, end - System.nanoTime())))) {
                case KernelEvent.Received received -> {
                    outputs.applyForeign(received.message());
                    received.message().done();
                }
                case KernelEvent.Dropped dropped -> outputs.warning(dropped.why() + "; it was dropped.");
                case KernelEvent.Broken broken -> {
                    return broken.how();
                }
                case KernelEvent.Died died -> {
                    return died.how();
                }
                case null -> {
                    return null;
                }
            }
        }
    }

    private @Nullable ExecutionResult outcome(int index, Cell cell, CellRun run, @Nullable Duration limit) {
        try {
            Long deadline = limit == null ? null : (Long) (System.nanoTime() + limit.toNanos());
            CellRun.Progress progress = run.advance(deadline);
            return switch (progress) {
                case CellRun.Progress.Done done -> judge(index, cell, done.reply(), run.askedForInput());
                case CellRun.Progress.Gone gone -> new ExecutionResult.KernelDied(index, gone.how());
                case CellRun.Progress.Silent() when run.askedForInput() -> failedAtInput(index, cell);
                case CellRun.Progress.Silent() ->
                    failed(
                            index,
                            cell,
                            "AnswerLost",
                            "The kernel fell silent before it had sent both its reply and the end of the output.");
                case CellRun.Progress.Running() -> {
                    settle(run);
                    yield new ExecutionResult.TimedOut(index, limit == null ? Duration.ZERO : limit);
                }
            };
        } catch (InterruptedException e) {
            // The interrupt is the cancellation: it ends here, as the result.
            settle(run);
            return new ExecutionResult.Cancelled(index);
        }
    }

    /** Interrupts the kernel and takes what the cell still says about it. */
    private void settle(CellRun run) {
        kernel.interrupt();
        try {
            run.advance(System.nanoTime() + AFTER_INTERRUPT.toNanos());
        } catch (InterruptedException e) {
            // Interrupted once more: somebody is in a hurry, the traceback is let go.
        }
    }

    private @Nullable ExecutionResult judge(int index, Cell cell, ObjectNode reply, boolean askedForInput) {
        if (askedForInput) {
            return failedAtInput(index, cell);
        }
        String status = reply.path("status").asString("");
        return switch (status) {
            case "ok" -> {
                leaving = asksToExit(reply);
                yield null;
            }
            case "error" -> {
                if (cell.hasTag(NotebookExecutor.RAISES_EXCEPTION)) {
                    if (!hasError(cell)) {
                        // A handler of the notebook's own kept the error from the page; by it alone the run is known to
                        // have failed.
                        outputs.addError(index, cell, reply);
                    }
                    yield null;
                }
                ObjectNode error = OutputContent.error(reply);
                List<String> traceback = new ArrayList<>();
                error.path("traceback").forEach(line -> traceback.add(line.asString("")));
                String name = error.path("ename").asString("");
                yield new ExecutionResult.CellFailed(
                        index,
                        name.isEmpty() ? "Error" : name,
                        error.path("evalue").asString(""),
                        traceback);
            }
            case "" -> failed(index, cell, "AnswerUnreadable", "The kernel's reply did not say how the cell ended.");
            default ->
                failed(index, cell, "Aborted", "The kernel did not run the cell: its reply was \"" + status + "\".");
        };
    }

    private static boolean asksToExit(ObjectNode reply) {
        for (JsonNode payload : reply.path("payload")) {
            if (payload.path("source").asString("").equals("ask_exit")) {
                return !payload.path("keepkernel").asBoolean(false);
            }
        }
        return false;
    }

    private ExecutionResult failed(int index, Cell cell, String name, String value) {
        ObjectNode error = ProtocolJson.object();
        error.put("ename", name);
        error.put("evalue", value);
        outputs.addError(index, cell, error);
        return new ExecutionResult.CellFailed(index, name, value, List.of());
    }

    private ExecutionResult failedAtInput(int index, Cell cell) {
        return failed(index, cell, "StdinNotImplementedError", "The cell asked for input, and nobody is there.");
    }

    private static boolean hasError(Cell cell) {
        for (JsonNode output : cell.outputs()) {
            if (output.path("output_type").asString("").equals("error")) {
                return true;
            }
        }
        return false;
    }

    private void updateWidget(String comm, ObjectNode state) {
        ObjectNode content = ProtocolJson.object();
        content.put("comm_id", comm);
        ObjectNode data = content.putObject("data");
        data.put("method", "update");
        data.set("state", state);
        data.putArray("buffer_paths");
        kernel.client().send(Channel.SHELL, "comm_msg", content);
    }
}
