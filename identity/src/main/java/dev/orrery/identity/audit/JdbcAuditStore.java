package dev.orrery.identity.audit;

import dev.orrery.database.Database;
import dev.orrery.database.Migrations;
import dev.orrery.database.Row;
import dev.orrery.database.Transaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The audit log's table. Nothing here changes a row. */
final class JdbcAuditStore {
    static final Migrations MIGRATIONS =
            new Migrations("audit", JdbcAuditStore.class, List.of("0001_audit.sql", "0002_append_only.sql"));

    private final Database database;

    JdbcAuditStore(Database database) {
        this.database = database;
        database.migrate(MIGRATIONS);
    }

    void add(AuditEntry entry) {
        database.transaction(tx -> {
            add(tx, entry);
            return true;
        });
    }

    /** Once, however often it is called for an entry. */
    static void add(Transaction tx, AuditEntry entry) {
        tx.update(
                """
                INSERT INTO audit_entry (id, at, actor_kind, actor, action, object, result, detail, address)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING""",
                entry.id(),
                entry.at(),
                entry.actorKind(),
                entry.actor(),
                entry.action(),
                entry.object(),
                entry.result().text(),
                entry.detail(),
                entry.address());
    }

    List<AuditEntry> find(AuditQuery query) {
        List<String> conditions = new ArrayList<>(List.of("1 = 1"));
        List<@Nullable Object> arguments = new ArrayList<>();
        add(conditions, arguments, "actor = ?", query.actor());
        add(
                conditions,
                arguments,
                "action LIKE ? ESCAPE '!'",
                query.action() == null ? null : like(query.action()) + "%");
        if (query.object() != null) {
            conditions.add("(object = ? OR object LIKE ? ESCAPE '!')");
            arguments.add(query.object());
            arguments.add(like(query.object()) + "/%");
        }
        add(
                conditions,
                arguments,
                "result = ?",
                query.result() == null ? null : query.result().text());
        add(conditions, arguments, "at >= ?", query.from());
        add(conditions, arguments, "at < ?", query.to());
        add(conditions, arguments, "id < ?", query.before());
        add(
                conditions,
                arguments,
                "LOWER(actor || ' ' || action || ' ' || object || ' ' || detail || ' ' || address) LIKE ? ESCAPE '!'",
                query.text() == null ? null : "%" + like(query.text().toLowerCase(Locale.ROOT)) + "%");
        arguments.add(query.limit());
        String sql =
                "SELECT * FROM audit_entry WHERE " + String.join(" AND ", conditions) + " ORDER BY id DESC LIMIT ?";
        return database.read(tx -> tx.list(sql, JdbcAuditStore::entry, arguments.toArray()));
    }

    /** Drops what is older; the database itself refuses where that is younger than a week. */
    int dropBefore(Instant time) {
        return database.transaction(tx -> tx.update("DELETE FROM audit_entry WHERE at < ?", time));
    }

    private static void add(
            List<String> conditions, List<@Nullable Object> arguments, String condition, @Nullable Object value) {
        if (value != null) {
            conditions.add(condition);
            arguments.add(value);
        }
    }

    private static String like(String text) {
        return text.replace("!", "!!").replace("%", "!%").replace("_", "!_");
    }

    private static AuditEntry entry(Row row) {
        return new AuditEntry(
                row.text("id"),
                row.time("at"),
                row.text("actor_kind"),
                row.text("actor"),
                row.text("action"),
                row.text("object"),
                AuditResult.of(row.text("result")),
                row.text("detail"),
                row.text("address"));
    }
}
