package dev.orrery.launch;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** Which workload goes by which id now, so that a rename and an end that come at once are one after the other. */
final class WorkloadNames {
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<WorkloadId, WorkloadId> successors = new HashMap<>();
    private final Set<WorkloadId> ended = new HashSet<>();

    /** @param move does it; false where it cannot be done, and was not */
    boolean rename(WorkloadId from, WorkloadId to, BooleanSupplier move) {
        lock.lock();
        try {
            if (ended.contains(from) || !move.getAsBoolean()) {
                return false;
            }
            successors.put(from, to);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** The id by which a workload that was started or adopted under this one ends; it is renamed no more. */
    WorkloadId last(WorkloadId first) {
        lock.lock();
        try {
            WorkloadId id = first;
            while (successors.containsKey(id)) {
                id = successors.remove(id);
            }
            ended.add(id);
            return id;
        } finally {
            lock.unlock();
        }
    }

    /** The id may be used again. */
    void forget(WorkloadId id) {
        lock.lock();
        try {
            ended.remove(id);
        } finally {
            lock.unlock();
        }
    }
}
