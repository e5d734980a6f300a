package dev.orrery.identity;

import dev.orrery.database.Database;
import dev.orrery.database.DatabaseException;
import dev.orrery.database.GroupCommit;
import dev.orrery.database.Migrations;
import dev.orrery.database.Row;
import dev.orrery.database.Transaction;
import dev.orrery.http.Scope;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Users and credentials in the database. Each call is one transaction. */
final class JdbcIdentityStore {
    static final Migrations MIGRATIONS = new Migrations(
            "identity",
            JdbcIdentityStore.class,
            List.of("0001_identity.sql", "0002_hub_scopes.sql", "0003_invites_and_links.sql"));

    private final Database database;

    /** Credentials of attempts come and go by the hundred at busy times. */
    private final GroupCommit<String> together;

    JdbcIdentityStore(Database database) {
        this.database = database;
        this.together = new GroupCommit<>(database::transaction, (tx, about) -> {});
        database.migrate(MIGRATIONS);
    }

    boolean hasUsers() {
        return database.read(JdbcIdentityStore::hasUsers);
    }

    /** The stored form of each user's password. */
    Map<String, String> passwords() {
        return database.read(tx -> {
            Map<String, String> passwords = new HashMap<>();
            tx.list(
                    "SELECT name, password FROM identity_user",
                    row -> passwords.put(row.text("name"), row.text("password")));
            return passwords;
        });
    }

    List<User> users() {
        return database.read(tx -> tx.list("SELECT * FROM identity_user ORDER BY name", JdbcIdentityStore::user));
    }

    Optional<User> user(String name) {
        return database.read(
                tx -> tx.first("SELECT * FROM identity_user WHERE name = ?", JdbcIdentityStore::user, name));
    }

    Optional<String> password(String name) {
        return database.read(
                tx -> tx.first("SELECT password FROM identity_user WHERE name = ?", row -> row.text("password"), name));
    }

    /** Adds a user with the next free uid; empty where the name is taken. */
    Optional<User> addUser(String name, boolean admin, String password, Instant now) {
        try {
            return Optional.of(database.transaction(tx -> insert(tx, name, admin, password, now)));
        } catch (DatabaseException e) {
            if (e.isDuplicate()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** False where there is no such user. */
    boolean setAdmin(String name, boolean admin) {
        return database.transaction(
                tx -> tx.update("UPDATE identity_user SET admin = ? WHERE name = ?", admin, name) == 1);
    }

    /** False where there is no such user. */
    boolean setPassword(String name, String password) {
        return database.transaction(
                tx -> tx.update("UPDATE identity_user SET password = ? WHERE name = ?", password, name) == 1);
    }

    /** Deletes a user and whatever stands in for a password; false where there is no such user. */
    boolean deleteUser(String name) {
        return database.transaction(tx -> {
            tx.update("DELETE FROM identity_credential WHERE user_name = ?", name);
            tx.update("DELETE FROM identity_invite WHERE user_name = ?", name);
            tx.update("DELETE FROM identity_link WHERE user_name = ?", name);
            return tx.update("DELETE FROM identity_user WHERE name = ?", name) == 1;
        });
    }

    void setSetupHash(String hash) {
        database.transaction(tx -> {
            tx.update("DELETE FROM identity_setup");
            return tx.update("INSERT INTO identity_setup (hash) VALUES (?)", hash);
        });
    }

    boolean hasSetupHash(String hash) {
        return database.read(
                tx -> tx.first("SELECT hash FROM identity_setup WHERE hash = ?", row -> row.text("hash"), hash)
                        .isPresent());
    }

    /** Adds the first administrator where the token is right and nobody was faster; the token is gone with it. */
    Optional<User> addFirst(String setupHash, String name, String password, Instant now) {
        return database.transaction(tx -> {
            if (hasUsers(tx) || tx.update("DELETE FROM identity_setup WHERE hash = ?", setupHash) != 1) {
                return Optional.empty();
            }
            return Optional.of(insert(tx, name, true, password, now));
        });
    }

    void add(Credential credential, String hash) {
        together.<@Nullable Void>run(hash, tx -> {
            tx.later(
                    """
                INSERT INTO identity_credential (id, hash, kind, user_name, bound_to, scopes, hub_scopes, note, created_at, expires_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                    any -> {},
                    credential.id(),
                    hash,
                    credential.kind().text(),
                    credential.user(),
                    credential.boundTo(),
                    credential.scopes().stream().map(Scope::text).sorted().collect(Collectors.joining(" ")),
                    hubScopes(credential),
                    credential.note(),
                    credential.createdAt(),
                    credential.expiresAt());
            return null;
        });
    }

    Optional<Credential> byHash(String hash) {
        return database.read(tx ->
                tx.first("SELECT * FROM identity_credential WHERE hash = ?", JdbcIdentityStore::credential, hash));
    }

    List<Credential> tokens(String user) {
        return database.read(tx -> tx.list("""
                SELECT * FROM identity_credential
                WHERE user_name = ? AND kind = 'api' AND bound_to IS NULL ORDER BY created_at, id""", JdbcIdentityStore::credential, user));
    }

    /** Notes that a token was used. */
    void seen(String id, Instant now) {
        database.transaction(tx -> tx.update("UPDATE identity_credential SET last_seen_at = ? WHERE id = ?", now, id));
    }

    boolean deleteToken(String user, String id) {
        return database.transaction(tx -> tx.update("""
                        DELETE FROM identity_credential
                        WHERE id = ? AND user_name = ? AND kind = 'api' AND bound_to IS NULL""", id, user) == 1);
    }

    void deleteTokens(String user) {
        database.transaction(tx -> tx.update("""
                        DELETE FROM identity_credential
                        WHERE user_name = ? AND kind = 'api' AND bound_to IS NULL""", user));
    }

    void deleteBoundTo(String thing) {
        together.<@Nullable Void>run(thing, tx -> {
            tx.later("DELETE FROM identity_credential WHERE bound_to = ?", any -> {}, thing);
            return null;
        });
    }

    void deleteExpired(Instant now) {
        database.transaction(tx -> {
            tx.update("DELETE FROM identity_credential WHERE expires_at < ?", now);
            return tx.update("DELETE FROM identity_invite WHERE expires_at < ?", now);
        });
    }

    private static boolean hasUsers(Transaction tx) {
        return tx.first("SELECT name FROM identity_user LIMIT 1", row -> row.text("name"))
                .isPresent();
    }

    private static User insert(Transaction tx, String name, boolean admin, String password, Instant now) {
        // The update comes first: it locks the row, so that two at once get two numbers.
        tx.update("UPDATE identity_uid SET next_uid = next_uid + 1");
        long uid = tx.first("SELECT next_uid - 1 AS uid FROM identity_uid", row -> row.number("uid"))
                .orElseThrow();
        tx.update(
                "INSERT INTO identity_user (name, admin, uid, password, created_at) VALUES (?, ?, ?, ?, ?)",
                name,
                admin,
                uid,
                password,
                now);
        return new User(name, admin, Math.toIntExact(uid), now);
    }

    private static User user(Row row) {
        return new User(
                row.text("name"), row.flag("admin"), Math.toIntExact(row.number("uid")), row.time("created_at"));
    }

    private static Credential credential(Row row) {
        return new Credential(
                row.text("id"),
                Credential.Kind.of(row.text("kind")),
                row.textOrNull("user_name"),
                row.textOrNull("bound_to"),
                scopes(row.text("scopes")),
                hubScopes(row.textOrNull("hub_scopes")),
                row.text("note"),
                row.time("created_at"),
                row.timeOrNull("expires_at"),
                row.timeOrNull("last_seen_at"));
    }

    private static @Nullable String hubScopes(Credential credential) {
        List<String> scopes = credential.hubScopes();
        return scopes == null ? null : String.join(" ", scopes);
    }

    private static @Nullable List<String> hubScopes(@Nullable String text) {
        return text == null
                ? null
                : Arrays.stream(text.split(" ")).filter(name -> !name.isEmpty()).toList();
    }

    private static Set<Scope> scopes(String text) {
        return Arrays.stream(text.split(" "))
                .filter(name -> !name.isEmpty())
                .map(Scope::of)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Scope.class)));
    }
}
