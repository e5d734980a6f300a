package dev.orrery.scheduler;

import dev.orrery.database.Transaction;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Which runs are to be looked at again, at what time or after which other run; and what they look for. */
final class JdbcWaitStore {
    /** Has a run looked at again at a time. */
    void wakeAt(Transaction tx, RunKey run, Instant at) {
        tx.update(
                "INSERT INTO run_wake (dag_id, run_id, wake_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                run.dagId(),
                run.runId(),
                at);
    }

    /** Has a run looked at again when runs of a dag with a logical date get on; false where it is already. */
    boolean await(Transaction tx, RunKey run, String dagId, Instant logicalDate) {
        return tx.update("""
                        INSERT INTO run_wait (dag_id, run_id, on_dag_id, on_date) VALUES (?, ?, ?, ?)
                        ON CONFLICT DO NOTHING""", run.dagId(), run.runId(), dagId, logicalDate) == 1;
    }

    /** Wakes who waits for a run, and tells so where there is somebody. */
    void wakeWaiters(Transaction tx, RunKey run, Instant now, Runnable woken) {
        tx.later(
                """
                INSERT INTO run_wake (dag_id, run_id, wake_at)
                SELECT w.dag_id, w.run_id, CAST(? AS BIGINT) FROM run r
                JOIN run_wait w ON w.on_dag_id = r.dag_id AND w.on_date = r.logical_date
                WHERE r.dag_id = ? AND r.run_id = ? ON CONFLICT DO NOTHING""",
                woke -> {
                    if (woke > 0) {
                        woken.run();
                    }
                },
                now,
                run.dagId(),
                run.runId());
    }

    List<RunKey> due(Transaction tx, Instant now) {
        return tx.list(
                "SELECT DISTINCT dag_id, run_id FROM run_wake WHERE wake_at <= ?",
                row -> new RunKey(row.text("dag_id"), row.text("run_id")),
                now);
    }

    /** The runs that a run waits for, as far as they are there. */
    List<RunKey> awaited(Transaction tx, RunKey run) {
        return tx.list("""
                SELECT r.dag_id, r.run_id FROM run_wait w
                JOIN run r ON r.dag_id = w.on_dag_id AND r.logical_date = w.on_date
                WHERE w.dag_id = ? AND w.run_id = ? ORDER BY r.dag_id, r.run_id""", row -> new RunKey(row.text("dag_id"), row.text("run_id")), run.dagId(), run.runId());
    }

    void woken(Transaction tx, RunKey run, Instant now) {
        tx.update(
                "DELETE FROM run_wake WHERE dag_id = ? AND run_id = ? AND wake_at <= ?", run.dagId(), run.runId(), now);
    }

    /** Of a run that has ended. */
    void forget(Transaction tx, RunKey run) {
        tx.update("DELETE FROM run_wake WHERE dag_id = ? AND run_id = ?", run.dagId(), run.runId());
        tx.update("DELETE FROM run_wait WHERE dag_id = ? AND run_id = ?", run.dagId(), run.runId());
    }

    boolean runSucceeded(Transaction tx, String dagId, Instant logicalDate) {
        return tx.first(
                        "SELECT 1 AS one FROM run WHERE dag_id = ? AND logical_date = ? AND state = 'success' LIMIT 1",
                        row -> row.number("one"),
                        dagId,
                        logicalDate)
                .isPresent();
    }

    boolean taskSucceeded(Transaction tx, String dagId, String taskId, Instant logicalDate) {
        return tx.first("""
                        SELECT 1 AS one FROM run r
                        JOIN task t ON t.dag_id = r.dag_id AND t.run_id = r.run_id
                        WHERE r.dag_id = ? AND r.logical_date = ? AND t.task_id = ? AND t.state = 'success' LIMIT 1""", row -> row.number("one"), dagId, logicalDate, taskId)
                .isPresent();
    }

    /** A run and its logical date. */
    record Dated(RunKey run, Instant logicalDate) {}

    /** The newest run of a dag whose logical date is before another's. */
    Optional<Dated> before(Transaction tx, String dagId, Instant logicalDate) {
        return tx.first(
                """
                SELECT dag_id, run_id, logical_date FROM run WHERE dag_id = ? AND logical_date < ?
                ORDER BY logical_date DESC, run_id DESC LIMIT 1""",
                row -> new Dated(new RunKey(row.text("dag_id"), row.text("run_id")), row.time("logical_date")),
                dagId,
                logicalDate);
    }
}
