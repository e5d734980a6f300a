package dev.orrery.kernel;

import dev.orrery.notebook.Cell;
import dev.orrery.notebook.ErrorMarkers;
import dev.orrery.notebook.Notebook;
import dev.orrery.notebook.PapermillMetadata;
import java.time.InstantSource;

/**
 * Executes notebooks as papermill does: cell after cell, into the notebook's own tree, with papermill's metadata. It never
 * reports a success that was none: an error that was swallowed, an aborted reply and a dead kernel are failures.
 */
public final class NotebookExecutor {
    /** The tag of a cell that is not run. */
    public static final String SKIP_EXECUTION = "skip-execution";

    /** The tag of a cell whose error does not stop the run; as with papermill the run has failed all the same. */
    public static final String RAISES_EXCEPTION = "raises-exception";

    private final InstantSource clock;

    /** @param clock for the times written into the notebook */
    public NotebookExecutor(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Starts a kernel ahead of its notebook. The caller closes it.
     *
     * @throws KernelException if there is no such kernel, or its program cannot be started
     */
    public StartedKernel start(ExecutionOptions options) {
        return StartedKernel.start(options, clock);
    }

    /**
     * Starts the kernel, runs the cells in order into the notebook's own tree, shuts the kernel down. Blocking; interrupt the
     * thread to cancel: the kernel is interrupted, then shut down, and the interrupt is taken as dealt with.
     */
    public ExecutionResult execute(Notebook notebook, ExecutionOptions options, ExecutionListener listener) {
        try (StartedKernel kernel = start(options)) {
            return execute(notebook, kernel, listener);
        } catch (KernelException e) {
            return new ExecutionResult.NotStarted(String.valueOf(e.getMessage()), e.remedy());
        }
    }

    /** As above, with a kernel that was started before and has run nothing yet; it is told to end, the caller closes it. */
    public ExecutionResult execute(Notebook notebook, StartedKernel kernel, ExecutionListener listener) {
        PapermillMetadata.prepare(notebook);
        PapermillMetadata.started(notebook, clock.instant());
        listener.prepared();
        try {
            kernel.awaitReady();
        } catch (KernelException e) {
            notebook.metadata().withObject("papermill").put("exception", true);
            return new ExecutionResult.NotStarted(String.valueOf(e.getMessage()), e.remedy());
        } catch (InterruptedException e) {
            // The interrupt is the cancellation: it ends here, as the result.
            PapermillMetadata.finished(
                    notebook, clock.instant(), notebook.cells().isEmpty() ? null : 0);
            return new ExecutionResult.Cancelled(0);
        }
        listener.kernelStarted();
        NotebookRun run = new NotebookRun(notebook, kernel, listener, clock);
        ExecutionResult result = run.run();
        kernel.askToEnd();
        return result;
    }

    /** What the whole notebook says in the end, every cell having run: papermill's search for errors. */
    static ExecutionResult verdict(Notebook notebook) {
        return ErrorMarkers.find(notebook)
                .<ExecutionResult>map(error -> new ExecutionResult.CellFailed(
                        error.cellIndex(), error.name(), error.value(), error.traceback()))
                .orElseGet(ExecutionResult.Completed::new);
    }

    /** Whether a cell is sent to the kernel. Markdown, raw text, blank sources and cells tagged so are passed over. */
    public static boolean isExecuted(Cell cell) {
        return cell.isCode() && !cell.source().isBlank() && !cell.hasTag(SKIP_EXECUTION);
    }
}
