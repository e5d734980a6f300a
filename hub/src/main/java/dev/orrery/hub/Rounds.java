package dev.orrery.hub;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Something that is done each minute, on a thread of its own; where it breaks off, that is logged and it begins anew. */
final class Rounds implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);
    private static final Duration EVERY = Duration.ofMinutes(1);

    private final String name;
    private final Round round;
    private final ScheduledExecutorService executor;

    /** One of them. */
    interface Round {
        void run() throws InterruptedException;
    }

    /** @param name of the thread, and for the log */
    Rounds(String name, Round round) {
        this.name = name;
        this.round = round;
        this.executor = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name(name).daemon().factory());
    }

    void start() {
        var _ = executor.scheduleWithFixedDelay(this::run, EVERY.toSeconds(), EVERY.toSeconds(), TimeUnit.SECONDS);
    }

    private void run() {
        try {
            round.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("A round of the {} broke off; the next one begins in a minute", name, e);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
