package dev.orrery.scheduler;

import dev.orrery.dag.PoolUse;
import dev.orrery.database.Transaction;
import java.util.HashMap;
import java.util.Map;

/** Says in words what attempts of a run wait for that have no place yet. */
final class WaitsFor {
    private final JdbcSchedulerStore store;

    WaitsFor(JdbcSchedulerStore store) {
        this.store = store;
    }

    /** By task; none of a task whose attempt has a place, or that has none. */
    Map<String, String> words(Transaction tx, RunKey run) {
        Map<String, JdbcPoolStore.Use> uses = store.pools().waiting(tx, run);
        Map<String, String> words = new HashMap<>();
        if (!uses.isEmpty()) {
            Map<String, Integer> slots = store.pools().slots(tx);
            Map<String, Integer> taken = store.pools().taken(tx);
            boolean isFull = store.pools()
                    .maxActiveTasks(tx, run.dagId())
                    .map(most -> store.limits().active(tx, run.dagId()) >= most)
                    .orElse(false);
            uses.forEach((task, use) -> words.put(task, words(use, slots, taken, isFull)));
        }
        return words;
    }

    private static String words(
            JdbcPoolStore.Use use, Map<String, Integer> slots, Map<String, Integer> taken, boolean dagIsFull) {
        String pool = "the pool '" + use.pool() + "'";
        Integer most = slots.get(use.pool());
        if (most == null && !use.pool().equals(PoolUse.DEFAULT_POOL)) {
            return pool + ", which does not exist: an admin makes it";
        }
        if (most != null && use.slots() > most) {
            return pool + ", which has only " + most + " of the " + use.slots() + " slots that it needs";
        }
        int used = taken.getOrDefault(use.pool(), 0);
        if (most != null && used + use.slots() > most) {
            return pool + ", of whose " + most + " slots " + used + " are taken";
        }
        return dagIsFull ? "other tasks of its dag: 'max_active_tasks'" : "a free place on the platform";
    }
}
