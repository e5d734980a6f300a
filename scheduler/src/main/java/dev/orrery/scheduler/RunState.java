package dev.orrery.scheduler;

import java.util.Locale;

/** Where a run stands. {@link Transitions} says what follows what. */
public enum RunState {
    /** Waits for a place among the dag's active runs. */
    QUEUED,
    RUNNING,
    SUCCESS,
    FAILED,
    CANCELLED;

    /** Whether nothing happens any more, but for a retry that somebody asks for. */
    public boolean isTerminal() {
        return switch (this) {
            case QUEUED, RUNNING -> false;
            case SUCCESS, FAILED, CANCELLED -> true;
        };
    }

    /** The name as it stands in the database and in the API. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static RunState of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
