package dev.orrery.runner;

/** Why {@code orrery run} or {@code orrery diff} did not do what it was asked to; the message is for the person at the terminal. */
final class RunException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    /** A failure: exit code 1. */
    RunException(String message) {
        this(message, RunCommand.FAILED);
    }

    private RunException(String message, int exitCode) {
        super(message);
        this.exitCode = exitCode;
    }

    /** A command line that is not understood: exit code 2. */
    static RunException usage(String message) {
        return new RunException(message, RunCommand.USAGE);
    }

    int exitCode() {
        return exitCode;
    }
}
