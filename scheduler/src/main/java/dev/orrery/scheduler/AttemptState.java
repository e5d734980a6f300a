package dev.orrery.scheduler;

import java.util.Locale;

/** Where an attempt stands. {@link Transitions} says what follows what. */
public enum AttemptState {
    QUEUED,
    RUNNING,
    SUCCESS,
    FAILED,
    /** Its process ended, or is gone, without a result. */
    LOST,
    CANCELLED;

    public boolean isTerminal() {
        return switch (this) {
            case QUEUED, RUNNING -> false;
            case SUCCESS, FAILED, LOST, CANCELLED -> true;
        };
    }

    /** The name as it stands in the database and in the API. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static AttemptState of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
