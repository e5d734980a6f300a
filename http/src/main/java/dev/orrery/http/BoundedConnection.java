package dev.orrery.http;

import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.task.InterruptableTask;
import io.helidon.webserver.spi.ServerConnection;
import java.time.Duration;

/** A connection that is given up where its client holds it up. */
final class BoundedConnection implements ServerConnection, InterruptableTask<Void> {
    private static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);

    private final ClientConnection client;
    private final ServerConnection inner;

    BoundedConnection(ClientConnection client, ServerConnection inner) {
        this.client = client;
        this.inner = inner;
    }

    @Override
    public void handle(Limit limit) throws InterruptedException {
        inner.handle(limit);
    }

    /** Asked by the web server each {@link ClientLimits#tick}. */
    @Override
    public Duration idleTime() {
        return client.held() == null ? inner.idleTime() : FOREVER;
    }

    @Override
    public void close(boolean interrupt) {
        Thread held = client.held();
        if (held == null) {
            inner.close(interrupt);
        } else {
            // An interrupt closes the socket that the thread is in; to close it from here might wait for that thread.
            held.interrupt();
        }
    }

    @Override
    public boolean canInterrupt() {
        return inner instanceof InterruptableTask<?> task && task.canInterrupt();
    }
}
