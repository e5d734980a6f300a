package dev.orrery.scheduler;

import java.util.Locale;

/** Where a task of a run stands. {@link Transitions} says what follows what. */
public enum TaskState {
    /** Waits for the tasks before it. */
    NONE,
    /** Has an attempt that waits for a free place, or whose process is starting. */
    QUEUED,
    RUNNING,
    SUCCESS,
    FAILED,
    /** Its attempt failed, and the next one waits for its time. */
    UP_FOR_RETRY,
    /** Never ran, as what it needed failed. */
    UPSTREAM_FAILED,
    /** Never ran, as its trigger rule did not come true. */
    SKIPPED,
    CANCELLED,
    /** An instance for whose place in the list there is no item any more. */
    REMOVED;

    public boolean isTerminal() {
        return switch (this) {
            case NONE, QUEUED, RUNNING, UP_FOR_RETRY -> false;
            case SUCCESS, FAILED, UPSTREAM_FAILED, SKIPPED, CANCELLED, REMOVED -> true;
        };
    }

    /** Whether it has an attempt that has not ended. */
    boolean isLive() {
        return this == QUEUED || this == RUNNING;
    }

    /** The name as it stands in the database and in the API. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static TaskState of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
