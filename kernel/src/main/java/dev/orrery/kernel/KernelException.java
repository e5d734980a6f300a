package dev.orrery.kernel;

/** The kernel could not be found, started or understood. The message says what happened and where; {@link #remedy} what to do. */
public final class KernelException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String remedy;

    public KernelException(String message, String remedy) {
        super(message);
        this.remedy = remedy;
    }

    public KernelException(String message, String remedy, Throwable cause) {
        super(message, cause);
        this.remedy = remedy;
    }

    /** What the reader can do about it, as a sentence. */
    public String remedy() {
        return remedy;
    }
}
