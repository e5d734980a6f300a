package dev.orrery.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import java.sql.SQLException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a pool of connections is opened, and what each of its connections is set to. */
final class ConnectionPool {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionPool.class);

    /**
     * A process that was paused within a transaction keeps its locks no longer than this, in milliseconds: PostgreSQL then
     * ends its connection.
     */
    private static final int LONGEST_PAUSE = 2_500;

    /** A PostgreSQL that comes up at the same time, or just after a crash, is waited for so long. */
    private static final Duration LONGEST_START = Duration.ofSeconds(30);

    private static final Duration BETWEEN_STARTS = Duration.ofMillis(300);

    private ConnectionPool() {}

    static HikariDataSource sqlite(String url, int size) {
        HikariConfig config = config(url);
        config.setConnectionInitSql("PRAGMA foreign_keys = ON");
        config.addDataSourceProperty("journal_mode", "WAL");
        config.addDataSourceProperty("synchronous", "NORMAL");
        config.addDataSourceProperty("busy_timeout", "10000");
        return open(config, size);
    }

    /** @throws UnusableDatabaseException at once where it lets nobody in, after some time where it does not answer */
    static HikariDataSource postgres(String url, int size) {
        HikariConfig config = config(url);
        config.setConnectionInitSql("SET idle_in_transaction_session_timeout = " + LONGEST_PAUSE);
        config.setConnectionTimeout(10_000);
        config.addDataSourceProperty("tcpKeepAlive", "true");
        return open(config, size);
    }

    private static HikariConfig config(String url) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        return config;
    }

    private static HikariDataSource open(HikariConfig config, int size) {
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
