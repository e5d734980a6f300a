package dev.orrery.connection;

import dev.orrery.database.Transaction;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Connections as they are stored. */
final class JdbcConnectionStore {
    List<Connections.View> list(Transaction tx) {
        return tx.list(
                "SELECT name, shown, set_by, set_at FROM connection ORDER BY name",
                row -> new Connections.View(
                        row.text("name"), row.text("shown"), row.text("set_by"), row.time("set_at")));
    }

    Optional<String> sealed(Transaction tx, String name) {
        return tx.first("SELECT sealed FROM connection WHERE name = ?", row -> row.text("sealed"), name);
    }

    void put(Transaction tx, String name, String sealed, String shown, String by, Instant at) {
        tx.update("""
                INSERT INTO connection (name, sealed, shown, set_by, set_at) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (name) DO UPDATE SET sealed = excluded.sealed, shown = excluded.shown,
                  set_by = excluded.set_by, set_at = excluded.set_at""", name, sealed, shown, by, at);
    }

    boolean remove(Transaction tx, String name) {
        return tx.update("DELETE FROM connection WHERE name = ?", name) == 1;
    }
}
