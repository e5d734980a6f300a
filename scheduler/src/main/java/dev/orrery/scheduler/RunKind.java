package dev.orrery.scheduler;

import java.util.Locale;

/** Who made a run. */
public enum RunKind {
    /** The dag's timetable. */
    SCHEDULED,
    /** Somebody who asked for it. */
    MANUAL,
    /** A backfill: one of those that the timetable would have made. */
    BACKFILL,
    /** Other dags' success, which made anew what the dag consumes. */
    ASSET;

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static RunKind of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
