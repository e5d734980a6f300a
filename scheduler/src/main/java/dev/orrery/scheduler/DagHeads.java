package dev.orrery.scheduler;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How all dags stand, for lists of them: read once, then only those again of which it was told that they changed. What another
 * server changed may not have been told, so that now and then all are read.
 */
final class DagHeads {
    private static final Duration LONGEST = Duration.ofSeconds(10);

    /** As many dags as one query names. */
    private static final int AT_ONCE = 500;

    private final JdbcSchedulerStore store;
    private final Set<String> changed = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final TreeMap<String, DagHead> heads = new TreeMap<>();
    private boolean isRead;
    private long readAt;

    DagHeads(JdbcSchedulerStore store) {
        this.store = store;
    }

    /** To be called after each change is stored. */
    void changed(Change change) {
        changed.add(change.dagId());
    }

    /** By id. Not inside a transaction. */
    List<DagHead> all() {
        lock.lock();
        try {
            // Before they are read: what changes meanwhile is read the next time.
            Set<String> again = new HashSet<>(changed);
            changed.removeAll(again);
            if (!isRead || System.nanoTime() - readAt > LONGEST.toNanos() || again.size() > AT_ONCE) {
                isRead = false;
                List<DagHead> all = store.read(store.dags()::heads);
                heads.clear();
                all.forEach(head -> heads.put(head.dagId(), head));
                readAt = System.nanoTime();
                isRead = true;
            } else if (!again.isEmpty()) {
                isRead = false;
                List<DagHead> some = store.read(tx -> store.dags().heads(tx, List.copyOf(again)));
                heads.keySet().removeAll(again);
                some.forEach(head -> heads.put(head.dagId(), head));
                isRead = true;
            }
            return new ArrayList<>(heads.values());
        } finally {
            lock.unlock();
        }
    }
}
