package dev.orrery.scheduler;

import dev.orrery.database.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What bounds dags and runs: who goes first, how many at a time, until when. */
final class JdbcLimitStore {
    void setPriority(Transaction tx, RunKey run, String taskId, int priority) {
        tx.update(
                "UPDATE task SET priority = ? WHERE dag_id = ? AND run_id = ? AND task_id = ?",
                priority,
                run.dagId(),
                run.runId(),
                taskId);
    }

    void setMaxActiveTasks(Transaction tx, String dagId, @Nullable Integer most) {
        tx.update("UPDATE dag SET max_active_tasks = ? WHERE dag_id = ?", most, dagId);
    }

    /** How many tasks may be under way at a time, by the dags that have such a limit. */
    Map<String, Integer> maxActiveTasks(Transaction tx) {
        Map<String, Integer> limits = new HashMap<>();
        tx.list(
                "SELECT dag_id, max_active_tasks FROM dag WHERE max_active_tasks IS NOT NULL",
                row -> limits.put(row.text("dag_id"), Math.toIntExact(row.number("max_active_tasks"))));
        return limits;
    }

    /** How many attempts of a dag have a place. */
    int active(Transaction tx, String dagId) {
        return Math.toIntExact(tx.first("""
                        SELECT COUNT(*) AS n FROM attempt
                        WHERE dag_id = ? AND state IN ('queued', 'running') AND claimed_at IS NOT NULL""", row -> row.number("n"), dagId).orElseThrow());
    }

    void setRunLimits(Transaction tx, RunKey run, @Nullable Instant deadline, @Nullable Duration timeout) {
        tx.update(
                "UPDATE run SET deadline_at = ?, timeout = ? WHERE dag_id = ? AND run_id = ?",
                deadline,
                timeout == null ? null : timeout.toNanos() / 1_000,
                run.dagId(),
                run.runId());
    }

    /**
     * Notes that a run has begun, or begun again.
     *
     * @param bounded told before the commit when its time is over, if it is bounded
     */
    void begin(Transaction tx, RunKey run, Instant now, Consumer<Instant> bounded) {
        tx.later(
                """
                UPDATE run SET timeout_at = CAST(? AS BIGINT) + timeout
                WHERE dag_id = ? AND run_id = ? AND timeout IS NOT NULL""",
                changed -> {
                    if (changed > 0) {
                        tx.beforeCommit(() -> timeoutAt(tx, run).ifPresent(bounded));
                    }
                },
                now,
                run.dagId(),
                run.runId());
    }

    private static Optional<Instant> timeoutAt(Transaction tx, RunKey run) {
        return tx.first(
                "SELECT timeout_at FROM run WHERE dag_id = ? AND run_id = ?",
                row -> row.time("timeout_at"),
                run.dagId(),
                run.runId());
    }

    /** Whether the run's time is over. */
    boolean isTimedOut(Transaction tx, RunKey run, Instant now) {
        return tx.first(
                        "SELECT 1 AS one FROM run WHERE dag_id = ? AND run_id = ? AND timeout_at <= ?",
                        row -> row.number("one"),
                        run.dagId(),
                        run.runId(),
                        now)
                .isPresent();
    }

    /** Notes that the run has missed its deadline, where it has; true the first time. */
    boolean missDeadline(Transaction tx, RunKey run, Instant now) {
        return tx.update("""
                        UPDATE run SET deadline_missed_at = deadline_at
                        WHERE dag_id = ? AND run_id = ? AND deadline_at <= ? AND deadline_missed_at IS NULL
                          AND state IN ('queued', 'running')""", run.dagId(), run.runId(), now) == 1;
    }
}
