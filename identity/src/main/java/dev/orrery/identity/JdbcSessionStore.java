package dev.orrery.identity;

import dev.orrery.database.Database;
import dev.orrery.database.Row;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Sessions among the credentials in the database; the other credentials are {@link JdbcIdentityStore}'s. */
final class JdbcSessionStore {
    private final Database database;

    JdbcSessionStore(Database database) {
        this.database = database;
    }

    void add(String user, Session session, String hash) {
        database.once(tx -> tx.update(
                """
                INSERT INTO identity_credential
                  (id, hash, kind, user_name, scopes, note, created_at, last_seen_at, expires_at, address, agent, provider)
                VALUES (?, ?, 'session', ?, '', '', ?, ?, ?, ?, ?, ?)""",
                session.id(),
                hash,
                user,
                session.createdAt(),
                session.lastSeenAt(),
                session.expiresAt(),
                session.origin().address(),
                session.origin().agent(),
                session.origin().provider()));
    }

    Optional<Session> find(String id) {
        return database.read(tx -> tx.first(
                "SELECT * FROM identity_credential WHERE id = ? AND kind = 'session'", JdbcSessionStore::session, id));
    }

    List<Session> of(String user, Instant now) {
        return database.read(tx -> tx.list("""
                SELECT * FROM identity_credential WHERE user_name = ? AND kind = 'session' AND expires_at > ?
                ORDER BY COALESCE(last_seen_at, created_at) DESC, id""", JdbcSessionStore::session, user, now));
    }

    void seen(String id, Instant now, Instant expiresAt) {
        database.transaction(tx -> tx.update(
                "UPDATE identity_credential SET last_seen_at = ?, expires_at = ? WHERE id = ?", now, expiresAt, id));
    }

    void delete(String id) {
        database.transaction(tx -> tx.update("DELETE FROM identity_credential WHERE id = ? AND kind = 'session'", id));
    }

    boolean delete(String user, String id) {
        return database.transaction(tx -> tx.update(
                        "DELETE FROM identity_credential WHERE id = ? AND user_name = ? AND kind = 'session'", id, user)
                == 1);
    }

    void deleteAll(String user, String kept) {
        database.transaction(tx -> tx.update(
                "DELETE FROM identity_credential WHERE user_name = ? AND kind = 'session' AND id <> ?", user, kept));
    }

    private static Session session(Row row) {
        Instant made = row.time("created_at");
        return new Session(
                row.text("id"),
                new Session.Origin(text(row, "address"), text(row, "agent"), row.textOrNull("provider")),
                made,
                Objects.requireNonNullElse(row.timeOrNull("last_seen_at"), made),
                Objects.requireNonNullElse(row.timeOrNull("expires_at"), made));
    }

    private static String text(Row row, String column) {
        return Objects.requireNonNullElse(row.textOrNull(column), "");
    }
}
