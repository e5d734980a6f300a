package dev.orrery.runner;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import tools.jackson.databind.node.ObjectNode;

/**
 * Delivers an attempt's events, in order, each until the server has acknowledged it, on a thread of its own. A server that is
 * away is tried again for as long as the notebook runs. Every answer may ask for the attempt's end, so that one is sought
 * every two seconds, events or not.
 */
final class EventSender {
    private static final Duration POLL = Duration.ofSeconds(2);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    private static final int BATCH = 500;
    /** A server that has just come up may refuse for a moment. */
    private static final int REFUSALS_BELIEVED = 5;

    private final ServerClient server;
    private final Runnable cancel;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<ObjectNode> waiting = new ArrayDeque<>();
    private boolean finishing;
    private boolean stopped;
    private boolean refused;

    /** @param cancel called on the sender's thread when the attempt is to stop, perhaps more than once */
    EventSender(ServerClient server, Runnable cancel) {
        this.server = server;
        this.cancel = cancel;
    }

    void start() {
        var _ = Thread.ofVirtual().name("events").start(this::run);
    }

    void add(ObjectNode event) {
        lock.lock();
        try {
            waiting.add(event);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until every event was acknowledged, then ends the sender.
     *
     * @return false if the server did not take them within that time, or refused them
     */
    boolean finish(Duration patience) throws InterruptedException {
        lock.lock();
        try {
            finishing = true;
            changed.signalAll();
            long left = patience.toNanos();
            while (!waiting.isEmpty() && !refused && left > 0) {
                left = changed.awaitNanos(left);
            }
            return waiting.isEmpty();
        } finally {
            stopped = true;
            changed.signalAll();
            lock.unlock();
        }
    }

    private void run() {
        Duration pause = Duration.ZERO;
        int refusals = 0;
        try {
            while (await(pause)) {
                try {
                    taken(server.post(batch()));
                    pause = Duration.ZERO;
                    refusals = 0;
                } catch (IOException e) {
                    refusals = e instanceof ServerClient.Refused ? refusals + 1 : 0;
                    pause = longer(pause);
                    if (refusals == REFUSALS_BELIEVED) {
                        refuse();
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for something to post, or for the time to ask; after a failure at least for the pause. False: the end. */
    private boolean await(Duration pause) throws InterruptedException {
        lock.lock();
        try {
            long left = pause.isZero() ? POLL.toNanos() : pause.toNanos();
            while (!stopped && left > 0 && (!pause.isZero() || waiting.isEmpty())) {
                left = changed.awaitNanos(left);
            }
            return !stopped && !(finishing && waiting.isEmpty());
        } finally {
            lock.unlock();
        }
    }

    private List<ObjectNode> batch() {
        lock.lock();
        try {
            return waiting.stream().limit(BATCH).toList();
        } finally {
            lock.unlock();
        }
    }

    private void taken(ServerClient.Taken taken) {
        lock.lock();
        try {
            while (!waiting.isEmpty() && waiting.element().path("sequence").asLong(0) <= taken.acknowledged()) {
                waiting.remove();
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (taken.cancel()) {
            cancel.run();
        }
    }

    /** The attempt is no longer wanted: another one may run already, so that this one must not go on. */
    private void refuse() {
        lock.lock();
        try {
            refused = true;
            stopped = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        cancel.run();
    }

    private static Duration longer(Duration pause) {
        Duration next = pause.isZero() ? FIRST_PAUSE : pause.multipliedBy(2);
        return next.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : next;
    }
}
