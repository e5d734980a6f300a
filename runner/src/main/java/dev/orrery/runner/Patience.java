package dev.orrery.runner;

import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Tries again, with growing pauses, what failed in passing.
 *
 * @param limit for all tries together
 * @param progress where each failure is told
 */
record Patience(Duration limit, PrintStream progress) {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

    interface Try<T> {
        T run() throws RemotePlace.Failure;
    }

    /** @throws RemotePlace.Failure the last failure, once it does not pass or the limit is reached */
    <T> T call(Try<T> call) throws RemotePlace.Failure, InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        Duration pause = FIRST_PAUSE;
        while (true) {
            try {
                return call.run();
            } catch (RemotePlace.Failure e) {
                Duration left = Duration.ofNanos(end - System.nanoTime());
                if (!e.isPassing() || left.compareTo(pause) < 0) {
                    throw e;
                }
                progress.println(e.sentence() + " Trying again for " + words(left) + ".");
                var _ = new CountDownLatch(1).await(pause.toMillis(), TimeUnit.MILLISECONDS);
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
            }
        }
    }

    private static String words(Duration left) {
        return left.toMinutes() == 0
                ? left.toSeconds() + " s"
                : left.toMinutes() + " min " + left.toSecondsPart() + " s";
    }
}
