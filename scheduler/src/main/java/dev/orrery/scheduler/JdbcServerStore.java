package dev.orrery.scheduler;

import dev.orrery.database.Transaction;
import java.time.Duration;
import java.util.List;

/** The servers of a PostgreSQL, and until when each is to be taken for alive; all times by the database's clock. */
final class JdbcServerStore {
    private static final String NOW = "(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000)::BIGINT";

    /** A server's name, and which of its lives it is. */
    record Life(String name, long epoch) {}

    /** Begins a new life of a server: whatever an earlier one still wants to do is refused from now on. */
    Life register(Transaction tx, String name, Duration lease) {
        return tx.first("""
                        INSERT INTO server (name, epoch, expires_at) VALUES (?, 1, %s + ?)
                        ON CONFLICT (name) DO UPDATE
                        SET epoch = server.epoch + 1, expires_at = excluded.expires_at, lost_at = NULL
                        RETURNING epoch""".formatted(NOW), row -> new Life(name, row.number("epoch")), name, micros(lease))
                .orElseThrow();
    }

    /** Lives on; false where another server has taken over, or a later life has begun. */
    boolean renew(Transaction tx, Life life, Duration lease) {
        return tx.update(
                        "UPDATE server SET expires_at = " + NOW + " + ? WHERE name = ? AND epoch = ?",
                        micros(lease),
                        life.name(),
                        life.epoch())
                == 1;
    }

    /** Has the transaction fail unless this life is the server's last, which then stays so until the transaction has ended. */
    void requireLast(Transaction tx, Life life) {
        tx.require(
                "FROM server WHERE name = ? AND epoch = ? FOR KEY SHARE",
                () -> new ServerLostException(life.name()),
                life.name(),
                life.epoch());
    }

    /** Takes a life's end for certain, where it has not renewed its lease; waits for what it has under way. */
    boolean end(Transaction tx, Life life) {
        return tx.update("""
                        UPDATE server SET epoch = epoch + 1, lost_at = %s
                        WHERE name = ? AND epoch = ? AND lost_at IS NULL AND expires_at <= %s""".formatted(NOW, NOW), life.name(), life.epoch()) == 1;
    }

    /** Gives a lease back, so that others need not wait until it runs out. */
    void release(Transaction tx, Life life) {
        tx.update("UPDATE server SET expires_at = 0 WHERE name = ? AND epoch = ?", life.name(), life.epoch());
    }

    /** Those whose lease has run out, and from which nobody has taken over. */
    List<Life> expired(Transaction tx) {
        return tx.list(
                "SELECT name, epoch FROM server WHERE lost_at IS NULL AND expires_at <= " + NOW + " ORDER BY name",
                row -> new Life(row.text("name"), row.number("epoch")));
    }

    /** Whether any other server is alive, or is not known to be dead. */
    boolean hasOthers(Transaction tx, String name) {
        return tx.first(
                        "SELECT 1 AS one FROM server WHERE name <> ? AND lost_at IS NULL LIMIT 1",
                        row -> row.number("one"),
                        name)
                .isPresent();
    }

    /** Tells something to all servers, when the transaction is committed. At most 8,000 bytes. */
    void tell(Transaction tx, String channel, String message) {
        tx.first("SELECT pg_notify(?, ?) AS told", row -> row.text("told"), channel, message);
    }

    private static long micros(Duration time) {
        return time.toNanos() / 1_000;
    }
}
