package dev.orrery.scheduler;

import org.jspecify.annotations.Nullable;

/** Why something that was asked of the scheduler cannot be done, and what to do instead. */
public final class SchedulerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What kind of trouble it is. */
    public enum Code {
        /** There is no such dag, run, task or attempt. */
        NOT_FOUND,
        /** The state that it is in does not allow it. */
        CONFLICT,
        /** What was given cannot be used. */
        INVALID
    }

    private final Code code;

    SchedulerException(Code code, String message) {
        this(code, message, null);
    }

    SchedulerException(Code code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    static SchedulerException notFound(String message) {
        return new SchedulerException(Code.NOT_FOUND, message);
    }

    public Code code() {
        return code;
    }
}
