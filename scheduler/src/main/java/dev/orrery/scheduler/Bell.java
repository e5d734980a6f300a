package dev.orrery.scheduler;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
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

    /** Returns after a ring, or after the time; null waits for a ring alone. */
    void await(@Nullable Duration atMost) throws InterruptedException {
        lock.lock();
        try {
            long left = atMost == null ? Long.MAX_VALUE : atMost.toNanos();
            while (!rung && left > 0) {
                left = atMost == null ? awaitRing() : rings.awaitNanos(left);
            }
            rung = false;
        } finally {
            lock.unlock();
        }
    }

    /** Whether it was rung since somebody waited. */
    boolean isRung() {
        lock.lock();
        try {
            return rung;
        } finally {
            lock.unlock();
        }
    }

    private long awaitRing() throws InterruptedException {
        rings.await(1, TimeUnit.HOURS);
        return Long.MAX_VALUE;
    }
}
