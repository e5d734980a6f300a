package dev.orrery.database;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The one database: SQLite in WAL mode, embedded, or PostgreSQL. On SQLite one write transaction is under way at a time,
 * and readers never wait for it.
 */
public final class Database implements AutoCloseable {
    private static final int MAX_TRIES = 5;

    /** After PostgreSQL's end every connection of the pool is broken, and each is found so when it is used. */
    private static final int MAX_BROKEN = 20;

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
            return new Database(Dialect.SQLITE, url, ConnectionPool.sqlite(url, 1), ConnectionPool.sqlite(url, 4));
        }
        if (url.startsWith("jdbc:postgresql:")) {
            HikariDataSource pool = ConnectionPool.postgres(url, 16);
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
        modules.forEach(new AppliedMigrations(this)::of);
    }

    /**
     * Brings a module's tables up to date; each migration is done once, in its own transaction.
     *
     * @throws NewerDatabaseException as {@link #check}
     */
    public void migrate(Migrations migrations) {
        new AppliedMigrations(this).complete(migrations);
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
}
