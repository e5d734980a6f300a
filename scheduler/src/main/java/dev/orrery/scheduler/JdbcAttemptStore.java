package dev.orrery.scheduler;

import dev.orrery.database.Row;
import dev.orrery.database.Transaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Attempts and the progress of their cells; the one place that writes an attempt's state. */
final class JdbcAttemptStore {
    private static final String LIVE = "state IN ('queued', 'running') ";

    void add(Transaction tx, String attemptId, RunKey run, String taskId, int number, Instant now) {
        tx.update("""
                INSERT INTO attempt
                  (attempt_id, dag_id, run_id, task_id, number, state, created_at, cells_done, last_sequence)
                VALUES (?, ?, ?, ?, ?, 'queued', ?, 0, 0)""", attemptId, run.dagId(), run.runId(), taskId, number, now);
    }

    Optional<AttemptRow> find(Transaction tx, String attemptId) {
        return tx.first("SELECT * FROM attempt WHERE attempt_id = ?", JdbcAttemptStore::attempt, attemptId);
    }

    Optional<AttemptRow> find(Transaction tx, RunKey run, String taskId, int number) {
        return tx.first(
                "SELECT * FROM attempt WHERE dag_id = ? AND run_id = ? AND task_id = ? AND number = ?",
                JdbcAttemptStore::attempt,
                run.dagId(),
                run.runId(),
                taskId,
                number);
    }

    /** Of all tasks of a run, by task and number. */
    List<AttemptRow> ofRun(Transaction tx, RunKey run) {
        return tx.list(
                "SELECT * FROM attempt WHERE dag_id = ? AND run_id = ? ORDER BY task_id, number",
                JdbcAttemptStore::attempt,
                run.dagId(),
                run.runId());
    }

    /** Those whose launch was begun and that have not ended. */
    List<AttemptRow> claimed(Transaction tx) {
        return tx.list(
                "SELECT * FROM attempt WHERE " + LIVE + "AND claimed_at IS NOT NULL ORDER BY created_at, attempt_id",
                JdbcAttemptStore::attempt);
    }

    /** An attempt that waits for a place, and the environment that it needs. */
    record Waiting(String attemptId, String environment, String dagId) {}

    /** Those that wait for a place and need one of these environments, but for some dags': the first to go first. */
    List<Waiting> waiting(Transaction tx, Collection<String> environments, Collection<String> but, int limit) {
        List<Object> arguments = new ArrayList<>(environments);
        arguments.addAll(but);
        arguments.add(limit);
        return tx.list(
                """
                SELECT a.attempt_id, r.environment, a.dag_id FROM attempt a
                JOIN run r ON r.dag_id = a.dag_id AND r.run_id = a.run_id
                JOIN task t ON t.dag_id = a.dag_id AND t.run_id = a.run_id AND t.task_id = a.task_id
                WHERE a.state = 'queued' AND a.claimed_at IS NULL AND r.environment IN (%s)
                  AND a.dag_id NOT IN (%s)
                ORDER BY CASE r.kind WHEN 'backfill' THEN 1 ELSE 0 END, t.priority DESC, a.created_at, a.dag_id, a.run_id, t.position LIMIT ?""".formatted(marks(environments), but.isEmpty() ? "''" : marks(but)),
                row -> new Waiting(row.text("attempt_id"), row.text("environment"), row.text("dag_id")),
                arguments.toArray());
    }

    private static String marks(Collection<String> values) {
        return String.join(", ", Collections.nCopies(values.size(), "?"));
    }

    /** The environments that attempts without a place need. */
    List<String> waitingEnvironments(Transaction tx) {
        return tx.list("""
                SELECT DISTINCT r.environment FROM attempt a
                JOIN run r ON r.dag_id = a.dag_id AND r.run_id = a.run_id
                WHERE a.state = 'queued' AND a.claimed_at IS NULL""", row -> row.text("environment"));
    }

    int claimedCount(Transaction tx) {
        return Math.toIntExact(tx.first(
                        "SELECT COUNT(*) AS n FROM attempt WHERE " + LIVE + "AND claimed_at IS NOT NULL",
                        row -> row.number("n"))
                .orElseThrow());
    }

    /** Takes a place for an attempt; false where it has one, or has ended. */
    boolean claim(Transaction tx, String attemptId, Instant now) {
        return tx.update(
                        "UPDATE attempt SET claimed_at = ? WHERE attempt_id = ? AND claimed_at IS NULL AND " + LIVE,
                        now,
                        attemptId)
                == 1;
    }

    /** Gives its place back; only for one that has no process. */
    boolean unclaim(Transaction tx, String attemptId) {
        return tx.update(
                        "UPDATE attempt SET claimed_at = NULL WHERE attempt_id = ? AND launched_at IS NULL AND " + LIVE,
                        attemptId)
                == 1;
    }

    void setParameters(Transaction tx, String attemptId, Map<String, @Nullable Object> parameters) {
        tx.update("UPDATE attempt SET parameters = ? WHERE attempt_id = ?", Json.write(parameters), attemptId);
    }

    void setOrders(Transaction tx, String attemptId, Orders orders) {
        tx.update("UPDATE attempt SET orders = ? WHERE attempt_id = ?", Json.write(orders), attemptId);
    }

    Orders orders(Transaction tx, String attemptId) {
        return tx.first(
                        "SELECT orders FROM attempt WHERE attempt_id = ?",
                        row -> Optional.ofNullable(row.textOrNull("orders")),
                        attemptId)
                .flatMap(text -> text)
                .map(text -> Json.read(text, Orders.class))
                .orElse(Orders.NONE);
    }

    /** @param deadline when its process is to be stopped; null for never */
    void setLaunched(Transaction tx, String attemptId, Instant now, @Nullable Instant deadline) {
        tx.update(
                "UPDATE attempt SET launched_at = ?, deadline_at = ? WHERE attempt_id = ? AND launched_at IS NULL",
                now,
                deadline,
                attemptId);
    }

    /** Notes that its process is to end; false where that was noted, or where it has ended. */
    boolean askToStop(Transaction tx, String attemptId, AttemptRow.StopReason reason) {
        return tx.update(
                        "UPDATE attempt SET stop_reason = ? WHERE attempt_id = ? AND stop_reason IS NULL AND " + LIVE,
                        reason.text(),
                        attemptId)
                == 1;
    }

    /** Those whose process should have ended by now, though it may be that they have ended themselves. */
    List<AttemptRow> overdue(Transaction tx, Instant now) {
        return tx.list("SELECT * FROM attempt WHERE deadline_at <= ?", JdbcAttemptStore::attempt, now);
    }

    Optional<Instant> nextDeadline(Transaction tx) {
        return tx.first(
                        "SELECT MIN(deadline_at) AS due FROM attempt WHERE deadline_at IS NOT NULL",
                        row -> Optional.ofNullable(row.timeOrNull("due")))
                .flatMap(due -> due);
    }

    /** Its kernel runs; false where that was known, or where it has ended. */
    boolean start(Transaction tx, String attemptId, Instant now, @Nullable Integer cellsTotal) {
        return tx.update("""
                        UPDATE attempt SET state = 'running', started_at = ?, cells_total = ?
                        WHERE attempt_id = ? AND state = 'queued'""", now, cellsTotal, attemptId) == 1;
    }

    /** @param deadline when its process is to be stopped; null for never */
    void setDeadline(Transaction tx, String attemptId, @Nullable Instant deadline) {
        tx.update("UPDATE attempt SET deadline_at = ? WHERE attempt_id = ?", deadline, attemptId);
    }

    /** Ends it; false where it has ended before. */
    boolean end(
            Transaction tx,
            String attemptId,
            AttemptState state,
            Instant now,
            @Nullable Integer exitCode,
            @Nullable AttemptError error) {
        if (!state.isTerminal()) {
            throw new IllegalArgumentException(state + " is no end");
        }
        int changed = tx.update(
                "UPDATE attempt SET state = ?, ended_at = ?, exit_code = ?, error = ? WHERE attempt_id = ? AND " + LIVE,
                state.text(),
                now,
                exitCode,
                error == null ? null : Json.write(error),
                attemptId);
        tx.update(
                "UPDATE attempt_cell SET state = 'failed', ended_at = ? WHERE attempt_id = ? AND state = 'running'",
                now,
                attemptId);
        return changed == 1;
    }

    void setExitCode(Transaction tx, String attemptId, int exitCode) {
        tx.update("UPDATE attempt SET exit_code = ? WHERE attempt_id = ? AND exit_code IS NULL", exitCode, attemptId);
    }

    /** Notes that an event was taken; false where it, or a later one, was. */
    boolean take(Transaction tx, String attemptId, long sequence) {
        return tx.update(
                        "UPDATE attempt SET last_sequence = ? WHERE attempt_id = ? AND last_sequence = ?",
                        sequence,
                        attemptId,
                        sequence - 1)
                == 1;
    }

    void startCell(Transaction tx, String attemptId, int index, @Nullable String cellId, Instant at) {
        tx.update("DELETE FROM attempt_cell WHERE attempt_id = ? AND cell_index = ?", attemptId, index);
        tx.update("""
                INSERT INTO attempt_cell (attempt_id, cell_index, cell_id, state, started_at)
                VALUES (?, ?, ?, 'running', ?)""", attemptId, index, cellId, at);
    }

    void finishCell(Transaction tx, String attemptId, CellRow cell) {
        Double seconds = cell.cpuSeconds();
        int changed = tx.update(
                """
                UPDATE attempt_cell SET state = ?, ended_at = ?, cpu_micros = ?, peak_memory_bytes = ?
                WHERE attempt_id = ? AND cell_index = ? AND state = 'running'""",
                cell.state(),
                cell.endedAt(),
                seconds == null ? null : Math.round(seconds * 1_000_000),
                cell.peakMemoryBytes(),
                attemptId,
                cell.index());
        if (changed == 1) {
            tx.update("UPDATE attempt SET cells_done = cells_done + 1 WHERE attempt_id = ?", attemptId);
        }
    }

    List<CellRow> cells(Transaction tx, String attemptId) {
        return tx.list(
                "SELECT * FROM attempt_cell WHERE attempt_id = ? ORDER BY cell_index",
                JdbcAttemptStore::cell,
                attemptId);
    }

    private static AttemptRow attempt(Row row) {
        String stopReason = row.textOrNull("stop_reason");
        String error = row.textOrNull("error");
        String parameters = row.textOrNull("parameters");
        return new AttemptRow(
                row.text("attempt_id"),
                new RunKey(row.text("dag_id"), row.text("run_id")),
                row.text("task_id"),
                Math.toIntExact(row.number("number")),
                AttemptState.of(row.text("state")),
                row.time("created_at"),
                row.timeOrNull("claimed_at"),
                row.timeOrNull("launched_at"),
                row.timeOrNull("started_at"),
                row.timeOrNull("ended_at"),
                stopReason == null ? null : AttemptRow.StopReason.of(stopReason),
                integer(row, "exit_code"),
                error == null ? null : Json.read(error, AttemptError.class),
                parameters == null ? null : Json.values(parameters),
                integer(row, "cells_total"),
                Math.toIntExact(row.number("cells_done")),
                row.number("last_sequence"));
    }

    private static CellRow cell(Row row) {
        Long micros = row.numberOrNull("cpu_micros");
        return new CellRow(
                Math.toIntExact(row.number("cell_index")),
                row.textOrNull("cell_id"),
                row.text("state"),
                row.time("started_at"),
                row.timeOrNull("ended_at"),
                micros == null ? null : micros / 1e6,
                row.numberOrNull("peak_memory_bytes"));
    }

    private static @Nullable Integer integer(Row row, String column) {
        Long value = row.numberOrNull(column);
        return value == null ? null : Math.toIntExact(value);
    }
}
