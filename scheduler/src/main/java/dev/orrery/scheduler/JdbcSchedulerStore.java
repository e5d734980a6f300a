package dev.orrery.scheduler;

import dev.orrery.database.Database;
import dev.orrery.database.Migrations;
import dev.orrery.database.Transaction;
import java.util.List;
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
            List.of("0001_scheduler.sql", "0010_backfill.sql", "0020_task_kinds.sql"));

    private final Database database;
    private final JdbcDagStore dags = new JdbcDagStore();
    private final JdbcRunStore runs = new JdbcRunStore();
    private final JdbcAttemptStore attempts = new JdbcAttemptStore();
    private final JdbcWaitStore waits = new JdbcWaitStore();
    private final JdbcLimitStore limits = new JdbcLimitStore();
    private final JdbcBackfillStore backfills = new JdbcBackfillStore();

    /** Brings the tables up to date. */
    JdbcSchedulerStore(Database database) {
        this.database = database;
        database.migrate(MIGRATIONS);
    }

    <T extends @Nullable Object> T change(Function<Transaction, T> work) {
        return database.transaction(work);
    }

    <T extends @Nullable Object> T read(Function<Transaction, T> work) {
        return database.read(work);
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

    JdbcBackfillStore backfills() {
        return backfills;
    }
}
