package dev.orrery.hub;

import dev.orrery.database.Database;
import dev.orrery.database.Row;
import dev.orrery.database.Transaction;
import dev.orrery.launch.WorkloadId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * User servers in the database. A state is changed where the row still has the workload and a state that the change is legal
 * from; a call that lost against another changes nothing and says so.
 */
final class JdbcServerStore {
    private final Database database;
    private volatile String host = "alone";

    JdbcServerStore(Database database) {
        this.database = database;
        HubTables.migrate(database);
    }

    Optional<UserServer> find(ServerName server) {
        return database.read(tx -> find(tx, server));
    }

    /** The servers that a user has, the default one first; not one that was never defined or started. */
    List<UserServer> of(String user) {
        return database.read(tx -> tx.list(
                "SELECT * FROM hub_server WHERE user_name = ? ORDER BY server_name", JdbcServerStore::server, user));
    }

    /** Defines a server without starting it; false where it is there. */
    boolean define(ServerName server, Instant now) {
        return database.transaction(tx -> insert(tx, server, now) == 1);
    }

    void setDisplayName(ServerName server, String displayName) {
        database.transaction(tx -> tx.update(
                "UPDATE hub_server SET display_name = ? WHERE user_name = ? AND server_name = ?",
                displayName,
                server.user(),
                server.name()));
    }

    /** What a server that has no process is started with when nobody says otherwise, JSON. */
    void setOptions(ServerName server, String options) {
        database.transaction(tx -> tx.update("""
                UPDATE hub_server SET options = ?
                WHERE user_name = ? AND server_name = ? AND state IN ('stopped', 'failed')""", options, server.user(), server.name()));
    }

    /** Gives a server that has no process another name; false where it has one, or the name is taken. */
    boolean rename(ServerName server, String name) {
        return database.transaction(tx -> {
            if (find(tx, new ServerName(server.user(), name)).isPresent()) {
                return false;
            }
            int renamed = tx.update("""
                    UPDATE hub_server SET server_name = ?
                    WHERE user_name = ? AND server_name = ? AND state IN ('stopped', 'failed')""", name, server.user(), server.name());
            if (renamed == 1) {
                unshare(tx, server);
            }
            return renamed == 1;
        });
    }

    /** Another server that is called so later is not shared. */
    private static void unshare(Transaction tx, ServerName server) {
        tx.update("DELETE FROM hub_share WHERE owner = ? AND server_name = ?", server.user(), server.name());
        tx.update("DELETE FROM hub_share_code WHERE owner = ? AND server_name = ?", server.user(), server.name());
    }

    /** Forgets a server that has no process; false where it has one, or is not there. */
    boolean forget(ServerName server) {
        return database.transaction(tx -> {
            int gone = tx.update("""
                    DELETE FROM hub_server
                    WHERE user_name = ? AND server_name = ? AND state IN ('stopped', 'failed')""", server.user(), server.name());
            if (gone == 1) {
                unshare(tx, server);
            }
            return gone == 1;
        });
    }

    private static int insert(Transaction tx, ServerName server, Instant now) {
        return tx.update("""
                INSERT INTO hub_server (user_name, server_name, state, progress, workload, started_at, options)
                VALUES (?, ?, 'stopped', 0, '', ?, '{}') ON CONFLICT DO NOTHING""", server.user(), server.name(), now);
    }

    Optional<UserServer> findByWorkload(WorkloadId workload) {
        return database.read(tx ->
                tx.first("SELECT * FROM hub_server WHERE workload = ?", JdbcServerStore::server, workload.value()));
    }

    List<UserServer> all() {
        return database.read(
                tx -> tx.list("SELECT * FROM hub_server ORDER BY user_name, server_name", JdbcServerStore::server));
    }

    /** Takes what the host's launcher has, and what is nobody's; all that there is where no other may be there. */
    List<UserServer> take(String newHost, boolean isShared) {
        host = newHost;
        return database.transaction(tx -> {
            tx.update(
                    "UPDATE hub_server SET host = ? WHERE host IS NULL" + (isShared ? "" : " OR host IS NOT NULL"),
                    newHost);
            return tx.list(
                    "SELECT * FROM hub_server WHERE host = ? ORDER BY user_name, server_name",
                    JdbcServerStore::server,
                    newHost);
        });
    }

    /** Takes what another host had. */
    List<UserServer> takeFrom(String dead) {
        return database.transaction(tx -> {
            List<UserServer> taken = tx.list(
                    "SELECT * FROM hub_server WHERE host = ? ORDER BY user_name, server_name",
                    JdbcServerStore::server,
                    dead);
            tx.update("UPDATE hub_server SET host = ? WHERE host = ?", host, dead);
            return taken;
        });
    }

    /** Whether a server is another host's. */
    boolean isElsewhere(ServerName server) {
        return database.read(tx -> tx.first(
                        "SELECT 1 AS one FROM hub_server WHERE user_name = ? AND server_name = ? AND host <> ?",
                        row -> row.number("one"),
                        server.user(),
                        server.name(),
                        host))
                .isPresent();
    }

    /**
     * Takes a server that is not alive to starting; false where it is alive already.
     *
     * @param options what its start was asked with, JSON
     */
    boolean begin(ServerName server, WorkloadId workload, String message, String options, Instant now) {
        return database.transaction(tx -> {
            insert(tx, server, now);
            int changed = tx.update("""
                    UPDATE hub_server SET state = 'starting', progress = 0, message = ?, workload = ?, host = ?, port = NULL,
                      started_at = ?, last_activity = NULL, keep_until = NULL, options = ?
                    WHERE user_name = ? AND server_name = ? AND state IN ('stopped', 'failed')""", message, workload.value(), host, now, options, server.user(), server.name());
            return changed == 1;
        });
    }

    /** Moves this start of the server to another state; false where it is not in a state that leads there. */
    boolean move(WorkloadId workload, ServerState to, int progress, @Nullable String message) {
        return database.transaction(tx -> {
            Optional<ServerState> from = state(tx, workload);
            if (from.isEmpty() || !from.get().next().contains(to)) {
                return false;
            }
            return tx.update(
                            """
                            UPDATE hub_server SET state = ?, progress = ?, message = ?
                            WHERE workload = ? AND state = ?""",
                            to.text(),
                            progress,
                            message,
                            workload.value(),
                            from.get().text())
                    == 1;
        });
    }

    /** Tells how far a start is; false where it is no longer starting. */
    boolean progress(WorkloadId workload, int progress, String message) {
        return database.transaction(tx -> tx.update("""
                        UPDATE hub_server SET progress = ?, message = ?
                        WHERE workload = ? AND state = 'starting'""", progress, message, workload.value()) == 1);
    }

    /** Notes where the server will listen; false where it is no longer starting. */
    boolean port(WorkloadId workload, int port) {
        return database.transaction(tx -> tx.update(
                        "UPDATE hub_server SET port = ? WHERE workload = ? AND state = 'starting'",
                        port,
                        workload.value())
                == 1);
    }

    /** Notes when the user was last active; never goes back. */
    void active(String user, String server, Instant at) {
        database.transaction(tx -> tx.update("""
                UPDATE hub_server SET last_activity = ?
                WHERE user_name = ? AND server_name = ? AND (last_activity IS NULL OR last_activity < ?)""", at, user, server, at));
    }

    /** Notes until when a server that is ready is left alone. */
    void keep(ServerName server, Instant until) {
        database.transaction(tx -> tx.update("""
                UPDATE hub_server SET keep_until = ?
                WHERE user_name = ? AND server_name = ? AND state = 'ready'""", until, server.user(), server.name()));
    }

    private static Optional<UserServer> find(Transaction tx, ServerName server) {
        return tx.first(
                "SELECT * FROM hub_server WHERE user_name = ? AND server_name = ?",
                JdbcServerStore::server,
                server.user(),
                server.name());
    }

    private static Optional<ServerState> state(Transaction tx, WorkloadId workload) {
        return tx.first(
                "SELECT state FROM hub_server WHERE workload = ?",
                row -> ServerState.of(row.text("state")),
                workload.value());
    }

    private static UserServer server(Row row) {
        String workload = row.text("workload");
        Long port = row.numberOrNull("port");
        return new UserServer(
                row.text("user_name"),
                row.text("server_name"),
                ServerState.of(row.text("state")),
                Math.toIntExact(row.number("progress")),
                row.textOrNull("message"),
                workload.isEmpty() ? null : new WorkloadId(workload),
                port == null ? null : Math.toIntExact(port),
                row.timeOrNull("started_at"),
                row.timeOrNull("last_activity"),
                row.timeOrNull("keep_until"),
                row.text("display_name"),
                row.text("options"));
    }
}
