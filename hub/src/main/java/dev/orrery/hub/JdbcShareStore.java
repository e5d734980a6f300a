package dev.orrery.hub;

import dev.orrery.database.Database;
import dev.orrery.database.Row;
import dev.orrery.database.Transaction;
import dev.orrery.http.Exchange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import tools.jackson.core.type.TypeReference;

/** Shares of servers, and codes for them. */
final class JdbcShareStore {
    private static final TypeReference<List<String>> TEXTS = new TypeReference<>() {};
    private static final String ONE = " WHERE owner = ? AND server_name = ? AND kind = ? AND recipient = ?";
    private static final String SERVER = " WHERE owner = ? AND server_name = ?";

    private final Database database;

    JdbcShareStore(Database database) {
        this.database = database;
        HubTables.migrate(database);
    }

    /** Adds scopes to what there is. */
    Share grant(ServerName server, Share.Recipient recipient, Collection<String> scopes, Instant now) {
        return database.transaction(tx -> grant(tx, server, recipient, scopes, now));
    }

    private static Share grant(
            Transaction tx, ServerName server, Share.Recipient recipient, Collection<String> scopes, Instant now) {
        TreeSet<String> all = new TreeSet<>(scopes);
        find(tx, server, recipient).ifPresent(share -> all.addAll(share.scopes()));
        put(tx, server, recipient, all, now);
        return find(tx, server, recipient).orElseThrow();
    }

    private static void put(
            Transaction tx, ServerName server, Share.Recipient recipient, Collection<String> scopes, Instant now) {
        tx.update(
                """
                INSERT INTO hub_share (owner, server_name, kind, recipient, scopes, created_at) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (owner, server_name, kind, recipient) DO UPDATE SET scopes = excluded.scopes""",
                server.user(),
                server.name(),
                recipient.kind().text(),
                recipient.name(),
                Exchange.JSON.writeValueAsString(scopes),
                now);
    }

    /** Takes scopes away, all where none is named; empty where nothing is left. */
    Optional<Share> revoke(ServerName server, Share.Recipient recipient, Collection<String> scopes) {
        return database.transaction(tx -> {
            Optional<Share> share = find(tx, server, recipient);
            if (share.isEmpty()) {
                return Optional.empty();
            }
            List<String> left = new ArrayList<>(share.get().scopes());
            left.removeAll(scopes);
            if (scopes.isEmpty() || left.isEmpty()) {
                tx.update("DELETE FROM hub_share" + ONE, key(server, recipient));
                return Optional.empty();
            }
            put(tx, server, recipient, left, share.get().createdAt());
            return find(tx, server, recipient);
        });
    }

    void revokeAll(ServerName server) {
        database.transaction(tx -> tx.update("DELETE FROM hub_share" + SERVER, server.user(), server.name()));
    }

    Optional<Share> find(ServerName server, Share.Recipient recipient) {
        return database.read(tx -> find(tx, server, recipient));
    }

    private static Optional<Share> find(Transaction tx, ServerName server, Share.Recipient recipient) {
        return tx.first("SELECT * FROM hub_share" + ONE, JdbcShareStore::share, key(server, recipient));
    }

    List<Share> of(ServerName server) {
        return database.read(tx -> tx.list(
                "SELECT * FROM hub_share" + SERVER + " ORDER BY created_at, recipient",
                JdbcShareStore::share,
                server.user(),
                server.name()));
    }

    List<Share> ofOwner(String owner) {
        return database.read(tx -> tx.list(
                "SELECT * FROM hub_share WHERE owner = ? ORDER BY created_at, recipient",
                JdbcShareStore::share,
                owner));
    }

    List<Share> with(Share.Recipient recipient) {
        return database.read(tx -> tx.list(
                "SELECT * FROM hub_share WHERE kind = ? AND recipient = ? ORDER BY created_at, owner",
                JdbcShareStore::share,
                recipient.kind().text(),
                recipient.name()));
    }

    /** With the user himself, and with groups that he is in. */
    List<Share> with(String user, Collection<String> groups) {
        List<Share> all = new ArrayList<>(with(new Share.Recipient(Share.Kind.USER, user)));
        groups.forEach(group -> all.addAll(with(new Share.Recipient(Share.Kind.GROUP, group))));
        return all;
    }

    void add(Share.Code code, String hash) {
        database.transaction(tx -> {
            tx.update("DELETE FROM hub_share_code WHERE expires_at < ?", code.createdAt());
            return tx.update(
                    """
                    INSERT INTO hub_share_code
                      (id, hash, owner, server_name, scopes, created_at, expires_at, exchange_count)
                    VALUES (?, ?, ?, ?, ?, ?, ?, 0)""",
                    code.id(),
                    hash,
                    code.server().user(),
                    code.server().name(),
                    Exchange.JSON.writeValueAsString(code.scopes()),
                    code.createdAt(),
                    code.expiresAt());
        });
    }

    List<Share.Code> codesOf(ServerName server) {
        return database.read(tx -> tx.list(
                "SELECT * FROM hub_share_code" + SERVER + " ORDER BY created_at",
                JdbcShareStore::code,
                server.user(),
                server.name()));
    }

    List<Share.Code> codesOfOwner(String owner) {
        return database.read(tx -> tx.list(
                "SELECT * FROM hub_share_code WHERE owner = ? ORDER BY created_at", JdbcShareStore::code, owner));
    }

    /** How many codes of a server are gone: the one of that hash or id, or all where neither is given. */
    int deleteCodes(ServerName server, Optional<String> hash, Optional<String> id) {
        String which = hash.isPresent() ? " AND hash = ?" : id.isPresent() ? " AND id = ?" : "";
        List<Object> arguments = new ArrayList<>(List.of(server.user(), server.name()));
        hash.or(() -> id).ifPresent(arguments::add);
        return database.transaction(
                tx -> tx.update("DELETE FROM hub_share_code" + SERVER + which, arguments.toArray()));
    }

    Optional<Share.Code> code(String hash, Instant now) {
        return database.read(tx -> code(tx, hash, now));
    }

    private static Optional<Share.Code> code(Transaction tx, String hash, Instant now) {
        return tx.first(
                "SELECT * FROM hub_share_code WHERE hash = ? AND expires_at > ?", JdbcShareStore::code, hash, now);
    }

    /** Gives a user what the code is for; empty where it is none, or expired. */
    Optional<Share> accept(String hash, String user, Instant now) {
        return database.transaction(tx -> code(tx, hash, now).map(code -> {
            tx.update(
                    "UPDATE hub_share_code SET exchange_count = exchange_count + 1, last_exchanged_at = ? WHERE hash = ?",
                    now,
                    hash);
            return grant(tx, code.server(), new Share.Recipient(Share.Kind.USER, user), code.scopes(), now);
        }));
    }

    private static Object[] key(ServerName server, Share.Recipient recipient) {
        return new Object[] {server.user(), server.name(), recipient.kind().text(), recipient.name()};
    }

    private static Share share(Row row) {
        return new Share(
                new ServerName(row.text("owner"), row.text("server_name")),
                new Share.Recipient(Share.Kind.of(row.text("kind")), row.text("recipient")),
                Exchange.JSON.readValue(row.text("scopes"), TEXTS),
                row.time("created_at"));
    }

    private static Share.Code code(Row row) {
        return new Share.Code(
                row.text("id"),
                new ServerName(row.text("owner"), row.text("server_name")),
                Exchange.JSON.readValue(row.text("scopes"), TEXTS),
                row.time("created_at"),
                row.time("expires_at"),
                row.number("exchange_count"),
                row.timeOrNull("last_exchanged_at"));
    }
}
