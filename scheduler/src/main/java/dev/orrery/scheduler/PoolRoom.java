package dev.orrery.scheduler;

import dev.orrery.dag.PoolUse;
import dev.orrery.database.Transaction;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** How many slots the pools have left, while places are given away. */
final class PoolRoom {
    private final Map<String, Integer> left = new HashMap<>();

    PoolRoom(JdbcSchedulerStore store, Transaction tx) {
        Map<String, Integer> slots = store.pools().lock(tx);
        if (!slots.isEmpty()) {
            Map<String, Integer> taken = store.pools().taken(tx);
            slots.forEach((pool, most) -> left.put(pool, most - taken.getOrDefault(pool, 0)));
        }
    }

    /** A pool, and how many slots there may be taken of it. */
    record Room(String pool, int slots) {}

    /** The pools with room left; what names another waits. */
    List<Room> open() {
        return left.entrySet().stream()
                .filter(entry -> entry.getValue() > 0)
                .map(entry -> new Room(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** Whether the default pool has no bound. */
    boolean isDefaultUnbounded() {
        return !left.containsKey(PoolUse.DEFAULT_POOL);
    }

    /** Takes slots; false where there are not so many. */
    boolean take(String pool, int slots) {
        if (isDefaultUnbounded() && pool.equals(PoolUse.DEFAULT_POOL)) {
            return true;
        }
        if (left.getOrDefault(pool, 0) < slots) {
            return false;
        }
        left.merge(pool, -slots, Integer::sum);
        return true;
    }

    /** Gives back what was taken in vain. */
    void giveBack(String pool, int slots) {
        left.computeIfPresent(pool, (name, room) -> Objects.requireNonNull(room) + slots);
    }
}
