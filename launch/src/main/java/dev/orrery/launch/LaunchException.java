package dev.orrery.launch;

import org.jspecify.annotations.Nullable;

/** Why a workload could not be launched or an environment not be built, and what to do about it. */
public final class LaunchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String remedy;

    public LaunchException(String message, String remedy) {
        this(message, remedy, null);
    }

    public LaunchException(String message, String remedy, @Nullable Throwable cause) {
        super(message + " " + remedy, cause);
        this.remedy = remedy;
    }

    /** What to do, a sentence; also the end of the message. */
    public String remedy() {
        return remedy;
    }
}
