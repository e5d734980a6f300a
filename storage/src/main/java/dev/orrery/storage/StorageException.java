package dev.orrery.storage;

import org.jspecify.annotations.Nullable;

/** Object storage refused a key or a file, or could not be reached. Its message names the key, never the place on disk. */
public final class StorageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean away;

    public StorageException(String message) {
        this(message, null);
    }

    public StorageException(String message, @Nullable Throwable cause) {
        this(message, cause, false);
    }

    private StorageException(String message, @Nullable Throwable cause, boolean away) {
        super(message, cause);
        this.away = away;
    }

    /** The storage could not be reached, or was too busy. */
    static StorageException away(String message, @Nullable Throwable cause) {
        return new StorageException(message, cause, true);
    }

    /** Whether the same call may well succeed later. */
    public boolean isAway() {
        return away;
    }
}
