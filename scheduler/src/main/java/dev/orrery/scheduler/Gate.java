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
    /** Of a task with {@code for_each}: its instances have {@link #PAST}, and not it. */
    PAST_OF_EACH,
    /** Of a task with {@code for_each}, whose condition is about the item: its instances have {@link #WHEN}, and not it. */
    WHEN_OF_EACH,
    /** For which items it runs ({@code for_each}). */
    EACH,
    /** Whether what it waits for has come: it is under way meanwhile, with an attempt that has no process. */
    WAIT_FOR,
    /** Asked of nobody: success of the task, or of its run, has made data anew ({@code produces}). */
    PRODUCES;

    /** Whether the task may be kept by it. */
    boolean isAsked() {
        return switch (this) {
            case PAST, DOWNSTREAM, WHEN, EACH -> true;
            case PAST_OF_EACH, WHEN_OF_EACH, WAIT_FOR, PRODUCES -> false;
        };
    }

    /** The name as it stands in the database. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Gate of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
