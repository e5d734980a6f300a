package dev.orrery.identity;

import dev.orrery.database.Database;
import dev.orrery.database.Row;
import dev.orrery.database.Transaction;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Invites in the database. Each call is one transaction. */
final class JdbcInviteStore {
    private final Database database;

    JdbcInviteStore(Database database) {
        this.database = database;
    }

    /** Keeps it, in place of the user's older one. */
    void put(Invite invite, String hash) {
        database.transaction(tx -> {
            tx.update("DELETE FROM identity_invite WHERE user_name = ?", invite.user());
            return tx.update(
                    "INSERT INTO identity_invite (user_name, hash, expires_at) VALUES (?, ?, ?)",
                    invite.user(),
                    hash,
                    invite.expiresAt());
        });
    }

    Map<String, Instant> open(Instant now) {
        return database.read(tx -> {
            Map<String, Instant> open = new TreeMap<>();
            tx.list(
                    "SELECT user_name, expires_at FROM identity_invite WHERE expires_at > ?",
                    row -> open.put(row.text("user_name"), row.time("expires_at")),
                    now);
            return open;
        });
    }

    void delete(String user) {
        database.transaction(tx -> tx.update("DELETE FROM identity_invite WHERE user_name = ?", user));
    }

    Optional<Invite> find(String hash, Instant now) {
        return database.read(tx -> find(tx, hash, now));
    }

    /** Sets the password of the invite's user and ends that user's sessions; false where somebody was first. */
    boolean accept(String hash, String password, Instant now) {
        return database.transaction(tx -> {
            Optional<Invite> invite = find(tx, hash, now);
            if (invite.isEmpty() || tx.update("DELETE FROM identity_invite WHERE hash = ?", hash) != 1) {
                return false;
            }
            String user = invite.get().user();
            tx.update("DELETE FROM identity_credential WHERE user_name = ? AND kind = 'session'", user);
            return tx.update("UPDATE identity_user SET password = ? WHERE name = ?", password, user) == 1;
        });
    }

    private static Optional<Invite> find(Transaction tx, String hash, Instant now) {
        return tx.first(
                "SELECT * FROM identity_invite WHERE hash = ? AND expires_at > ?", JdbcInviteStore::invite, hash, now);
    }

    private static Invite invite(Row row) {
        return new Invite(row.text("user_name"), row.time("expires_at"));
    }
}
