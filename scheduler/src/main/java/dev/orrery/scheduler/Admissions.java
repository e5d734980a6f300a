package dev.orrery.scheduler;

import dev.orrery.database.Transaction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/** Lets runs that wait for a place begin, as many as their dags have places: at the end of a transaction, for all its dags at once. */
final class Admissions {
    private final JdbcSchedulerStore store;
    private final BiConsumer<Transaction, RunKey> begin;

    /** @param begin begins a run that is locked */
    Admissions(JdbcSchedulerStore store, BiConsumer<Transaction, RunKey> begin) {
        this.store = store;
        this.begin = begin;
    }

    /** Has it looked before the commit whether runs of this dag may begin. */
    void ask(Transaction tx, String dagId) {
        SortedSet<String> asked = tx.notes(this, TreeSet::new);
        if (asked.isEmpty()) {
            tx.beforeCommit(() -> admit(tx, asked));
        }
        asked.add(dagId);
    }

    private void admit(Transaction tx, SortedSet<String> asked) {
        List<String> dagIds = List.copyOf(asked);
        asked.clear(); // a run that begins may end at once, and make room for the next
        store.dags().lock(tx, dagIds);
        Map<String, Integer> places = new HashMap<>(store.runs().places(tx, dagIds));
        List<String> withPlaces = dagIds.stream()
                .filter(dagId -> places.getOrDefault(dagId, 0) > 0)
                .toList();
        if (withPlaces.isEmpty()) {
            return;
        }
        int most = places.values().stream().mapToInt(Integer::intValue).max().orElseThrow();
        List<RunKey> next = new ArrayList<>();
        for (RunKey run : store.runs().queued(tx, withPlaces, most)) {
            if (places.merge(run.dagId(), -1, Integer::sum) >= 0) {
                next.add(run);
            }
        }
        store.runs().lock(tx, next);
        next.forEach(run -> begin.accept(tx, run));
    }
}
