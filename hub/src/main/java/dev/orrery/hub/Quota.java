package dev.orrery.hub;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How much a home folder may hold. As a file system's quota it has a soft limit, which may be passed for a grace, and a hard one
 * at twice that; other than a file system's it stops the owner's servers in place of refusing a write, after words that say
 * when, and leaves time to tidy up after each start.
 *
 * @param bytes null: any amount
 */
record Quota(@Nullable Long bytes) {
    private static final double NEAR = 0.8;
    private static final double HARD = 2;
    static final Duration GRACE = Duration.ofHours(1);
    static final Duration TO_TIDY_UP = Duration.ofMinutes(15);

    /** Where a home stands. */
    enum State {
        FINE,
        /** Four fifths are used. */
        NEAR,
        OVER
    }

    State state(long used) {
        if (bytes == null || used < NEAR * bytes) {
            return State.FINE;
        }
        return used <= bytes ? State.NEAR : State.OVER;
    }

    /**
     * When a server of the owner's is stopped; empty where it is not.
     *
     * @param over since when the home has held too much
     * @param started when the server was
     */
    Optional<Instant> stops(long used, Instant over, Instant started) {
        if (bytes == null || used <= bytes) {
            return Optional.empty();
        }
        Instant tidied = started.plus(TO_TIDY_UP);
        Instant graced = used > HARD * bytes ? over : over.plus(GRACE);
        return Optional.of(graced.isAfter(tidied) ? graced : tidied);
    }

    /** Such as {@code 1.5 GB}. */
    static String words(long size) {
        double rest = size;
        int unit = 0;
        while (rest >= 1024 && unit < 4) {
            rest /= 1024;
            unit++;
        }
        String unitWord = "B KB MB GB TB".split(" ", -1)[unit];
        return unit == 0 || rest >= 100
                ? Math.round(rest) + " " + unitWord
                : String.format(java.util.Locale.ROOT, "%.1f %s", rest, unitWord);
    }
}
