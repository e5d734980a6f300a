package dev.orrery.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens to one channel of PostgreSQL on a connection of its own, which it opens anew when it breaks. */
final class PostgresEar implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresEar.class);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    private static final int FOR_EVER = 0;

    private final String url;
    private final String channel;
    private final Consumer<String> onMessage;
    private final Runnable onConnected;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable Connection current;

    private PostgresEar(String url, String channel, Consumer<String> onMessage, Runnable onConnected) {
        this.url = url;
        this.channel = channel;
        this.onMessage = onMessage;
        this.onConnected = onConnected;
    }

    static PostgresEar open(String url, String channel, Consumer<String> onMessage, Runnable onConnected) {
        PostgresEar ear = new PostgresEar(url, channel, onMessage, onConnected);
        var _ = Thread.ofVirtual().name("database-ear").start(ear::run);
        return ear;
    }

    private void run() {
        Duration pause = Duration.ofMillis(50);
        try {
            while (!closed.await(0, TimeUnit.MILLISECONDS)) {
                try (Connection connection = DriverManager.getConnection(url, properties())) {
                    current = connection;
                    pause = Duration.ofMillis(50);
                    follow(connection);
                } catch (SQLException e) {
                    if (closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                        return;
                    }
                    LOG.info("listening to the database anew: {}", e.getMessage());
                    pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void follow(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("LISTEN " + channel);
        }
        safely(onConnected);
        PGConnection postgres = connection.unwrap(PGConnection.class);
        while (closed.getCount() > 0) {
            PGNotification[] notifications = postgres.getNotifications(FOR_EVER);
            for (PGNotification notification : notifications == null ? new PGNotification[0] : notifications) {
                safely(() -> onMessage.accept(notification.getParameter()));
            }
        }
    }

    private static void safely(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            LOG.error("what was heard from the database could not be followed", e);
        }
    }

    private static Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("tcpKeepAlive", "true");
        return properties;
    }

    @Override
    public void close() throws SQLException {
        closed.countDown();
        Connection connection = current;
        if (connection != null) {
            connection.abort(Runnable::run);
        }
    }
}
