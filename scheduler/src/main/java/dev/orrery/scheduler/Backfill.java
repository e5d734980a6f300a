package dev.orrery.scheduler;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of a dag's past that somebody wants to have run.
 *
 * @param from the first logical date, included
 * @param to the last one, included
 * @param maxActive how many of its runs may be under way at a time, from 1; they take none of the dag's own places
 * @param onLatestVersion whether runs that exist run again as the dag is now, not as it was
 * @param stopAfterFailures after so many failed runs no more are begun; null for never
 * @param conf in place of the dag's parameters of these names, in runs that it makes
 */
record Backfill(
        String backfillId,
        String dagId,
        Instant from,
        Instant to,
        boolean newestFirst,
        int maxActive,
        Existing existing,
        boolean onLatestVersion,
        @Nullable Integer stopAfterFailures,
        Map<String, @Nullable Object> conf,
        State state,
        String createdBy,
        Instant createdAt,
        @Nullable Instant endedAt) {

    /** Which runs that exist already are run again. */
    enum Existing {
        NONE,
        /** Failed and cancelled ones. */
        FAILED,
        ALL;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Existing of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }

    enum State {
        RUNNING,
        PAUSED,
        /** All of its runs have ended, however they did. */
        COMPLETED,
        CANCELLED,
        /** As many runs failed as were to stop it. */
        STOPPED;

        boolean isTerminal() {
            return switch (this) {
                case RUNNING, PAUSED -> false;
                case COMPLETED, CANCELLED, STOPPED -> true;
            };
        }

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        static State of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }

    /** What is done about one logical date. */
    enum Action {
        CREATE,
        /** Its run exists, and is run again. */
        RERUN,
        SKIP;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Action of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }
}
