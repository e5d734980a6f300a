package dev.orrery.scheduler;

import dev.orrery.dag.schedule.DataInterval;
import dev.orrery.database.Row;
import dev.orrery.database.Transaction;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Backfills and their items. */
final class JdbcBackfillStore {
    private static final String OPEN = "state IN ('running', 'paused')";

    /**
     * How far a backfill is.
     *
     * @param averageMicros of its runs that have ended; null while there is none
     */
    record Progress(
            int total,
            int begun,
            int ended,
            int failed,
            @Nullable Long averageMicros) {
        int active() {
            return begun - ended;
        }
    }

    /** An item with the state of its run; null where that was not begun. */
    record ItemRow(
            BackfillItem item,
            int position,
            boolean begun,
            @Nullable String runState) {}

    /** Adds a backfill; false where the dag has one that has not ended. */
    boolean add(Transaction tx, Backfill backfill, List<BackfillItem> items) {
        int added = tx.update(
                """
                INSERT INTO backfill (backfill_id, dag_id, from_at, to_at, newest_first, max_active, existing,
                  on_latest_version, stop_after_failures, conf, state, created_by, created_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING""",
                backfill.backfillId(),
                backfill.dagId(),
                backfill.from(),
                backfill.to(),
                backfill.newestFirst(),
                backfill.maxActive(),
                backfill.existing().text(),
                backfill.onLatestVersion(),
                backfill.stopAfterFailures(),
                Json.write(backfill.conf()),
                backfill.state().text(),
                backfill.createdBy(),
                backfill.createdAt());
        if (added == 0) {
            return false;
        }
        for (int position = 0; position < items.size(); position++) {
            BackfillItem item = items.get(position);
            tx.update(
                    """
                    INSERT INTO backfill_item (backfill_id, position, interval_start, interval_end, run_id, action,
                      reason, begun) VALUES (?, ?, ?, ?, ?, ?, ?, 0)""",
                    backfill.backfillId(),
                    position,
                    item.interval().start(),
                    item.interval().end(),
                    item.runId(),
                    item.action().text(),
                    item.reason());
        }
        return true;
    }

    /** Makes whoever else changes it wait until the transaction has ended; empty where there is no such backfill. */
    Optional<Backfill> lock(Transaction tx, String backfillId) {
        tx.update("UPDATE backfill SET max_active = max_active WHERE backfill_id = ?", backfillId);
        return find(tx, backfillId);
    }

    Optional<Backfill> find(Transaction tx, String backfillId) {
        return tx.first("SELECT * FROM backfill WHERE backfill_id = ?", JdbcBackfillStore::backfill, backfillId);
    }

    /** The dag's backfills, the newest first. */
    List<Backfill> ofDag(Transaction tx, String dagId, int limit) {
        return tx.list(
                "SELECT * FROM backfill WHERE dag_id = ? ORDER BY created_at DESC, backfill_id LIMIT ?",
                JdbcBackfillStore::backfill,
                dagId,
                limit);
    }

    /** Those that may begin a run. */
    List<String> running(Transaction tx) {
        return tx.list(
                "SELECT backfill_id FROM backfill WHERE state = 'running' ORDER BY created_at",
                row -> row.text("backfill_id"));
    }

    /** Changes the state of one that has not ended; false where it has. */
    boolean setState(Transaction tx, String backfillId, Backfill.State state, @Nullable Instant endedAt) {
        return tx.update(
                        "UPDATE backfill SET state = ?, ended_at = ? WHERE backfill_id = ? AND " + OPEN,
                        state.text(),
                        endedAt,
                        backfillId)
                == 1;
    }

    /** Of the items that are not skipped. */
    Progress progress(Transaction tx, Backfill backfill) {
        return tx.first(
                        """
                        SELECT COUNT(*) AS total, COALESCE(SUM(i.begun), 0) AS begun,
                          COALESCE(SUM(CASE WHEN i.begun = 1 AND r.state IN ('success', 'failed', 'cancelled') THEN 1 ELSE 0 END), 0) AS ended,
                          COALESCE(SUM(CASE WHEN i.begun = 1 AND r.state IN ('failed', 'cancelled') THEN 1 ELSE 0 END), 0) AS failed,
                          CAST(AVG(CASE WHEN i.begun = 1 AND r.state IN ('success', 'failed') THEN r.ended_at - r.started_at END) AS BIGINT) AS average
                        FROM backfill_item i LEFT JOIN run r ON r.dag_id = ? AND r.run_id = i.run_id
                        WHERE i.backfill_id = ? AND i.action <> 'skip'""",
                        row -> new Progress(
                                number(row, "total"),
                                number(row, "begun"),
                                number(row, "ended"),
                                number(row, "failed"),
                                row.numberOrNull("average")),
                        backfill.dagId(),
                        backfill.backfillId())
                .orElseThrow();
    }

    List<ItemRow> items(Transaction tx, Backfill backfill) {
        return tx.list("""
                SELECT i.*, CASE WHEN i.begun = 1 OR i.action = 'skip' THEN r.state END AS run_state
                FROM backfill_item i LEFT JOIN run r ON r.dag_id = ? AND r.run_id = i.run_id
                WHERE i.backfill_id = ? ORDER BY i.position""", JdbcBackfillStore::item, backfill.dagId(), backfill.backfillId());
    }

    /** The next item to begin. */
    Optional<ItemRow> next(Transaction tx, String backfillId) {
        return tx.first("""
                SELECT i.*, CAST(NULL AS TEXT) AS run_state FROM backfill_item i
                WHERE backfill_id = ? AND begun = 0 AND action <> 'skip' ORDER BY position LIMIT 1""", JdbcBackfillStore::item, backfillId);
    }

    void begin(Transaction tx, String backfillId, int position) {
        tx.update("UPDATE backfill_item SET begun = 1 WHERE backfill_id = ? AND position = ?", backfillId, position);
    }

    private static int number(Row row, String column) {
        return Math.toIntExact(row.number(column));
    }

    private static ItemRow item(Row row) {
        BackfillItem item = new BackfillItem(
                new DataInterval(row.time("interval_start"), row.time("interval_end")),
                row.text("run_id"),
                Backfill.Action.of(row.text("action")),
                row.textOrNull("reason"));
        return new ItemRow(item, number(row, "position"), row.flag("begun"), row.textOrNull("run_state"));
    }

    private static Backfill backfill(Row row) {
        Long stopAfter = row.numberOrNull("stop_after_failures");
        return new Backfill(
                row.text("backfill_id"),
                row.text("dag_id"),
                row.time("from_at"),
                row.time("to_at"),
                row.flag("newest_first"),
                number(row, "max_active"),
                Backfill.Existing.of(row.text("existing")),
                row.flag("on_latest_version"),
                stopAfter == null ? null : (Integer) Math.toIntExact(stopAfter),
                Json.values(row.text("conf")),
                Backfill.State.of(row.text("state")),
                row.text("created_by"),
                row.time("created_at"),
                row.timeOrNull("ended_at"));
    }
}
