package dev.orrery.scheduler;

import dev.orrery.dag.DagSpec;
import dev.orrery.dag.DataNames;
import dev.orrery.dag.TaskSpec;
import dev.orrery.dag.schedule.DataInterval;
import dev.orrery.database.Row;
import dev.orrery.database.Transaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who makes and who needs which data, what was made anew since, and which runs came of it. */
final class JdbcDataStore {
    /** As a task's id: the whole run. */
    private static final String RUN = "";

    /**
     * That data was made anew.
     *
     * @param taskId null where the whole run makes it
     */
    record Event(
            String name,
            String dagId,
            String runId,
            @Nullable String taskId,
            Instant at) {}

    /** What a dag consumes, and when it was made anew since the dag's last run that came of it; null for not yet. */
    record Consumed(String name, @Nullable Instant pendingSince) {}

    /** Puts what a dag's version makes and needs in force. */
    void put(Transaction tx, DagSpec spec, long version) {
        String dagId = spec.dagId();
        DataNames data = spec.data();
        tx.update("DELETE FROM data_consumer WHERE dag_id = ?", dagId);
        tx.batch(
                "INSERT INTO data_consumer (dag_id, name, any_is_enough) VALUES (?, ?, ?)",
                data.consumes().stream()
                        .map(name -> List.<Object>of(dagId, name, data.any() ? 1 : 0))
                        .toList());
        tx.update("""
                DELETE FROM data_pending WHERE dag_id = ?
                  AND name NOT IN (SELECT c.name FROM data_consumer c WHERE c.dag_id = data_pending.dag_id)""", dagId);
        List<List<Object>> producers = new ArrayList<>();
        data.produces().stream().distinct().forEach(name -> producers.add(List.of(dagId, version, RUN, name)));
        for (TaskSpec task : spec.tasks()) {
            task.produces().stream()
                    .distinct()
                    .forEach(name -> producers.add(List.of(dagId, version, task.taskId(), name)));
        }
        tx.batch("INSERT INTO data_producer (dag_id, version, task_id, name) VALUES (?, ?, ?, ?)", producers);
    }

    /**
     * Notes that a run's tasks, and with {@code whole} the run itself, have made their data anew; true where a dag that is not paused
     * needs it. Once more before such a dag has run is noted as once.
     */
    boolean made(Transaction tx, RunKey run, List<String> taskIds, boolean whole, Instant now) {
        List<Object> arguments = new ArrayList<>(List.of(now, run.dagId(), run.runId()));
        arguments.addAll(taskIds);
        if (whole) {
            arguments.add(RUN);
        }
        int places = taskIds.size() + (whole ? 1 : 0);
        return tx.update("""
                        INSERT INTO data_pending (dag_id, name, source_dag_id, source_run_id, source_task_id, made_at)
                        SELECT c.dag_id, p.name, r.dag_id, r.run_id, p.task_id, CAST(? AS BIGINT) FROM run r
                        JOIN data_producer p ON p.dag_id = r.dag_id AND p.version = r.version
                        JOIN data_consumer c ON c.name = p.name
                        JOIN dag d ON d.dag_id = c.dag_id AND d.paused = 0
                        WHERE r.dag_id = ? AND r.run_id = ? AND p.task_id IN (%s)
                        ORDER BY c.dag_id, p.name, p.task_id
                        ON CONFLICT (dag_id, name, source_dag_id, source_run_id, source_task_id)
                        DO UPDATE SET made_at = excluded.made_at""".formatted(String.join(", ", Collections.nCopies(places, "?"))), arguments.toArray()) > 0;
    }

    /** The dags that are not paused and have what they need. */
    List<String> ready(Transaction tx) {
        return tx.list("""
                SELECT d.dag_id FROM dag d
                WHERE d.paused = 0 AND d.dag_id IN (SELECT p.dag_id FROM data_pending p) AND NOT EXISTS (
                  SELECT 1 FROM data_consumer c WHERE c.dag_id = d.dag_id AND c.any_is_enough = 0 AND NOT EXISTS (
                    SELECT 1 FROM data_pending p WHERE p.dag_id = c.dag_id AND p.name = c.name))
                ORDER BY d.dag_id""", row -> row.text("dag_id"));
    }

    /** Whether a dag, which the transaction has locked, has what it needs. */
    boolean isReady(Transaction tx, String dagId) {
        List<Consumed> consumed = consumed(tx, dagId);
        boolean any = tx.first(
                        "SELECT 1 AS one FROM data_consumer WHERE dag_id = ? AND any_is_enough = 1 LIMIT 1",
                        row -> row.number("one"),
                        dagId)
                .isPresent();
        return any
                ? consumed.stream().anyMatch(one -> one.pendingSince() != null)
                : !consumed.isEmpty() && consumed.stream().allMatch(one -> one.pendingSince() != null);
    }

    List<Consumed> consumed(Transaction tx, String dagId) {
        return tx.list("""
                SELECT c.name AS name, (SELECT MIN(p.made_at) FROM data_pending p
                  WHERE p.dag_id = c.dag_id AND p.name = c.name) AS since
                FROM data_consumer c WHERE c.dag_id = ? ORDER BY c.name""", row -> new Consumed(row.text("name"), row.timeOrNull("since")), dagId);
    }

    /** What is pending for a dag, the oldest first. */
    List<Event> pending(Transaction tx, String dagId) {
        return tx.list("""
                SELECT name, source_dag_id, source_run_id, source_task_id, made_at FROM data_pending
                WHERE dag_id = ? ORDER BY made_at, name, source_dag_id, source_run_id, source_task_id""", JdbcDataStore::event, dagId);
    }

    /** Moves what was pending to the run that comes of it. What was made anew once more since it was read stays pending. */
    void take(Transaction tx, RunKey run, List<Event> events) {
        List<List<Object>> rows = events.stream()
                .map(event -> List.<Object>of(
                        run.runId(),
                        run.dagId(),
                        event.name(),
                        event.dagId(),
                        event.runId(),
                        event.taskId() == null ? RUN : event.taskId(),
                        event.at()))
                .toList();
        tx.batch("""
                INSERT INTO run_source (run_id, dag_id, name, source_dag_id, source_run_id, source_task_id, made_at)
                VALUES (?, ?, ?, ?, ?, ?, ?)""", rows);
        tx.batch("""
                DELETE FROM data_pending WHERE dag_id = ? AND name = ? AND source_dag_id = ? AND source_run_id = ?
                  AND source_task_id = ? AND made_at = ?""", rows.stream().map(row -> row.subList(1, row.size())).toList());
    }

    /** Of what a run came, by the time. */
    List<Event> sources(Transaction tx, RunKey run) {
        return tx.list("""
                SELECT name, source_dag_id, source_run_id, source_task_id, made_at FROM run_source
                WHERE dag_id = ? AND run_id = ? ORDER BY made_at, name, source_dag_id, source_run_id, source_task_id""", JdbcDataStore::event, run.dagId(), run.runId());
    }

    /** A run that came of another, as that had made {@code name} anew. */
    record Consequence(String name, String dagId, String runId) {}

    /** The runs that came of a run, by name. */
    List<Consequence> consequences(Transaction tx, RunKey run) {
        return tx.list(
                """
                SELECT DISTINCT name, dag_id, run_id FROM run_source
                WHERE source_dag_id = ? AND source_run_id = ? ORDER BY name, dag_id, run_id""",
                row -> new Consequence(row.text("name"), row.text("dag_id"), row.text("run_id")),
                run.dagId(),
                run.runId());
    }

    /** From the earliest start to the latest end of the intervals of the runs that made this; empty for none. */
    Optional<DataInterval> interval(Transaction tx, List<Event> events) {
        Instant start = null;
        Instant end = null;
        for (Event event : events) {
            DataInterval interval = tx.first(
                            "SELECT interval_start, interval_end FROM run WHERE dag_id = ? AND run_id = ?",
                            row -> new DataInterval(row.time("interval_start"), row.time("interval_end")),
                            event.dagId(),
                            event.runId())
                    .orElseThrow();
            start = start == null || interval.start().isBefore(start) ? interval.start() : start;
            end = end == null || interval.end().isAfter(end) ? interval.end() : end;
        }
        return start == null || end == null ? Optional.empty() : Optional.of(new DataInterval(start, end));
    }

    private static Event event(Row row) {
        String task = row.text("source_task_id");
        return new Event(
                row.text("name"),
                row.text("source_dag_id"),
                row.text("source_run_id"),
                task.equals(RUN) ? null : task,
                row.time("made_at"));
    }
}
