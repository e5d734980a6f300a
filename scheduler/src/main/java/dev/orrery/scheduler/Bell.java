package dev.orrery.scheduler;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Wakes one waiting thread; a ring that comes while it does not wait is kept. */
final class Bell {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition rings = lock.newCondition();
    private boolean rung;

    void ring() {
        lock.lock();
        try {
            rung = true;
            rings.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Returns after a ring, or after the time; null waits for a ring alone. Whether it rang. */
    boolean await(@Nullable Duration atMost) throws InterruptedException {
        lock.lock();
        try {
            long left = atMost == null ? Long.MAX_VALUE : atMost.toNanos();
            while (!rung && left > 0) {
                left = rings.awaitNanos(left);
            }
            boolean was = rung;
            rung = false;
            return was;
        } finally {
            lock.unlock();
        }
    }

    /** Takes a ring that nobody waited for; false where there was none. */
    boolean takeRing() {
        lock.lock();
        try {
            boolean was = rung;
            rung = false;
            return was;
        } finally {
            lock.unlock();
        }
    }
}
