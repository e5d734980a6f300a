package dev.orrery.scheduler;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * That a dag's runs come no more until it goes on.
 *
 * @param by who wants it so; null for what was paused before anybody asked
 * @param at null likewise
 * @param reason as they put it; null for none
 */
record Pause(
        @Nullable String by, @Nullable Instant at, @Nullable String reason) {
    /** How long a reason may be, in characters. */
    static final int LONGEST = 500;
}
