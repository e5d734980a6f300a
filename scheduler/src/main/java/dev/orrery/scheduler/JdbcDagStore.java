package dev.orrery.scheduler;

import dev.orrery.dag.schedule.DataInterval;
import dev.orrery.database.Row;
import dev.orrery.database.Transaction;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Dags and their versions. */
final class JdbcDagStore {
    private static final String SELECT = """
            SELECT dag_id, version, paused, max_active_runs, last_start, last_end, next_start, next_end FROM dag\s""";

    /** Where a dag may have one more run made by its timetable. */
    private static final String HAS_ROOM = """
            paused = 0 AND next_end IS NOT NULL AND max_active_runs >
              (SELECT COUNT(*) FROM run r WHERE r.dag_id = dag.dag_id AND r.state IN ('queued', 'running') AND r.kind <> 'backfill')\s""";

    /** Makes whoever else changes this dag wait until the transaction has ended; false where there is no such dag. */
    boolean lock(Transaction tx, String dagId) {
        return tx.update("UPDATE dag SET revision = revision + 1 WHERE dag_id = ?", dagId) == 1;
    }

    Optional<DagRow> find(Transaction tx, String dagId) {
        return tx.first(SELECT + "WHERE dag_id = ?", JdbcDagStore::dag, dagId);
    }

    /** The dags whose next run is due and may be made. */
    List<String> due(Transaction tx, Instant now) {
        return tx.list(
                "SELECT dag_id FROM dag WHERE next_end <= ? AND " + HAS_ROOM + "ORDER BY next_end, dag_id",
                row -> row.text("dag_id"),
                now);
    }

    /** When the next run of any dag is due that may be made then. */
    Optional<Instant> nextDue(Transaction tx) {
        return tx.first(
                        "SELECT MIN(next_end) AS due FROM dag WHERE " + HAS_ROOM,
                        row -> Optional.ofNullable(row.timeOrNull("due")))
                .flatMap(due -> due);
    }

    void add(Transaction tx, String dagId) {
        tx.update("""
                INSERT INTO dag (dag_id, version, paused, max_active_runs, revision) VALUES (?, 0, 0, 1, 0)
                ON CONFLICT DO NOTHING""", dagId);
    }

    void addVersion(Transaction tx, VersionRow version, int maxActiveRuns) {
        tx.update(
                """
                INSERT INTO dag_version (dag_id, version, yaml, commit_id, run_as, files, deployed_at, shown)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
                version.dagId(),
                version.version(),
                version.yaml(),
                version.commit(),
                version.runAs(),
                Json.write(version.files()),
                version.deployedAt(),
                version.shown() == null ? null : Json.write(version.shown()));
        tx.update(
                "UPDATE dag SET version = ?, max_active_runs = ? WHERE dag_id = ?",
                version.version(),
                maxActiveRuns,
                version.dagId());
    }

    void setPaused(Transaction tx, String dagId, boolean paused) {
        tx.update("UPDATE dag SET paused = ? WHERE dag_id = ?", paused, dagId);
    }

    /** Sets where the dag's timetable stands. */
    void setSchedule(Transaction tx, String dagId, @Nullable DataInterval last, @Nullable DataInterval next) {
        tx.update(
                "UPDATE dag SET last_start = ?, last_end = ?, next_start = ?, next_end = ? WHERE dag_id = ?",
                last == null ? null : last.start(),
                last == null ? null : last.end(),
                next == null ? null : next.start(),
                next == null ? null : next.end(),
                dagId);
    }

    Optional<VersionRow> version(Transaction tx, String dagId, long version) {
        return tx.first(
                "SELECT * FROM dag_version WHERE dag_id = ? AND version = ?", JdbcDagStore::version, dagId, version);
    }

    /** All dags by id. */
    List<DagHead> heads(Transaction tx) {
        return tx.list("""
                SELECT d.dag_id, d.version, d.paused, d.next_start, d.next_end,
                  v.commit_id, v.run_as, v.deployed_at, v.shown, r.state AS last_state, r.run_after AS last_run
                FROM dag d JOIN dag_version v ON v.dag_id = d.dag_id AND v.version = d.version
                LEFT JOIN run r ON r.dag_id = d.dag_id AND r.run_id =
                  (SELECT b.run_id FROM run b WHERE b.dag_id = d.dag_id ORDER BY b.run_after DESC, b.run_id DESC LIMIT 1)
                ORDER BY d.dag_id""", JdbcDagStore::head);
    }

    private static DagHead head(Row row) {
        DataInterval next = interval(row, "next");
        String state = row.textOrNull("last_state");
        return new DagHead(
                row.text("dag_id"),
                row.number("version"),
                row.flag("paused"),
                next == null ? null : next.runAfter(),
                row.text("commit_id"),
                row.text("run_as"),
                row.time("deployed_at"),
                shown(row),
                state == null ? null : RunState.of(state),
                row.timeOrNull("last_run"));
    }

    private static DagRow dag(Row row) {
        return new DagRow(
                row.text("dag_id"),
                row.number("version"),
                row.flag("paused"),
                Math.toIntExact(row.number("max_active_runs")),
                interval(row, "last"),
                interval(row, "next"));
    }

    private static @Nullable DataInterval interval(Row row, String name) {
        Instant start = row.timeOrNull(name + "_start");
        Instant end = row.timeOrNull(name + "_end");
        return start == null || end == null ? null : new DataInterval(start, end);
    }

    private static VersionRow version(Row row) {
        return new VersionRow(
                row.text("dag_id"),
                row.number("version"),
                row.text("yaml"),
                row.text("commit_id"),
                row.text("run_as"),
                Json.strings(row.text("files")),
                row.time("deployed_at"),
                shown(row));
    }

    private static @Nullable ShownDag shown(Row row) {
        String shown = row.textOrNull("shown");
        return shown == null ? null : Json.read(shown, ShownDag.class);
    }
}
