package dev.orrery.hub;

import dev.orrery.identity.User;
import dev.orrery.launch.LaunchException;
import dev.orrery.launch.Launcher;
import dev.orrery.launch.WorkloadId;
import dev.orrery.launch.WorkloadStatus;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts that are under way, each on a thread of its own: a {@link ServerStart}, and what comes of it. */
final class ServerStarts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ServerStarts.class);

    private final ServerBook book;
    private final ServerStart starter;
    private final Launcher launcher;
    private final ServerSpecs specs;
    private final ServerEnds ends;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("server-start-", 0).factory());

    ServerStarts(ServerBook book, ServerStart starter, Launcher launcher, ServerSpecs specs, ServerEnds ends) {
        this.book = book;
        this.starter = starter;
        this.launcher = launcher;
        this.specs = specs;
        this.ends = ends;
    }

    private interface Work {
        void run() throws InterruptedException;
    }

    /** Takes a server that was asked for to its first answer. */
    void begin(User owner, ServerName name, WorkloadId id) {
        inBackground(owner, () -> startAndWait(owner, name, id));
    }

    /** The same for one that was launched already. */
    void goOn(User owner, ServerName name, WorkloadId id, int port) {
        inBackground(owner, () -> await(owner, name, id, port));
    }

    private void inBackground(User owner, Work work) {
        threads.execute(() -> {
            try {
                work.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                if (!threads.isShutdown()) {
                    LOG.error("The start of the server of {} broke off", owner.name(), e);
                }
            }
        });
    }

    private void startAndWait(User owner, ServerName name, WorkloadId id) throws InterruptedException {
        try {
            String options = book.get(name).options();
            OptionalInt port = starter.launch(owner, name, id, specs.of(name.user(), options), progress(name, id));
            if (port.isPresent()) {
                await(owner, name, id, port.getAsInt());
            } else if (launcher.status(id) instanceof WorkloadStatus.Unknown) {
                // Stopped before anything ran.
                ends.finish(book.get(name), id, null);
            }
        } catch (LaunchException | HubException e) {
            ends.fail(name, id, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            if (threads.isShutdown()) {
                // This process ends, not the server: its start goes on with the next one.
                return;
            }
            LOG.error("The server {} could not be started", name, e);
            ends.fail(name, id, "The server could not be started: the platform's log says why.");
        }
    }

    private void await(User owner, ServerName name, WorkloadId id, int port) throws InterruptedException {
        try {
            if (starter.awaitAnswer(owner, name, id, port, progress(name, id))) {
                book.ready(name, id, port);
            }
        } catch (LaunchException e) {
            ends.failWithLog(name, id, String.valueOf(e.getMessage()));
        }
    }

    private ServerStart.Progress progress(ServerName name, WorkloadId id) {
        return new ServerStart.Progress() {
            @Override
            public boolean at(int percent, String message) {
                boolean starting = book.store().progress(id, percent, message);
                book.tell(name);
                return starting;
            }

            @Override
            public boolean port(int port) {
                return book.store().port(id, port);
            }
        };
    }

    /** Lets them be; whoever comes next goes on with them. */
    @Override
    public void close() {
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(5, TimeUnit.SECONDS)) {
                LOG.warn("A server's start did not let go within 5 seconds");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
