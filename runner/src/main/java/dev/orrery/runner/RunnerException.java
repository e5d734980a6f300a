package dev.orrery.runner;

/** The attempt or the command cannot be carried out. The message says what happened and what to do. */
final class RunnerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RunnerException(String message) {
        super(message);
    }

    RunnerException(String message, Throwable cause) {
        super(message, cause);
    }
}
