package dev.orrery.notebook.diff;

/** A difference that cannot be read, or that does not fit what it is applied to. */
public final class DiffException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DiffException(String message) {
        super(message);
    }
}
