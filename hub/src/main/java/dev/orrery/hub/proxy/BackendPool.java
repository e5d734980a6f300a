package dev.orrery.hub.proxy;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Idle connections to user servers, a few for each port, for requests that may be sent twice. */
final class BackendPool {
    private static final int MOST_IDLE = 64;
    private static final Duration MOST_AGE = Duration.ofSeconds(30);

    private record Idle(BackendConnection connection, Instant since) {}

    private final InstantSource clock;
    private Instant swept = Instant.EPOCH;
    private final Map<Integer, Deque<Idle>> idle = new HashMap<>();

    BackendPool(InstantSource clock) {
        this.clock = clock;
    }

    /** The connection used last; the server may have closed it meanwhile. */
    synchronized Optional<BackendConnection> reuse(int port) {
        Deque<Idle> connections = idle.get(port);
        while (connections != null && !connections.isEmpty()) {
            Idle last = connections.removeLast();
            if (last.since().plus(MOST_AGE).isAfter(clock.instant())) {
                return Optional.of(last.connection());
            }
            last.connection().close();
        }
        return Optional.empty();
    }

    BackendConnection open(int port) throws IOException {
        return BackendConnection.open(port);
    }

    synchronized void giveBack(BackendConnection connection) {
        Instant now = clock.instant();
        if (swept.plus(MOST_AGE).isBefore(now)) {
            swept = now;
            sweep(now.minus(MOST_AGE));
        }
        connection.in().rest();
        Deque<Idle> connections = idle.computeIfAbsent(connection.port(), port -> new ArrayDeque<>());
        if (connections.size() >= MOST_IDLE) {
            connections.removeFirst().connection().close();
        }
        connections.addLast(new Idle(connection, now));
    }

    private void sweep(Instant oldest) {
        idle.values().removeIf(connections -> {
            while (!connections.isEmpty() && connections.peekFirst().since().isBefore(oldest)) {
                connections.removeFirst().connection().close();
            }
            return connections.isEmpty();
        });
    }

    /** Closes what is idle: the port may belong to someone else's server next. */
    synchronized void drop(int port) {
        Deque<Idle> connections = idle.remove(port);
        if (connections != null) {
            connections.forEach(one -> one.connection().close());
        }
    }
}
