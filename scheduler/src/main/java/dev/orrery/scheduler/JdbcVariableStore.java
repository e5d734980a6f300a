package dev.orrery.scheduler;

import dev.orrery.database.Row;
import dev.orrery.database.Transaction;
import java.util.List;
import java.util.Optional;

/** Variables as they are stored. */
final class JdbcVariableStore {
    List<Variables.View> list(Transaction tx) {
        return tx.list("SELECT * FROM variable ORDER BY name", JdbcVariableStore::view);
    }

    Optional<String> value(Transaction tx, String name) {
        return tx.first("SELECT value FROM variable WHERE name = ?", row -> row.text("value"), name);
    }

    void put(Transaction tx, Variables.View variable) {
        tx.update("""
                INSERT INTO variable (name, value, set_by, set_at) VALUES (?, ?, ?, ?)
                ON CONFLICT (name) DO UPDATE SET value = excluded.value, set_by = excluded.set_by, set_at = excluded.set_at""", variable.name(), variable.value(), variable.setBy(), variable.setAt());
    }

    /** False where there is none of that name. */
    boolean remove(Transaction tx, String name) {
        return tx.update("DELETE FROM variable WHERE name = ?", name) == 1;
    }

    private static Variables.View view(Row row) {
        return new Variables.View(row.text("name"), row.text("value"), row.text("set_by"), row.time("set_at"));
    }
}
