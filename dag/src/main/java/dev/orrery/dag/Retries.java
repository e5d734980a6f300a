package dev.orrery.dag;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What follows a failed attempt.
 *
 * @param most how many attempts may follow a failed first one, 0 to 100
 * @param delay before the first of them
 * @param factor by which each further delay is longer than the one before, from 1
 * @param longest no delay is longer, jitter apart; null for a day
 * @param jitter the share of a delay by which it is made shorter or longer at random, 0 to 1
 */
public record Retries(
        int most, Duration delay, double factor, @Nullable Duration longest, double jitter) {
    private static final Duration A_DAY = Duration.ofDays(1);

    /** Retries with the same delay before each. */
    public static Retries constant(int most, Duration delay) {
        return new Retries(most, delay, 1, null, 0);
    }

    /**
     * How long to wait after so many failed attempts.
     *
     * @param failed from 1
     * @param random from 0 to 1; what a random source gave, so that this stays a pure function
     */
    public Duration delay(int failed, double random) {
        Duration limit = longest == null ? (delay.compareTo(A_DAY) > 0 ? delay : A_DAY) : longest;
        double most = limit.toMillis();
        double millis = Math.min(most, delay.toMillis() * Math.pow(factor, failed - 1));
        return Duration.ofMillis(Math.round(millis * (1 + jitter * (2 * random - 1))));
    }
}
