package dev.orrery.scheduler;

import dev.orrery.dag.PoolUse;
import dev.orrery.database.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Which attempts wait for a place, and which server has which. */
final class JdbcClaimStore {
    private static final String LIVE = JdbcAttemptStore.LIVE;

    /** Those of a server whose launch was begun and that have not ended. */
    List<AttemptRow> claimed(Transaction tx, String server) {
        return tx.list("SELECT * FROM attempt WHERE " + LIVE + """
                AND claimed_at IS NOT NULL AND server = ? ORDER BY created_at, attempt_id""", JdbcAttemptStore::attempt, server);
    }

    /** Makes attempts a server's that are nobody's, having been claimed before servers had names; with one server all are its. */
    int adoptUnowned(Transaction tx, String server, boolean isShared) {
        return tx.update(
                "UPDATE attempt SET server = ? WHERE " + LIVE + "AND claimed_at IS NOT NULL AND "
                        + (isShared ? "server IS NULL" : "(server IS NULL OR server <> ?)"),
                isShared ? new Object[] {server} : new Object[] {server, server});
    }

    /** Gives a server's attempts to another, which has its launcher's records. */
    int move(Transaction tx, String from, String to) {
        return tx.update(
                "UPDATE attempt SET server = ? WHERE " + LIVE + "AND claimed_at IS NOT NULL AND server = ?", to, from);
    }

    /** Those of a server whose runner, if there is one, has no order yet. */
    List<String> withoutOrder(Transaction tx, String server) {
        return tx.list("SELECT attempt_id FROM attempt WHERE " + LIVE + """
                AND server = ? AND claimed_at IS NOT NULL AND ordered_at IS NULL FOR UPDATE""", row -> row.text("attempt_id"), server);
    }

    /** Those of servers that were taken for dead and have not come back. */
    List<AttemptRow> orphans(Transaction tx) {
        return tx.list("""
                SELECT a.* FROM server s JOIN attempt a ON a.server = s.name
                WHERE s.lost_at IS NOT NULL AND a.state IN ('queued', 'running') AND a.claimed_at IS NOT NULL""", JdbcAttemptStore::attempt);
    }

    /** Whether neither its server nor its runner was heard of for so long; its server's death is noted by the database's clock. */
    boolean isSilent(Transaction tx, String attemptId, Instant now, Duration silence) {
        Instant since = now.minus(silence);
        return tx.first("""
                        SELECT 1 AS one FROM attempt a JOIN server s ON s.name = a.server
                        WHERE a.attempt_id = ? AND s.lost_at < ? AND (a.heard_at IS NULL OR a.heard_at < ?)""", row -> row.number("one"), attemptId, since, since).isPresent();
    }

    boolean isOf(Transaction tx, String attemptId, String server) {
        return tx.first(
                        "SELECT 1 AS one FROM attempt WHERE attempt_id = ? AND server = ?",
                        row -> row.number("one"),
                        attemptId,
                        server)
                .isPresent();
    }

    /** Its runner asks for its order: from now on it is executed by this one, and by no other. False where it may not. */
    boolean order(Transaction tx, String attemptId, Instant now) {
        return tx.update(
                        "UPDATE attempt SET ordered_at = COALESCE(ordered_at, ?) WHERE attempt_id = ? AND " + LIVE
                                + """
                AND claimed_at IS NOT NULL""",
                        now,
                        attemptId)
                == 1;
    }

    /** Notes that its runner spoke to another server than its own. */
    void heard(Transaction tx, String attemptId, Instant now) {
        tx.update("UPDATE attempt SET heard_at = ? WHERE attempt_id = ?", now, attemptId);
    }

    /** An attempt that waits for a place, and what it needs. */
    record Waiting(String attemptId, String environment, String dagId, String pool, int poolSlots) {}

    /**
     * Those that wait for a place, but for some environments' and some dags', and for which their pool has room: the first to go
     * first.
     */
    List<Waiting> waiting(
            Transaction tx, Collection<String> butEnvironments, Collection<String> butDags, PoolRoom room, int limit) {
        List<Object> arguments = new ArrayList<>(butEnvironments);
        arguments.addAll(butDags);
        List<String> pools = new ArrayList<>();
        if (room.isDefaultUnbounded()) {
            pools.add("pool = '" + PoolUse.DEFAULT_POOL + "'");
        }
        for (PoolRoom.Room open : room.open()) {
            pools.add("pool = ? AND pool_slots <= ?");
            arguments.add(open.pool());
            arguments.add(open.slots());
        }
        if (pools.isEmpty()) {
            return List.of();
        }
        arguments.add(limit);
        alongIndex(tx);
        return tx.list(
                """
                SELECT attempt_id, environment, dag_id, pool, pool_slots FROM attempt
                WHERE state = 'queued' AND claimed_at IS NULL AND environment IS NOT NULL%s%s AND (%s)
                ORDER BY urgency, priority DESC, created_at, dag_id, run_id, position LIMIT ?%s""".formatted(
                                butFor("environment", butEnvironments),
                                butFor("dag_id", butDags),
                                String.join(" OR ", pools),
                                skipLocked(tx)),
                row -> new Waiting(
                        row.text("attempt_id"),
                        row.text("environment"),
                        row.text("dag_id"),
                        row.text("pool"),
                        Math.toIntExact(row.number("pool_slots"))),
                arguments.toArray());
    }

    private static String butFor(String column, Collection<String> values) {
        return values.isEmpty()
                ? ""
                : " AND " + column + " NOT IN (" + String.join(", ", Collections.nCopies(values.size(), "?")) + ")";
    }

    /** For the rest of the transaction: a plan that PostgreSQL keeps from when the table was small sorts all that wait. */
    private static void alongIndex(Transaction tx) {
        switch (tx.dialect()) {
            case SQLITE -> {}
            case POSTGRESQL -> tx.update("SET LOCAL enable_sort = off");
        }
    }

    /** Those that need an environment, whatever else they wait for. */
    List<String> waiting(Transaction tx, String environment, int limit) {
        return tx.list(
                "SELECT attempt_id FROM attempt WHERE state = 'queued' AND claimed_at IS NULL AND environment = ?"
                        + " LIMIT ?",
                row -> row.text("attempt_id"),
                environment,
                limit);
    }

    /** What another server is about to take is left to it. */
    private static String skipLocked(Transaction tx) {
        return switch (tx.dialect()) {
            case SQLITE -> "";
            case POSTGRESQL -> " FOR UPDATE SKIP LOCKED";
        };
    }

    int claimedCount(Transaction tx, String server) {
        return Math.toIntExact(tx.first(
                        "SELECT COUNT(*) AS n FROM attempt WHERE " + LIVE + "AND claimed_at IS NOT NULL AND server = ?",
                        row -> row.number("n"),
                        server)
                .orElseThrow());
    }

    /** Takes a place on a server for an attempt that waits for one, as this transaction has seen. */
    void claim(Transaction tx, String attemptId, String server, Instant now) {
        tx.later(
                """
                UPDATE attempt SET claimed_at = ?, server = ?
                WHERE attempt_id = ? AND claimed_at IS NULL AND\s""" + LIVE,
                changed -> {
                    if (changed != 1) {
                        throw new IllegalStateException("attempt " + attemptId + " was changed by somebody else");
                    }
                },
                now,
                server,
                attemptId);
    }

    /** An attempt that is to be launched, its run, and whether any task of that has put out a value. */
    record Claimed(AttemptRow attempt, RunRow run, boolean hasOutputs) {}

    List<Claimed> claimed(Transaction tx, JdbcRunStore runs, List<AttemptRow> attempts) {
        Map<RunKey, JdbcRunStore.RunOf> byRun =
                runs.of(tx, attempts.stream().map(AttemptRow::attemptId).toList());
        return attempts.stream()
                .map(attempt -> {
                    JdbcRunStore.RunOf of = Objects.requireNonNull(byRun.get(attempt.run()));
                    return new Claimed(attempt, of.run(), of.hasOutputs());
                })
                .toList();
    }

    /** Gives the place back of one whose runner, if there was one, has no order and will get none. */
    boolean reclaim(Transaction tx, String attemptId) {
        return tx.update("""
                        UPDATE attempt SET claimed_at = NULL, server = NULL, launched_at = NULL, deadline_at = NULL
                        WHERE attempt_id = ? AND ordered_at IS NULL AND\s""" + LIVE, attemptId) == 1;
    }

    /** Gives its place back; only for one that has no process. */
    boolean unclaim(Transaction tx, String attemptId) {
        return tx.update("""
                        UPDATE attempt SET claimed_at = NULL, server = NULL
                        WHERE attempt_id = ? AND launched_at IS NULL AND ordered_at IS NULL AND\s""" + LIVE, attemptId) == 1;
    }
}
