package dev.orrery.scheduler;

import dev.orrery.database.Transaction;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** How many more tasks may be under way of the dags that have a limit, while places are given away. */
final class ActiveTasks {
    private final JdbcSchedulerStore store;
    private final Transaction tx;
    private final Map<String, Integer> limits;
    private final Map<String, Integer> room = new HashMap<>();
    private final Set<String> full = new HashSet<>();

    ActiveTasks(JdbcSchedulerStore store, Transaction tx) {
        this.store = store;
        this.tx = tx;
        this.limits = store.limits().maxActiveTasks(tx);
    }

    /** The dags that were seen to have no room. */
    Set<String> full() {
        return full;
    }

    /** Takes one; false where the dag has no room. */
    boolean take(String dagId) {
        Integer limit = limits.get(dagId);
        if (limit == null) {
            return true;
        }
        int left = room.computeIfAbsent(dagId, id -> {
            // Another server may give places to the same dag's tasks.
            store.dags().lock(tx, id);
            return limit - store.limits().active(tx, id);
        });
        if (left <= 0) {
            full.add(dagId);
            return false;
        }
        room.put(dagId, left - 1);
        return true;
    }
}
