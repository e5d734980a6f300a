package dev.orrery.dag;

import org.jspecify.annotations.Nullable;

/**
 * What a task's process may use; null for the platform's default.
 *
 * @param memoryBytes at least 64 MiB
 * @param cpus cores, over 0
 */
public record Resources(
        @Nullable Long memoryBytes, @Nullable Double cpus) {
    public static final Resources DEFAULT = new Resources(null, null);
}
