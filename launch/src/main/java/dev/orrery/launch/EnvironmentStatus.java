package dev.orrery.launch;

import org.jspecify.annotations.Nullable;

/**
 * How it stands with a named environment.
 *
 * @param digest  as {@link Environment#digest} of what it is, or would be, built from
 * @param step    what is being done, in words; empty when nothing is
 * @param done    packages done, of {@code total}
 * @param message why it failed and what to do
 */
public record EnvironmentStatus(
        String name,
        State state,
        String digest,
        String step,
        int done,
        int total,
        @Nullable String message) {
    /** Where its build is; {@link #word} is the public API's. */
    public enum State {
        MISSING,
        BUILDING,
        READY,
        FAILED;

        public String word() {
            return switch (this) {
                case MISSING -> "missing";
                case BUILDING -> "building";
                case READY -> "ready";
                case FAILED -> "failed";
            };
        }
    }
}
