package dev.orrery.storage;

import org.jspecify.annotations.Nullable;

/** Object storage refused a key or a file, or could not be reached. Its message names the key, never the place on disk. */
public final class StorageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StorageException(String message) {
        this(message, null);
    }

    public StorageException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
