package dev.orrery.scheduler;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What servers of one PostgreSQL tell each other after it is stored: what changed, for pages and for those who wait for work, and
 * what another's launcher is to stop. Told in bunches, each in a transaction of its own: a notification within a busy
 * transaction would make all commits of the database follow one another. Being lost does no harm but to the time that it takes.
 */
final class News implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(News.class);
    private static final String CHANNEL = "orrery";
    /** PostgreSQL takes 8,000 bytes; a change's names may be long. */
    private static final int MOST_BYTES = 7_000;

    private static final int MOST_WAITING = 2_000;

    private final JdbcSchedulerStore store;
    private final String server;
    private final Consumer<Change> onChange;
    private final BlockingQueue<Message> waiting = new LinkedBlockingQueue<>(MOST_WAITING);

    private volatile boolean hasListeners;

    /**
     * @param server this one's name
     * @param onChange told of this server's changes, and of those that others tell
     */
    News(JdbcSchedulerStore store, String server, Consumer<Change> onChange) {
        this.store = store;
        this.server = server;
        this.onChange = onChange;
    }

    String server() {
        return server;
    }

    /** Whether any other server may be there; while there is none, changes are told here alone. */
    void hasListeners(boolean value) {
        hasListeners = value;
    }

    /** Tells a change, here and to others. */
    void changed(Change change) {
        onChange.accept(change);
        if (hasListeners) {
            tell(new Message(change, null));
        }
    }

    /** Has another server stop the process of an attempt of its. */
    void stop(String attemptId) {
        tell(new Message(null, attemptId));
    }

    /** Tells at once that something may have changed. */
    void greet() {
        send(List.of(Message.GREETING));
    }

    /**
     * What is told; one of the three, or none: a greeting, which says that something may have changed.
     *
     * @param change something that changed
     * @param stop the id of an attempt whose process is to end
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Message(@Nullable Change change, @Nullable String stop) {
        static final Message GREETING = new Message(null, null);
    }

    private record Bunch(String from, List<Message> messages) {}

    /** Tells it soon. Where too much waits to be told, nothing but that there was something. */
    private void tell(Message message) {
        if (!waiting.offer(message)) {
            waiting.clear();
            var _ = waiting.offer(Message.GREETING);
        }
    }

    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                List<Message> bunch = new ArrayList<>(List.of(waiting.take()));
                waiting.drainTo(bunch);
                send(bunch);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(List<Message> messages) {
        String text = Json.write(new Bunch(server, messages));
        if (text.length() > MOST_BYTES / 3 && messages.size() > 1) { // a character has up to three bytes
            int half = messages.size() / 2;
            send(messages.subList(0, half));
            send(messages.subList(half, messages.size()));
            return;
        }
        try {
            store.<@Nullable Void>unfenced(tx -> {
                store.servers().tell(tx, CHANNEL, text);
                return null;
            });
        } catch (RuntimeException e) {
            LOG.warn("other servers could not be told what changed: {}", e.getMessage());
        }
    }

    /**
     * Hears what others tell.
     *
     * @param onConnected called first, and after each break of the connection: something may have been missed
     */
    AutoCloseable listen(Consumer<Message> onMessage, Runnable onConnected) {
        return store.listen(
                CHANNEL,
                text -> {
                    Bunch bunch = Json.read(text, Bunch.class);
                    if (!bunch.from().equals(server)) {
                        bunch.messages().forEach(message -> {
                            if (message.change() != null) {
                                onChange.accept(message.change());
                            }
                            onMessage.accept(message);
                        });
                    }
                },
                onConnected);
    }
}
