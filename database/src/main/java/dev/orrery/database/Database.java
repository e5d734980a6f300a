package dev.orrery.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one database: SQLite in WAL mode, embedded, or PostgreSQL. On SQLite one write transaction is under way at a time,
 * and readers never wait for it.
 */
public final class Database implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    private static final int MAX_TRIES = 5;

    /** After PostgreSQL's end every connection of the pool is broken, and each is found so when it is used. */
    private static final int MAX_BROKEN = 20;

    /**
     * A process that was paused within a transaction keeps its locks no longer than this, in milliseconds: PostgreSQL then
     * ends its connection.
     */
    private static final int LONGEST_PAUSE = 2_500;

    /** A PostgreSQL that comes up at the same time, or just after a crash, is waited for so long. */
    private static final Duration LONGEST_START = Duration.ofSeconds(30);

    private static final Duration BETWEEN_STARTS = Duration.ofMillis(300);

    private final Dialect dialect;
    private final String url;
    private final HikariDataSource writers;
    private final HikariDataSource readers;
    private final ReentrantLock writing = new ReentrantLock(true);
    private volatile Consumer<Transaction> beforeCommit = tx -> {};

    private Database(Dialect dialect, String url, HikariDataSource writers, HikariDataSource readers) {
        this.dialect = dialect;
        this.url = url;
        this.writers = writers;
        this.readers = readers;
    }

    /**
     * Opens {@code jdbc:sqlite:FILE} or {@code jdbc:postgresql://…} (user and password in the URL or in the environment).
     *
     * @throws UnusableDatabaseException at once where it lets nobody in, after some time where it does not answer
     */
    public static Database open(String url) {
        if (url.startsWith("jdbc:sqlite:")) {
            return new Database(Dialect.SQLITE, url, pool(sqlite(url), 1), pool(sqlite(url), 4));
        }
        if (url.startsWith("jdbc:postgresql:")) {
            HikariDataSource pool = pool(postgres(url), 16);
            return new Database(Dialect.POSTGRESQL, url, pool, pool);
        }
        throw new IllegalArgumentException("The database URL must begin with jdbc:sqlite: or jdbc:postgresql:");
    }

    public Dialect dialect() {
        return dialect;
    }

    /**
     * Runs a read-write transaction; commits when the work returns, rolls back when it throws. Work that lost against
     * another transaction (serialization, deadlock), or whose connection broke before it was committed, is run again, so it
     * must have no effect but on the transaction.
     */
    public <T extends @Nullable Object> T transaction(Function<Transaction, T> work) {
        Function<Transaction, T> whole = tx -> {
            T value = work.apply(tx);
            if (tx.hasChanged()) {
                beforeCommit.accept(tx);
            }
            return value;
        };
        return repeated(() -> dialect == Dialect.SQLITE ? alone(whole) : run(writers, whole));
    }

    /** What is added to each {@link #transaction} that has changed a row, as its last statements, on the same thread. One listener. */
    public void beforeCommit(Consumer<Transaction> addition) {
        beforeCommit = addition;
    }

    /**
     * As {@link #transaction}, for work that is one statement: on PostgreSQL it is one message and not two. Where the connection
     * breaks it may be done twice, so that it must come to the same then.
     */
    public <T extends @Nullable Object> T once(Function<Transaction, T> work) {
        return repeated(() -> dialect == Dialect.SQLITE ? alone(work) : statement(work));
    }

    private static <T extends @Nullable Object> T repeated(Supplier<Outcome<T>> work) {
        for (int tries = 1; ; tries++) {
            try {
                Outcome<T> outcome = work.get();
                outcome.afterCommit().forEach(Runnable::run);
                return outcome.value();
            } catch (DatabaseException e) {
                if (tries >= (e.isBroken() ? MAX_BROKEN : MAX_TRIES) || !e.mayBeRepeated()) {
                    throw e;
                }
            }
        }
    }

    /**
     * Runs work that only reads; again where its connection broke. On SQLite all of it sees one state of the database, on
     * PostgreSQL each statement does.
     */
    public <T extends @Nullable Object> T read(Function<Transaction, T> work) {
        for (int tries = 1; ; tries++) {
            try {
                return dialect == Dialect.SQLITE ? run(readers, work).value() : look(work);
            } catch (DatabaseException e) {
                if (tries == MAX_BROKEN || !e.isBroken()) {
                    throw e;
                }
            }
        }
    }

    /**
     * Hears what any server on this PostgreSQL tells on a channel; not on SQLite, which one server uses alone. What is told
     * while the connection is broken is lost.
     *
     * @param onMessage called on the ear's own thread, one message at a time
     * @param onConnected called there too, first and after each break: something may have been missed
     */
    public AutoCloseable listen(String channel, Consumer<String> onMessage, Runnable onConnected) {
        return switch (dialect) {
            case SQLITE -> () -> {};
            case POSTGRESQL -> PostgresEar.open(url, channel, onMessage, onConnected);
        };
    }

    /**
     * Looks at the tables of several modules before any of them is changed.
     *
     * @throws NewerDatabaseException when a newer version has changed one of them
     */
    public void check(List<Migrations> modules) {
        modules.forEach(this::done);
    }

    /**
     * Brings a module's tables up to date; each migration is done once, in its own transaction.
     *
     * @throws NewerDatabaseException as {@link #check}
     */
    public void migrate(Migrations migrations) {
        List<String> done = done(migrations);
        for (String file : migrations.files()) {
            if (!done.contains(file)) {
                transaction(tx -> migrate(tx, migrations, file));
            }
        }
    }

    private List<String> done(Migrations migrations) {
        transaction(tx -> tx.update("""
                CREATE TABLE IF NOT EXISTS migration (
                  module TEXT NOT NULL, file TEXT NOT NULL, PRIMARY KEY (module, file))"""));
        List<String> done = read(tx ->
                tx.list("SELECT file FROM migration WHERE module = ?", row -> row.text("file"), migrations.module()));
        List<String> unknown =
                done.stream().filter(file -> !migrations.files().contains(file)).toList();
        if (!unknown.isEmpty()) {
            throw new NewerDatabaseException(migrations.module(), unknown.getLast());
        }
        return done;
    }

    /** The mark comes first: of two servers that start at the same time, one waits here, and then finds it done. */
    private static int migrate(Transaction tx, Migrations migrations, String file) {
        int first = tx.update(
                "INSERT INTO migration (module, file) VALUES (?, ?) ON CONFLICT DO NOTHING", migrations.module(), file);
        if (first == 1) {
            migrations.statements(file, tx.dialect()).forEach(tx::update);
        }
        return first;
    }

    @Override
    public void close() {
        writers.close();
        readers.close();
    }

    private <T extends @Nullable Object> Outcome<T> alone(Function<Transaction, T> work) {
        if (writing.isHeldByCurrentThread()) {
            throw new IllegalStateException("a transaction within a transaction");
        }
        writing.lock();
        try {
            return run(writers, work);
        } finally {
            writing.unlock();
        }
    }

    private <T extends @Nullable Object> Outcome<T> run(HikariDataSource source, Function<Transaction, T> work) {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            Transaction transaction = new Transaction(connection, dialect);
            try {
                T value = work.apply(transaction);
                transaction.finish();
                commit(connection);
                return new Outcome<>(value, transaction.afterCommit());
            } catch (RuntimeException | Error e) {
                rollback(connection, e);
                throw e;
            }
        } catch (SQLException e) {
            throw DatabaseException.unreachable(e);
        }
    }

    /** Each statement alone is a transaction: at PostgreSQL's level of isolation they would see no more in a common one. */
    private <T extends @Nullable Object> T look(Function<Transaction, T> work) {
        return statement(work).value();
    }

    private <T extends @Nullable Object> Outcome<T> statement(Function<Transaction, T> work) {
        try (Connection connection = writers.getConnection()) {
            connection.setAutoCommit(true);
            Transaction transaction = new Transaction(connection, dialect);
            T value = work.apply(transaction);
            transaction.finish();
            return new Outcome<>(value, transaction.afterCommit());
        } catch (SQLException e) {
            throw DatabaseException.unreachable(e);
        }
    }

    private static void commit(Connection connection) {
        try {
            connection.commit();
        } catch (SQLException e) {
            throw DatabaseException.ofCommit(e);
        }
    }

    private static void rollback(Connection connection, Throwable why) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            // A broken connection has rolled back by itself; what broke it is to be told.
            why.addSuppressed(e);
        }
    }

    private record Outcome<T extends @Nullable Object>(T value, List<Runnable> afterCommit) {}

    private static HikariConfig sqlite(String url) {
        HikariConfig config = config(url);
        config.setConnectionInitSql("PRAGMA foreign_keys = ON");
        config.addDataSourceProperty("journal_mode", "WAL");
        config.addDataSourceProperty("synchronous", "NORMAL");
        config.addDataSourceProperty("busy_timeout", "10000");
        return config;
    }

    private static HikariConfig postgres(String url) {
        HikariConfig config = config(url);
        config.setConnectionInitSql("SET idle_in_transaction_session_timeout = " + LONGEST_PAUSE);
        config.setConnectionTimeout(10_000);
        config.addDataSourceProperty("tcpKeepAlive", "true");
        return config;
    }

    private static HikariConfig config(String url) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        return config;
    }

    private static HikariDataSource pool(HikariConfig config, int size) {
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(Math.min(size, 2));
        long end = System.nanoTime() + LONGEST_START.toNanos();
        for (boolean first = true; ; first = false) {
            try {
                return new HikariDataSource(config);
            } catch (HikariPool.PoolInitializationException e) {
                if (!(e.getCause() instanceof SQLException cause)) {
                    throw e;
                }
                if (!new DatabaseException("", cause).isBroken() || System.nanoTime() > end || !pause()) {
                    throw new UnusableDatabaseException(cause);
                }
                if (first) {
                    LOG.warn(
                            "the database does not answer yet: {} Trying for {} s.",
                            cause.getMessage(),
                            LONGEST_START.toSeconds());
                }
            }
        }
    }

    private static boolean pause() {
        try {
            Thread.sleep(BETWEEN_STARTS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
