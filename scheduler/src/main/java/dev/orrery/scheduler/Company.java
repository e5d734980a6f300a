package dev.orrery.scheduler;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads by which a server lives with others on one database; none on a database of its own. */
final class Company implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Company.class);

    private final Engine engine;
    private final News news;
    private final Peers peers;
    private final Recovery recovery;
    private volatile List<Thread> threads = List.of();
    private volatile AutoCloseable ear = () -> {};

    Company(Engine engine, Seat seat, News news, Recovery recovery) {
        this.engine = engine;
        this.news = news;
        this.recovery = recovery;
        this.peers = new Peers(engine.store(), seat, news, recovery);
    }

    /** Begins a life among the others. Once. */
    void enter() {
        if (!engine.store().isShared()) {
            return;
        }
        peers.begin();
        ear = news.listen(this::heard, this::missed);
        threads = List.of(
                Thread.ofPlatform().daemon().name("scheduler-peers").start(peers),
                Thread.ofVirtual().name("scheduler-news").start(news));
    }

    private void heard(News.Message message) {
        if (message.change() != null) {
            engine.dispatcher().ring();
            engine.timer().ring();
        } else if (message.stop() != null) {
            // Unknown to this launcher: it is another server's, and nothing happens.
            engine.stopProcess(message.stop());
        } else {
            peers.ring();
            engine.dispatcher().ring();
            engine.timer().ring();
        }
    }

    private void missed() {
        recovery.stopAsked();
        engine.dispatcher().ring();
        engine.timer().ring();
        peers.ring();
    }

    Peers peers() {
        return peers;
    }

    @Override
    public void close() {
        if (threads.isEmpty()) {
            return;
        }
        try {
            threads.forEach(Thread::interrupt);
            for (Thread thread : threads) {
                thread.join();
            }
            peers.leave();
            ear.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.info("no longer listening: {}", e.getMessage());
        }
    }
}
