package dev.orrery.scheduler;

import dev.orrery.database.Transaction;
import dev.orrery.launch.Environment;
import dev.orrery.scheduler.EnvironmentSource.Readiness;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Gives a server's free places away in one transaction: to the first in line whose environment is ready, and whose dag and pool have room. */
final class Placement {
    private final JdbcSchedulerStore store;
    private final Transaction tx;
    private final String server;
    private final EnvironmentSource environments;
    private final ActiveTasks active;
    private final PoolRoom pools;
    private final Map<String, Environment> claims = new LinkedHashMap<>();
    private final Map<String, Readiness> asked = new HashMap<>();
    private final Map<String, Readiness> unready = new HashMap<>();

    Placement(JdbcSchedulerStore store, Transaction tx, String server, EnvironmentSource environments) {
        this.store = store;
        this.tx = tx;
        this.server = server;
        this.environments = environments;
        this.active = new ActiveTasks(store, tx);
        this.pools = new PoolRoom(store, tx);
    }

    /** An attempt that has a place, with all that its launch needs. */
    record Claim(JdbcClaimStore.Claimed claimed, Environment environment) {}

    /**
     * What was given.
     *
     * @param unready environments that attempts would have had a place for
     */
    record Given(List<Claim> claims, Map<String, Readiness> unready) {}

    Given give(int places, Instant now) {
        int free = places - store.claims().claimedCount(tx, server);
        boolean isMore = free > 0;
        while (isMore && claims.size() < free) {
            isMore = false;
            for (var waiting :
                    store.claims().waiting(tx, unready.keySet(), active.full(), pools, free - claims.size())) {
                isMore |= !claim(waiting, now); // those of full dags and pools were in the way of others
            }
        }
        return new Given(claimed(), Map.copyOf(unready));
    }

    private boolean claim(JdbcClaimStore.Waiting waiting, Instant now) {
        Readiness readiness = asked.computeIfAbsent(waiting.environment(), environments::of);
        if (!(readiness instanceof Readiness.Ready(Environment environment))) {
            unready.put(waiting.environment(), readiness);
            return false;
        }
        if (!pools.take(waiting.pool(), waiting.poolSlots())) {
            return false;
        }
        if (!active.take(waiting.dagId())) {
            pools.giveBack(waiting.pool(), waiting.poolSlots());
            return false;
        }
        store.claims().claim(tx, waiting.attemptId(), server, now);
        claims.put(waiting.attemptId(), environment);
        return true;
    }

    private List<Claim> claimed() {
        if (claims.isEmpty()) {
            return List.of();
        }
        store.attempts().fetch(tx, List.copyOf(claims.keySet()));
        List<AttemptRow> inOrder = claims.keySet().stream()
                .map(id -> store.attempts().find(tx, id).orElseThrow())
                .toList();
        return store.claims().claimed(tx, store.runs(), inOrder).stream()
                .map(claimed -> new Claim(
                        claimed,
                        Objects.requireNonNull(claims.get(claimed.attempt().attemptId()))))
                .toList();
    }
}
