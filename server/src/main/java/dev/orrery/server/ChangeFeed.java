package dev.orrery.server;

import dev.orrery.http.Endpoint;
import dev.orrery.http.EventStream;
import dev.orrery.http.Exchange;
import dev.orrery.http.Scope;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Tells every open page what changed, as server-sent events. An event holds names only, no content: the page asks for the
 * thing again. A reader that is slower than {@link #BACKLOG} events is told to ask for all.
 */
final class ChangeFeed {
    private static final int BACKLOG = 1_000;
    private static final long PING_SECONDS = 15;

    private final Set<LinkedBlockingQueue<Map<String, Object>>> readers = ConcurrentHashMap.newKeySet();

    /** @param event its {@code kind} and the names that say which one, as the schema {@code Event} has them */
    void publish(Map<String, Object> event) {
        for (LinkedBlockingQueue<Map<String, Object>> reader : readers) {
            if (!reader.offer(event)) {
                reader.clear();
                reader.offer(Map.of("kind", "dag"));
            }
        }
    }

    List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/api/v1/events", Scope.SELF, this::follow));
    }

    private void follow(Exchange exchange) throws InterruptedException {
        LinkedBlockingQueue<Map<String, Object>> events = new LinkedBlockingQueue<>(BACKLOG);
        readers.add(events);
        try (EventStream stream = EventStream.open(exchange)) {
            stream.ping();
            while (true) {
                Map<String, Object> event = events.poll(PING_SECONDS, TimeUnit.SECONDS);
                if (event == null) {
                    stream.ping();
                } else {
                    stream.send(event);
                }
            }
        } catch (IOException e) {
            // The page was closed: that is how such a stream ends.
        } finally {
            readers.remove(events);
        }
    }
}
