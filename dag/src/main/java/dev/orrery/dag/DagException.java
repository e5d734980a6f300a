package dev.orrery.dag;

/** Something a user declared cannot be used; the message says what, the remedy says what to write instead. */
public abstract class DagException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String remedy;

    protected DagException(String message, String remedy) {
        super(message);
        this.remedy = remedy;
    }

    /** What to do about it, as a sentence. */
    public final String remedy() {
        return remedy;
    }
}
