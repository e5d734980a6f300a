package dev.orrery.scheduler;

import dev.orrery.dag.template.RunTime;
import dev.orrery.database.Transaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The runs of dags in their order, for those who look back. */
final class JdbcHistoryStore {
    /** Newest first. */
    List<RunRow> newest(Transaction tx, String dagId, int limit) {
        return tx.list(
                JdbcRunStore.SELECT + "WHERE r.dag_id = ? ORDER BY r.run_after DESC, r.run_id DESC LIMIT ?",
                JdbcRunStore::run,
                dagId,
                limit);
    }

    /** The newest successful run of a dag whose logical date is before another's. */
    Optional<RunTime.Success> successBefore(Transaction tx, String dagId, Instant logicalDate) {
        return tx.first(
                """
                SELECT interval_start, interval_end, started_at, ended_at FROM run
                WHERE dag_id = ? AND logical_date < ? AND state = 'success'
                ORDER BY logical_date DESC, run_id DESC LIMIT 1""",
                row -> new RunTime.Success(
                        row.time("interval_start"),
                        row.time("interval_end"),
                        row.time("started_at"),
                        row.time("ended_at")),
                dagId,
                logicalDate);
    }

    /** Those of timetable and backfills by logical date, the ends included; null for no end. The oldest first. */
    List<RunKey> dated(Transaction tx, String dagId, @Nullable Instant from, @Nullable Instant to, int limit) {
        return tx.list(
                """
                SELECT dag_id, run_id FROM run
                WHERE dag_id = ? AND kind NOT IN ('manual', 'asset') AND logical_date >= ? AND logical_date <= ?
                ORDER BY logical_date, run_id LIMIT ?""",
                JdbcRunStore::key,
                dagId,
                from == null ? (Long) Long.MIN_VALUE : JdbcRunStore.micros(from),
                to == null ? (Long) Long.MAX_VALUE : JdbcRunStore.micros(to),
                limit);
    }

    /** A run of timetable or backfill, by its logical date. */
    record Dated(Instant logicalDate, String runId, RunState state) {}

    List<Dated> datedStates(Transaction tx, String dagId, Instant from, Instant to) {
        return tx.list(
                """
                SELECT logical_date, run_id, state FROM run
                WHERE dag_id = ? AND kind NOT IN ('manual', 'asset') AND logical_date >= ? AND logical_date <= ?""",
                row -> new Dated(row.time("logical_date"), row.text("run_id"), RunState.of(row.text("state"))),
                dagId,
                from,
                to);
    }

    /** Newest first, after a run in that order; none where there is no such run. */
    List<RunRow> before(Transaction tx, RunKey run, int limit) {
        return tx.list(JdbcRunStore.SELECT + """
                WHERE r.dag_id = ? AND (r.run_after, r.run_id) <
                  (SELECT b.run_after, b.run_id FROM run b WHERE b.dag_id = ? AND b.run_id = ?)
                ORDER BY r.run_after DESC, r.run_id DESC LIMIT ?""", JdbcRunStore::run, run.dagId(), run.dagId(), run.runId(), limit);
    }

    /** The newest runs of each of these dags, newest first; more of a dag where several were due at the same time. */
    List<RunRow> newestOfEach(Transaction tx, List<String> dagIds, int count) {
        List<Object> arguments = new ArrayList<>(dagIds);
        arguments.add(count - 1);
        return tx.list(
                JdbcRunStore.SELECT + """
                        JOIN dag d ON d.dag_id = r.dag_id
                        WHERE d.dag_id IN (%s) AND r.run_after >= COALESCE(
                          (SELECT b.run_after FROM run b WHERE b.dag_id = d.dag_id
                           ORDER BY b.run_after DESC, b.run_id DESC LIMIT 1 OFFSET ?), -9223372036854775807)
                        ORDER BY r.dag_id, r.run_after DESC, r.run_id DESC""".formatted(String.join(", ", Collections.nCopies(dagIds.size(), "?"))),
                JdbcRunStore::run,
                arguments.toArray());
    }
}
