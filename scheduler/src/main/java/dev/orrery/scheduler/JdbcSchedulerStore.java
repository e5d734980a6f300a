package dev.orrery.scheduler;

import dev.orrery.database.Database;
import dev.orrery.database.Migrations;
import dev.orrery.database.Transaction;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the scheduler keeps, in SQLite or PostgreSQL. Each method of its parts works within the transaction that it is given; a
 * run and a dag are locked by a change of their revision before they are read to be changed, so that changes of one follow
 * each other on both databases.
 */
final class JdbcSchedulerStore {
    static final Migrations MIGRATIONS = new Migrations(
            "scheduler",
            JdbcSchedulerStore.class,
            List.of(
                    "0001_scheduler.sql",
                    "0002_servers.sql",
                    "0003_waiting.sql",
                    "0004_shown.sql",
                    "0010_backfill.sql",
                    "0020_task_kinds.sql",
                    "0021_pools.sql",
                    "0030_mapped.sql",
                    "0040_due.sql",
                    "0060_data.sql",
                    "0061_reruns.sql",
                    "0062_placement.sql",
                    "0063_variables.sql"));

    private final Database database;
    private final JdbcDagStore dags = new JdbcDagStore();
    private final JdbcRunStore runs = new JdbcRunStore(dags);
    private final JdbcAttemptStore attempts = new JdbcAttemptStore();
    private final JdbcInstanceStore instances = new JdbcInstanceStore();
    private final JdbcOutputStore outputs = new JdbcOutputStore();
    private final JdbcWaitStore waits = new JdbcWaitStore();
    private final JdbcLimitStore limits = new JdbcLimitStore();
    private final JdbcPoolStore pools = new JdbcPoolStore();
    private final JdbcRenewalStore renewals = new JdbcRenewalStore(runs);
    private final JdbcDataStore data = new JdbcDataStore();
    private final JdbcClaimStore claims = new JdbcClaimStore();
    private final JdbcAgendaStore agenda = new JdbcAgendaStore();
    private final JdbcServerStore servers = new JdbcServerStore();
    private volatile JdbcServerStore.@Nullable Life life;
    private final JdbcBackfillStore backfills = new JdbcBackfillStore();
    private final JdbcVariableStore variables = new JdbcVariableStore();

    /** Brings the tables up to date. */
    JdbcSchedulerStore(Database database) {
        this.database = database;
        database.migrate(MIGRATIONS);
    }

    /** From now on changes are made only for as long as this life of the server is its last; null: whatever others do. */
    void fence(JdbcServerStore.@Nullable Life newLife) {
        life = newLife;
    }

    /** @throws ServerLostException when another server has taken over; then nothing is changed */
    <T extends @Nullable Object> T change(Function<Transaction, T> work) {
        return database.transaction(tx -> fenced(tx, work));
    }

    private <T extends @Nullable Object> T fenced(Transaction tx, Function<Transaction, T> work) {
        JdbcServerStore.Life current = life;
        if (current != null) {
            servers.requireLast(tx, current);
        }
        return work.apply(tx);
    }

    /** As {@link #change}, whether or not another server has taken over: for the servers' standing itself. */
    <T extends @Nullable Object> T unfenced(Function<Transaction, T> work) {
        return database.transaction(work);
    }

    <T extends @Nullable Object> T read(Function<Transaction, T> work) {
        return database.read(work);
    }

    /** Whether other servers may be at work on the same database. */
    boolean isShared() {
        return switch (database.dialect()) {
            case SQLITE -> false;
            case POSTGRESQL -> true;
        };
    }

    AutoCloseable listen(String channel, Consumer<String> onMessage, Runnable onConnected) {
        return database.listen(channel, onMessage, onConnected);
    }

    JdbcDagStore dags() {
        return dags;
    }

    JdbcRunStore runs() {
        return runs;
    }

    JdbcAttemptStore attempts() {
        return attempts;
    }

    JdbcWaitStore waits() {
        return waits;
    }

    JdbcLimitStore limits() {
        return limits;
    }

    JdbcPoolStore pools() {
        return pools;
    }

    JdbcRenewalStore renewals() {
        return renewals;
    }

    JdbcDataStore data() {
        return data;
    }

    JdbcBackfillStore backfills() {
        return backfills;
    }

    JdbcInstanceStore instances() {
        return instances;
    }

    JdbcOutputStore outputs() {
        return outputs;
    }

    JdbcAgendaStore agenda() {
        return agenda;
    }

    JdbcClaimStore claims() {
        return claims;
    }

    JdbcVariableStore variables() {
        return variables;
    }

    JdbcServerStore servers() {
        return servers;
    }
}
