package dev.orrery.scheduler;

import dev.orrery.database.Row;
import dev.orrery.database.Transaction;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How far attempts came in their notebooks: their cells. */
final class JdbcCellStore {
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
                "SELECT * FROM attempt_cell WHERE attempt_id = ? ORDER BY cell_index", JdbcCellStore::cell, attemptId);
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
}
