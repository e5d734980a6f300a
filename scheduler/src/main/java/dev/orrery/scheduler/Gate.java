package dev.orrery.scheduler;

import java.util.Locale;

/** What is asked of a task whose rule has come true, before it may go on; in this order. */
enum Gate {
    /** Whether the same task of the run before has succeeded or was skipped ({@code depends_on_past}). */
    PAST,
    /** Likewise the tasks directly behind that one ({@code wait_for_downstream}). */
    DOWNSTREAM,
    /** Whether its condition ({@code when}) holds. */
    WHEN,
    /** For which items it runs ({@code for_each}). */
    EACH,
    /** Whether what it waits for has come: it is under way meanwhile, with an attempt that has no process. */
    WAIT_FOR,
    /** Asked of nobody: success of the task, or of its run, has made data anew ({@code produces}). */
    PRODUCES;

    /** Whether the task may be kept by it. */
    boolean isAsked() {
        return this != WAIT_FOR && this != PRODUCES;
    }

    /** The name as it stands in the database. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Gate of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
