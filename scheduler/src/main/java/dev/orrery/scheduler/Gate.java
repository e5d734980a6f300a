package dev.orrery.scheduler;

import java.util.Locale;

/** What is asked of a task whose rule has come true, before it may go on; in this order. */
enum Gate {
    /** Whether its condition ({@code when}) holds. */
    WHEN;

    /** The name as it stands in the database. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Gate of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
