package dev.orrery.scheduler;

import dev.orrery.database.Transaction;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The pools, and what is under way in them. */
final class JdbcPoolStore {
    private static final String UNDER_WAY = "state IN ('queued', 'running') AND claimed_at IS NOT NULL";

    /** The slots of each pool that has a bound. */
    Map<String, Integer> slots(Transaction tx) {
        return slots(tx, "");
    }

    /** As {@link #slots}; until the transaction ends no other gives away places of these pools. */
    Map<String, Integer> lock(Transaction tx) {
        return slots(
                tx,
                switch (tx.dialect()) {
                    case SQLITE -> "";
                    case POSTGRESQL -> " ORDER BY name FOR UPDATE";
                });
    }

    private static Map<String, Integer> slots(Transaction tx, String how) {
        Map<String, Integer> slots = new HashMap<>();
        tx.list("SELECT name, slots FROM pool" + how, row -> slots.put(row.text("name"), whole(row.number("slots"))));
        return slots;
    }

    /** How many slots are taken, by the pools of which any is. */
    Map<String, Integer> taken(Transaction tx) {
        return sums(tx, UNDER_WAY);
    }

    /** How many slots are waited for, likewise. */
    Map<String, Integer> wanted(Transaction tx) {
        return sums(tx, "state = 'queued' AND claimed_at IS NULL");
    }

    private static Map<String, Integer> sums(Transaction tx, String condition) {
        Map<String, Integer> sums = new HashMap<>();
        tx.list(
                "SELECT pool, SUM(pool_slots) AS n FROM attempt WHERE " + condition + " GROUP BY pool",
                row -> sums.put(row.text("pool"), whole(row.number("n"))));
        return sums;
    }

    void set(Transaction tx, String name, int slots) {
        tx.update("""
                INSERT INTO pool (name, slots) VALUES (?, ?)
                ON CONFLICT (name) DO UPDATE SET slots = excluded.slots""", name, slots);
    }

    /** False where there is none of that name. */
    boolean remove(Transaction tx, String name) {
        return tx.update("DELETE FROM pool WHERE name = ?", name) == 1;
    }

    void use(Transaction tx, RunKey run, String taskId, String pool, int slots) {
        tx.update(
                "UPDATE task SET pool = ?, pool_slots = ? WHERE dag_id = ? AND run_id = ? AND task_id = ?",
                pool,
                slots,
                run.dagId(),
                run.runId(),
                taskId);
    }

    /** What an attempt asks of a pool. */
    record Use(String pool, int slots) {}

    /** Of those of a run's attempts that wait for a place, by task. */
    Map<String, Use> waiting(Transaction tx, RunKey run) {
        Map<String, Use> uses = new HashMap<>();
        tx.list(
                """
                SELECT task_id, pool, pool_slots FROM attempt
                WHERE dag_id = ? AND run_id = ? AND state = 'queued' AND claimed_at IS NULL""",
                row -> uses.put(row.text("task_id"), new Use(row.text("pool"), whole(row.number("pool_slots")))),
                run.dagId(),
                run.runId());
        return uses;
    }

    Optional<Integer> maxActiveTasks(Transaction tx, String dagId) {
        return tx.first(
                        "SELECT max_active_tasks FROM dag WHERE dag_id = ?",
                        row -> List.of(Optional.ofNullable(row.numberOrNull("max_active_tasks"))),
                        dagId)
                .flatMap(List::getFirst)
                .map(JdbcPoolStore::whole);
    }

    private static int whole(long number) {
        return Math.toIntExact(number);
    }
}
