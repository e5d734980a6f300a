package dev.orrery.kernel;

/**
 * Hears how an execution goes on. Called on the executor's thread, in order; the notebook's tree is complete and may be
 * written at each call. Indices count all cells of the notebook from 0. A call that throws ends the execution.
 */
public interface ExecutionListener {
    /** The notebook is marked as pending, the kernel's process is on its way. */
    default void prepared() {}

    /** The kernel answers. */
    default void kernelStarted() {}

    default void cellStarted(int index) {}

    /** An output of this cell was added, changed or removed. */
    default void outputChanged(int index) {}

    /** Called at least every half second while a cell runs, whether it says something or not. */
    default void cellRunning(int index) {}

    /** Whether it uses what {@link CellStats} says beside the time: to ask the system takes about a fiftieth of what a small cell takes. */
    default boolean wantsUsage() {
        return true;
    }

    /** Called for every cell that was started, also for Markdown and skipped ones. */
    default void cellFinished(int index, CellStats stats, boolean failed) {}

    /**
     * Text that user code printed, as it arrives and whole, also what no longer fits into the notebook.
     *
     * @param name {@code stdout} or {@code stderr}
     */
    default void stream(String name, String text) {}

    /** Something the kernel sent could not be used, or not be kept; the run goes on. */
    default void warning(String sentence) {}
}
