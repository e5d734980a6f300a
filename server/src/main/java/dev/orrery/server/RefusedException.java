package dev.orrery.server;

/** A running server refused what a command asked; the message is its own. The program ends with exit code 1. */
final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
        super(message);
    }
}
