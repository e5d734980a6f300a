package dev.orrery.scheduler;

import dev.orrery.dag.schedule.DataInterval;
import dev.orrery.database.Row;
import dev.orrery.database.Transaction;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Dags and their versions. */
final class JdbcDagStore {
    private static final String COLUMNS =
            "dag_id, version, paused, paused_by, paused_at, paused_reason, max_active_runs, last_start, last_end, next_start, next_end";

    private static final String SELECT = "SELECT " + COLUMNS + " FROM dag ";

    private static final String RETURNING = "RETURNING " + COLUMNS;

    private static final String HEADS = """
            SELECT dag_id, version, paused, paused_by, paused_at, paused_reason, next_start, next_end, newest_after, newest_state
            FROM dag WHERE version > 0\s""";

    /** Where a dag may have one more run made by its timetable. */
    static final String HAS_ROOM = """
            paused = 0 AND next_end IS NOT NULL AND max_active_runs >
              (SELECT COUNT(*) FROM run r WHERE r.dag_id = dag.dag_id AND r.state IN ('queued', 'running') AND r.kind <> 'backfill')\s""";

    /** Makes whoever else changes this dag wait until the transaction has ended; false where there is no such dag. */
    boolean lock(Transaction tx, String dagId) {
        return tx.update("UPDATE dag SET revision = revision + 1 WHERE dag_id = ?", dagId) == 1;
    }

    /** Locks some dags, one after the other. */
    void lock(Transaction tx, List<String> dagIds) {
        tx.batch(
                "UPDATE dag SET revision = revision + 1 WHERE dag_id = ?",
                dagIds.stream().map(List::of).toList());
    }

    /** Locks a dag; it must be there. */
    DagRow locked(Transaction tx, String dagId) {
        return tx.first(
                        "UPDATE dag SET revision = revision + 1 WHERE dag_id = ? " + RETURNING,
                        JdbcDagStore::dag,
                        dagId)
                .orElseThrow(() -> SchedulerException.notFound("There is no dag '" + dagId + "'."));
    }

    /** Locks a dag where its next run is due and may be made. */
    Optional<DagRow> lockDue(Transaction tx, String dagId, Instant now) {
        return tx.first(
                "UPDATE dag SET revision = revision + 1 WHERE dag_id = ? AND next_end <= ? AND " + HAS_ROOM + RETURNING,
                JdbcDagStore::dag,
                dagId,
                now);
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
                "SELECT next_end FROM dag WHERE " + HAS_ROOM + "ORDER BY next_end LIMIT 1",
                row -> row.time("next_end"));
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

    /** @param pause null to let it go on */
    void setPause(Transaction tx, String dagId, @Nullable Pause pause) {
        tx.update(
                "UPDATE dag SET paused = ?, paused_by = ?, paused_at = ?, paused_reason = ? WHERE dag_id = ?",
                pause != null,
                pause == null ? null : pause.by(),
                pause == null ? null : pause.at(),
                pause == null ? null : pause.reason(),
                dagId);
    }

    /** Sets where the dag's timetable stands. */
    void setSchedule(Transaction tx, String dagId, @Nullable DataInterval last, @Nullable DataInterval next) {
        tx.later(
                "UPDATE dag SET last_start = ?, last_end = ?, next_start = ?, next_end = ? WHERE dag_id = ?",
                any -> {},
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
        return tx.list(HEADS + "ORDER BY dag_id", JdbcDagStore::head);
    }

    /** Of these, as far as they have a version. */
    List<DagHead> heads(Transaction tx, List<String> dagIds) {
        return tx.list(HEADS + "AND dag_id IN (" + Marks.of(dagIds) + ")", JdbcDagStore::head, Marks.filled(dagIds));
    }

    /** Notes a run as its dag's newest where it is: the last that was due, of several the last by name. */
    void noteNewest(Transaction tx, RunKey run, Instant runAfter, RunState state) {
        tx.later("""
                UPDATE dag SET newest_run = ?, newest_after = ?, newest_state = ?
                WHERE dag_id = ? AND (newest_run IS NULL OR (newest_after, newest_run) < (?, ?))""", any -> {}, run.runId(), runAfter, state.text(), run.dagId(), runAfter, run.runId());
    }

    /** Notes how the newest run stands, where it is this one. */
    void noteState(Transaction tx, RunKey run, RunState state) {
        tx.later(
                "UPDATE dag SET newest_state = ? WHERE dag_id = ? AND newest_run = ?",
                any -> {},
                state.text(),
                run.dagId(),
                run.runId());
    }

    private static @Nullable Pause pause(Row row) {
        return row.flag("paused")
                ? new Pause(row.textOrNull("paused_by"), row.timeOrNull("paused_at"), row.textOrNull("paused_reason"))
                : null;
    }

    private static DagHead head(Row row) {
        DataInterval next = interval(row, "next");
        String state = row.textOrNull("newest_state");
        return new DagHead(
                row.text("dag_id"),
                row.number("version"),
                pause(row),
                next == null ? null : next.runAfter(),
                state == null ? null : RunState.of(state),
                row.timeOrNull("newest_after"),
                null);
    }

    /**
     * What lists show of the versions in force of some dags; null: of all. Those are left out of which it is not kept, as they were
     * deployed by an older program.
     */
    List<ShownVersion> shown(Transaction tx, @Nullable List<String> dagIds) {
        String some = dagIds == null
                ? ""
                : "AND d.dag_id IN (%s)".formatted(String.join(", ", Collections.nCopies(dagIds.size(), "?")));
        return tx.list(
                """
                SELECT v.dag_id, v.version, v.commit_id, v.run_as, v.deployed_at, v.shown
                FROM dag d JOIN dag_version v ON v.dag_id = d.dag_id AND v.version = d.version
                WHERE v.shown IS NOT NULL\s""" + some,
                row -> new ShownVersion(
                        row.text("dag_id"),
                        row.number("version"),
                        row.text("commit_id"),
                        row.text("run_as"),
                        row.time("deployed_at"),
                        Json.read(row.text("shown"), ShownDag.class)),
                dagIds == null ? new Object[0] : dagIds.toArray());
    }

    private static DagRow dag(Row row) {
        return new DagRow(
                row.text("dag_id"),
                row.number("version"),
                pause(row),
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
