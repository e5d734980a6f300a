package dev.orrery.scheduler;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How it stands with what a task waits for. */
sealed interface Watched {
    record Come() implements Watched {}

    /** @param again when to look again at the latest; null for when something else happens */
    record NotYet(@Nullable Instant again) implements Watched {}

    /**
     * It is waited for no longer.
     *
     * @param skip whether the task counts as skipped, not as failed
     */
    record Over(boolean skip, AttemptError why) implements Watched {}
}
