package dev.orrery.scheduler;

import dev.orrery.scheduler.JdbcServerStore.Life;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This server among those of its PostgreSQL: renews its lease, takes over from those that let theirs run out, and begins a new
 * life when it was itself taken for dead. Alone it renews seldom; a server that comes greets, and then all renew often.
 */
final class Peers implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Peers.class);
    static final Duration LEASE = Duration.ofMillis(1_800);
    static final Duration BEAT = Duration.ofMillis(500);
    private static final Duration SETTLE = Duration.ofSeconds(5);
    private static final Duration LEASE_ALONE = Duration.ofSeconds(20);
    private static final Duration BEAT_ALONE = Duration.ofSeconds(6);

    private final JdbcSchedulerStore store;
    private final Seat seat;
    private final News news;
    private final Recovery recovery;
    private final Bell bell = new Bell();
    private volatile @Nullable Life life;
    private volatile boolean hasOthers = true;
    private long settled = System.nanoTime();

    Peers(JdbcSchedulerStore store, Seat seat, News news, Recovery recovery) {
        this.store = store;
        this.seat = seat;
        this.news = news;
        this.recovery = recovery;
    }

    /** Begins a life of this server. */
    void begin() {
        Life begun = store.unfenced(tx -> store.servers().register(tx, seat.name(), LEASE));
        store.fence(begun);
        life = begun;
        news.greet();
    }

    /** Looks at once. */
    void ring() {
        bell.ring();
    }

    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                try {
                    beat();
                } catch (RuntimeException e) {
                    LOG.warn("the server's lease could not be renewed: {}", e.getMessage());
                }
                bell.await(hasOthers ? BEAT : BEAT_ALONE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private record Look(boolean alive, boolean hasOthers, List<Life> expired) {}

    void beat() {
        Life current = life;
        if (current == null) {
            throw new IllegalStateException("no life was begun");
        }
        Look look = store.unfenced(tx -> {
            boolean others = store.servers().hasOthers(tx, seat.name());
            boolean alive = store.servers().renew(tx, current, others ? LEASE : LEASE_ALONE);
            return new Look(alive, others, others ? store.servers().expired(tx) : List.of());
        });
        hasOthers = look.hasOthers();
        news.hasListeners(hasOthers);
        if (!look.alive()) {
            LOG.warn("this server was taken for dead, and another has taken over from it; it begins anew");
            begin();
            recovery.takeUp();
            return;
        }
        for (Life dead : look.expired()) {
            if (!dead.name().equals(seat.name())) {
                recovery.takeOver(dead);
            }
        }
        if (System.nanoTime() - settled > SETTLE.toNanos()) {
            settled = System.nanoTime();
            recovery.settleOrphans();
            recovery.settleByResults();
        }
    }

    /** Gives the lease back, so that another server goes on at once. */
    void leave() {
        Life current = life;
        if (current != null) {
            try {
                store.<@Nullable Void>unfenced(tx -> {
                    store.servers().release(tx, current);
                    return null;
                });
                news.greet();
            } catch (RuntimeException e) {
                LOG.info("the server's lease could not be given back; it will run out: {}", e.getMessage());
            }
        }
    }
}
