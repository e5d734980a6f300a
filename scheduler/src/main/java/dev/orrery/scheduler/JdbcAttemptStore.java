package dev.orrery.scheduler;

import dev.orrery.database.Row;
import dev.orrery.database.Transaction;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Attempts; the one place that writes an attempt's state. */
final class JdbcAttemptStore {
    static final String LIVE = "state IN ('queued', 'running') ";

    private static final String ADD = """
            INSERT INTO attempt (attempt_id, dag_id, run_id, task_id, number, state, created_at, cells_done, last_sequence,
              environment, urgency, priority, position, pool, pool_slots)
            SELECT ?, t.dag_id, t.run_id, t.task_id, ?, 'queued', ?, 0, 0,
              r.environment, CASE r.kind WHEN 'backfill' THEN 1 ELSE 0 END, t.priority, t.position + t.map_index + 1,
              t.pool, t.pool_slots
            FROM task t JOIN run r ON r.dag_id = t.dag_id AND r.run_id = t.run_id
            WHERE t.dag_id = ? AND t.run_id = ? AND t.task_id = ?""";

    /** Adds one at once, so that it may be changed in this transaction. */
    void add(Transaction tx, String attemptId, RunKey run, String taskId, int number, Instant now) {
        mustBeOne(tx.update(ADD, attemptId, number, now, run.dagId(), run.runId(), taskId), attemptId);
    }

    /** One that is to be made. */
    record Added(String attemptId, String taskId, int number) {}

    void add(Transaction tx, List<Added> attempts, RunKey run, Instant now) {
        for (Added one : attempts) {
            tx.later(
                    ADD,
                    added -> mustBeOne(added, one.attemptId()),
                    one.attemptId(),
                    one.number(),
                    now,
                    run.dagId(),
                    run.runId(),
                    one.taskId());
        }
    }

    Optional<AttemptRow> find(Transaction tx, String attemptId) {
        AttemptRow fetched = fetched(tx).get(attemptId);
        return fetched != null
                ? Optional.of(fetched)
                : tx.first("SELECT * FROM attempt WHERE attempt_id = ?", JdbcAttemptStore::attempt, attemptId);
    }

    /**
     * Reads attempts that are about to be asked for one by one. On PostgreSQL each row is sought by its key: a plan of before the
     * table grew would read all of it.
     */
    List<AttemptRow> fetch(Transaction tx, List<String> attemptIds) {
        String sql = switch (tx.dialect()) {
            case SQLITE -> "SELECT * FROM attempt WHERE attempt_id IN (VALUES %s)";
            case POSTGRESQL -> """
                SELECT a.* FROM (VALUES %s) AS v
                CROSS JOIN LATERAL (SELECT * FROM attempt WHERE attempt_id = v.column1 LIMIT 1) a""";
        };
        List<AttemptRow> rows =
                tx.list(sql.formatted(Marks.of(attemptIds)), JdbcAttemptStore::attempt, Marks.filled(attemptIds));
        rows.forEach(row -> fetched(tx).put(row.attemptId(), row));
        return rows;
    }

    /** As they were when they were fetched; what is written since is not there any more. */
    private Map<String, AttemptRow> fetched(Transaction tx) {
        return tx.notes(this, HashMap::new);
    }

    private void change(Transaction tx, String attemptId, String sql, @Nullable Object... arguments) {
        fetched(tx).remove(attemptId);
        tx.later(sql, changed -> mustBeOne(changed, attemptId), arguments);
    }

    private static void mustBeOne(int changed, String attemptId) {
        if (changed != 1) {
            throw new IllegalStateException("attempt " + attemptId + " was changed by somebody else");
        }
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

    /** Of all tasks of a run but instances, by task and number. */
    List<AttemptRow> ofRun(Transaction tx, RunKey run) {
        return tx.list("""
                SELECT * FROM attempt WHERE dag_id = ? AND run_id = ? AND task_id NOT LIKE '%[%'
                ORDER BY task_id, number""", JdbcAttemptStore::attempt, run.dagId(), run.runId());
    }

    /** Of some tasks or instances of a run, by name and number. */
    List<AttemptRow> of(Transaction tx, RunKey run, List<String> names) {
        if (names.isEmpty()) {
            return List.of();
        }
        List<Object> arguments = new ArrayList<>(List.of(run.dagId(), run.runId()));
        arguments.addAll(names);
        return tx.list(
                "SELECT * FROM attempt WHERE dag_id = ? AND run_id = ? AND task_id IN ("
                        + String.join(", ", Collections.nCopies(names.size(), "?")) + ") ORDER BY task_id, number",
                JdbcAttemptStore::attempt,
                arguments.toArray());
    }

    /** @throws ServerLostException at the latest at the commit, where the attempt is not this server's any more */
    void setRendered(
            Transaction tx, String attemptId, String server, Map<String, @Nullable Object> parameters, Orders orders) {
        tx.later(
                "UPDATE attempt SET parameters = ?, orders = ? WHERE attempt_id = ? AND server = ?",
                changed -> {
                    if (changed != 1) {
                        throw new ServerLostException(server);
                    }
                },
                Json.write(parameters),
                orders.equals(Orders.NONE) ? null : Json.write(orders),
                attemptId,
                server);
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
        change(tx, attemptId, """
                UPDATE attempt SET launched_at = COALESCE(launched_at, ?),
                  deadline_at = CASE WHEN launched_at IS NULL AND deadline_at IS NULL THEN ? ELSE deadline_at END
                WHERE attempt_id = ?""", now, deadline == null ? null : micros(deadline), attemptId);
    }

    /** Notes that its process is to end; false where that was noted, or where it has ended. */
    boolean askToStop(Transaction tx, String attemptId, AttemptRow.StopReason reason) {
        fetched(tx).remove(attemptId);
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

    /** Its kernel runs; it must be queued. */
    void start(Transaction tx, String attemptId, Instant now, @Nullable Integer cellsTotal, long sequence) {
        change(tx, attemptId, """
                UPDATE attempt SET state = 'running', started_at = ?, cells_total = ?, last_sequence = ?
                WHERE attempt_id = ? AND state = 'queued'""", now, cellsTotal, sequence, attemptId);
    }

    /** @param deadline when its process is to be stopped; null for never */
    void setDeadline(Transaction tx, String attemptId, @Nullable Instant deadline) {
        fetched(tx).remove(attemptId);
        tx.update("UPDATE attempt SET deadline_at = ? WHERE attempt_id = ?", deadline, attemptId);
    }

    /** Ends it; it must not have ended before. */
    void end(
            Transaction tx,
            String attemptId,
            AttemptState state,
            Instant now,
            @Nullable Integer exitCode,
            @Nullable AttemptError error) {
        end(tx, attemptId, state, now, exitCode, error, null);
    }

    /**
     * That its runner has told the end itself.
     *
     * @param sequence of the event that told it
     * @param gone when its process is to be gone, or is to be made so
     */
    record Told(long sequence, Instant gone) {}

    /** As {@link #end}, with who told it; null where its process has ended. */
    void end(
            Transaction tx,
            String attemptId,
            AttemptState state,
            Instant now,
            @Nullable Integer exitCode,
            @Nullable AttemptError error,
            @Nullable Told told) {
        if (!state.isTerminal()) {
            throw new IllegalArgumentException(state + " is no end");
        }
        change(
                tx,
                attemptId,
                """
                UPDATE attempt SET state = ?, ended_at = ?, exit_code = ?, error = ?,
                  last_sequence = COALESCE(CAST(? AS BIGINT), last_sequence), deadline_at = COALESCE(CAST(? AS BIGINT), deadline_at)
                WHERE attempt_id = ? AND\s""" + LIVE,
                state.text(),
                now,
                exitCode,
                error == null ? null : Json.write(error),
                told == null ? null : (Long) told.sequence(),
                told == null ? null : (Long) micros(told.gone()),
                attemptId);
        if (state != AttemptState.SUCCESS) { // then no cell is left
            tx.later(
                    "UPDATE attempt_cell SET state = 'failed', ended_at = ? WHERE attempt_id = ? AND state = 'running'",
                    any -> {},
                    now,
                    attemptId);
        }
    }

    /**
     * Notes that the process of an attempt that has ended is gone.
     *
     * @return its row; empty where it has not ended, or is not this server's
     */
    Optional<AttemptRow> processEnded(Transaction tx, String attemptId, String server, int exitCode) {
        Optional<AttemptRow> ended =
                find(tx, attemptId).filter(attempt -> attempt.state().isTerminal() && server.equals(attempt.server()));
        ended.ifPresent(attempt -> change(
                tx,
                attemptId,
                "UPDATE attempt SET exit_code = COALESCE(exit_code, ?), deadline_at = NULL WHERE attempt_id = ?",
                exitCode,
                attemptId));
        return ended;
    }

    /** Notes up to which event all were taken, by whoever has locked the run. */
    void taken(Transaction tx, String attemptId, long sequence) {
        change(tx, attemptId, "UPDATE attempt SET last_sequence = ? WHERE attempt_id = ?", sequence, attemptId);
    }

    static AttemptRow attempt(Row row) {
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
                row.number("last_sequence"),
                row.textOrNull("server"));
    }

    private static @Nullable Integer integer(Row row, String column) {
        Long value = row.numberOrNull(column);
        return value == null ? null : Math.toIntExact(value);
    }

    /** As the database keeps it, for a place where a parameter has no type of its own. */
    private static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }
}
