package dev.orrery.notebook;

import org.jspecify.annotations.Nullable;

/** What is wrong with a notebook or its parameters, where, and what to do. The root of this module's exceptions. */
public final class NotebookException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The kinds of error, stable for callers. */
    public enum Code {
        /** The file cannot be read or written. */
        NOT_READABLE,
        /** The text is not JSON. */
        NOT_JSON,
        /** JSON, but not a notebook of a version that is known. */
        NOT_A_NOTEBOOK,
        /** There is no way to write parameters in the notebook's language. */
        NO_TRANSLATOR,
        /** A parameter's value cannot be written in the notebook's language. */
        NOT_TRANSLATABLE
    }

    private final Code code;
    private final @Nullable Integer line;

    NotebookException(Code code, String message) {
        this(code, message, null, null);
    }

    NotebookException(Code code, String message, @Nullable Integer line, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.line = line;
    }

    public Code code() {
        return code;
    }

    /** The line of the file, counted from 1, or null where it is not known. */
    public @Nullable Integer line() {
        return line;
    }
}
