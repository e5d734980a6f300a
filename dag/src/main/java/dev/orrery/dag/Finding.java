package dev.orrery.dag;

import org.jspecify.annotations.Nullable;

/**
 * One thing wrong with a dag.
 *
 * @param file the file's name as the caller gave it
 * @param line from 1; null where the whole file is meant
 * @param field the path of the field, such as {@code tasks.load.retries}
 * @param remedy what to do about it, as a sentence
 */
public record Finding(
        String file, @Nullable Integer line, @Nullable String field, String message, String remedy, Severity severity) {

    public enum Severity {
        /** The dag cannot be deployed. */
        ERROR,
        /** The dag can be deployed, but hardly means this. */
        WARNING
    }

    public boolean isError() {
        return severity == Severity.ERROR;
    }
}
