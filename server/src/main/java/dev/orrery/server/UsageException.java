package dev.orrery.server;

/** What was asked for cannot be: the message says why and what to do. The program ends with exit code 2. */
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
