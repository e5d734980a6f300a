package dev.orrery.kernel;

import java.time.Duration;
import java.util.List;

/** How an execution ended. All but {@link Completed} are failures. Indices count all cells from 0. */
public sealed interface ExecutionResult {
    /** Every cell ran and none holds an error. */
    record Completed() implements ExecutionResult {}

    /**
     * A cell raised, was aborted, or ended the interpreter.
     *
     * @param name the exception's class, such as {@code ZeroDivisionError}
     * @param traceback lines with ANSI colours, as the kernel sent them; may be empty
     */
    record CellFailed(int index, String name, String value, List<String> traceback) implements ExecutionResult {
        public CellFailed {
            traceback = List.copyOf(traceback);
        }
    }

    /**
     * The kernel's process ended, or its connection broke, while a cell ran.
     *
     * @param how exit code or signal, and the process's last words
     */
    record KernelDied(int index, String how) implements ExecutionResult {}

    /** A cell ran longer than {@link ExecutionOptions#cellTimeout}. */
    record TimedOut(int index, Duration limit) implements ExecutionResult {}

    /** The executing thread was interrupted. The index is that of the cell which ran, or the one to run next. */
    record Cancelled(int index) implements ExecutionResult {}

    /** No kernel came up, so that no cell ran. */
    record NotStarted(String why, String remedy) implements ExecutionResult {}
}
