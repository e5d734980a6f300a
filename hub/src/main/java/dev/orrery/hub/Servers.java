package dev.orrery.hub;

import dev.orrery.database.Database;
import dev.orrery.hub.proxy.Target;
import dev.orrery.identity.Identity;
import dev.orrery.identity.User;
import dev.orrery.launch.LaunchException;
import dev.orrery.launch.Launcher;
import dev.orrery.launch.WorkloadId;
import dev.orrery.launch.WorkloadStatus;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The user servers: starts them, stops them, knows where they are. What it knows is in the database, what runs is with the
 * launcher; both outlive this process, and {@link #adopt} joins them again.
 */
public final class Servers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Servers.class);
    private static final int LOG_LINES = 200;

    private final JdbcServerStore store;
    private final Launcher launcher;
    private final Identity identity;
    private final InstantSource clock;
    private final HubConfig config;
    private final FailureWords words;
    private final ExecutorService starts = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("server-start-", 0).factory());
    private final Bell bell = new Bell();
    private final ServerStart starter;
    private final Map<String, Integer> ports = new ConcurrentHashMap<>();
    private volatile Consumer<UserServer> changed = server -> {};
    private volatile Consumer<UserServer> gone = server -> {};

    public Servers(
            Database database,
            Identity identity,
            Launcher launcher,
            ServerEnvironments environments,
            HubConfig config,
            InstantSource clock) {
        this.store = new JdbcServerStore(database);
        this.identity = identity;
        this.launcher = launcher;
        this.config = config;
        this.words = new FailureWords(config);
        this.clock = clock;
        this.starter = new ServerStart(config, launcher, environments, identity.serverTokens(), clock, bell);
    }

    /** Who is told when a server has changed, with the server as it is now. One listener; called on any thread. */
    public void onChange(Consumer<UserServer> listener) {
        changed = listener;
    }

    /** Who is told when a server's process is gone, with the server as it last was. */
    void onGone(Consumer<UserServer> listener) {
        gone = listener;
    }

    /** Joins what the database knows with what runs, where no other server uses the database. */
    public void adopt() {
        adopt("alone", false);
    }

    /**
     * Joins what the database knows with what runs. To be called once, at the start.
     *
     * @param host this server's name
     * @param isShared whether others may be there, whose user servers are not this one's business
     */
    public void adopt(String host, boolean isShared) {
        launcher.onEnd(this::ended);
        adopt(store.take(host, isShared));
    }

    /** Goes on with what a dead server had, whose workloads the launcher has adopted. */
    public void adoptFrom(String dead) {
        adopt(store.takeFrom(dead));
    }

    private void adopt(List<UserServer> servers) {
        for (UserServer server : servers) {
            WorkloadId id = server.workload();
            if (server.state().isAlive() && id != null) {
                adopt(server, id, launcher.status(id));
            }
        }
    }

    /** The user's default server; one that was never started is stopped. */
    public UserServer get(String user) {
        return store.find(user).orElseGet(() -> UserServer.never(user));
    }

    /** Starts the user's default server; does nothing where it starts or is ready. Returns at once. */
    public UserServer start(String user) {
        User owner = identity.user(user)
                .orElseThrow(() -> new HubException(
                        HubException.Code.NO_SUCH_USER, "Only a user has a server, and '" + user + "' is none."));
        WorkloadId id = newId(user);
        if (store.begin(user, id, "Server requested", clock.instant())) {
            tell(user);
            inBackground(owner, () -> startAndWait(owner, id));
        }
        UserServer server = get(user);
        if (server.state() == ServerState.STOPPING) {
            throw new HubException(
                    HubException.Code.SERVER_STOPPING,
                    "The server is still stopping. Start it again in a few seconds.");
        }
        return server;
    }

    /** Stops the user's default server; does nothing where it is stopped or stopping. Returns at once. */
    public UserServer stop(String user) {
        UserServer server = get(user);
        WorkloadId id = server.workload();
        if (server.state().isAlive() && store.isElsewhere(user)) {
            throw new HubException(
                    HubException.Code.ELSEWHERE,
                    "This server was started through another of the platform's servers: stop it there.");
        }
        if (id != null && store.move(id, ServerState.STOPPING, 100, "Stopping")) {
            ports.remove(user);
            tell(user);
            bell.ring();
            switch (launcher.status(id)) {
                case WorkloadStatus.Running running -> launcher.stop(id, config.stopGrace());
                case WorkloadStatus.Ended ended -> ended(id, ended);
                // Not launched yet: its start sees that it is not wanted any more and ends the matter.
                case WorkloadStatus.Unknown unknown -> {}
            }
        }
        return get(user);
    }

    /** The last 200 lines of the log of the user's default server. */
    public List<String> log(String user) {
        return ServerLog.tail(new ServerWorkload(config).log(user), LOG_LINES);
    }

    /** To be called when the environment of user servers was built, failed or got further. */
    public void environmentChanged() {
        bell.ring();
    }

    /** Where requests to a user's server go. */
    public Target target(String user) {
        Integer port = ports.get(user);
        if (port != null) {
            return new Target.Ready(port);
        }
        UserServer server = get(user);
        return switch (server.state()) {
            case STARTING -> new Target.NotReady("Your server is starting. This page tries again by itself.");
            case STOPPING -> new Target.NotReady("Your server is stopping.");
            // Ready, but not in the table: another server of this machine has it, or its end is being written down.
            case READY ->
                server.port() != null && store.isElsewhere(user) ? new Target.Ready(server.port()) : new Target.None();
            case STOPPED, FAILED -> new Target.None();
        };
    }

    /** Notes when a user was last active in a server. */
    void active(String user, String server, Instant at) {
        store.active(user, server, at);
    }

    /** Lets starts that are under way be; {@link #adopt} goes on with them. Servers keep running. */
    @Override
    public void close() {
        starts.shutdownNow();
        try {
            if (!starts.awaitTermination(5, TimeUnit.SECONDS)) {
                LOG.warn("A server's start did not let go within 5 seconds");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void adopt(UserServer server, WorkloadId id, WorkloadStatus status) {
        User owner = identity.user(server.user()).orElse(null);
        Integer port = server.port();
        switch (status) {
            case WorkloadStatus.Ended ended -> ended(id, ended);
            case WorkloadStatus.Unknown unknown -> {
                if (server.state() == ServerState.STARTING && owner != null) {
                    inBackground(owner, () -> startAndWait(owner, id));
                } else {
                    finish(server, id, "The server was gone when the platform came back. Start it again.");
                }
            }
            case WorkloadStatus.Running running -> {
                if (server.state() == ServerState.STOPPING || owner == null || port == null) {
                    launcher.stop(id, config.stopGrace());
                } else if (server.state() == ServerState.READY) {
                    ports.put(server.user(), port);
                } else {
                    inBackground(owner, () -> await(owner, id, port));
                }
            }
        }
    }

    private void inBackground(User owner, Work work) {
        starts.execute(() -> {
            try {
                work.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                if (!starts.isShutdown()) {
                    LOG.error("The start of the server of {} broke off", owner.name(), e);
                }
            }
        });
    }

    private interface Work {
        void run() throws InterruptedException;
    }

    private void startAndWait(User owner, WorkloadId id) throws InterruptedException {
        try {
            OptionalInt port = starter.launch(owner, id, progress(owner.name(), id));
            if (port.isPresent()) {
                await(owner, id, port.getAsInt());
            } else if (launcher.status(id) instanceof WorkloadStatus.Unknown) {
                // Stopped before anything ran.
                finish(get(owner.name()), id, null);
            }
        } catch (LaunchException e) {
            fail(owner.name(), id, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            if (starts.isShutdown()) {
                // This process ends, not the server: its start goes on with the next one.
                return;
            }
            LOG.error("The server of {} could not be started", owner.name(), e);
            fail(owner.name(), id, "The server could not be started: the platform's log says why.");
        }
    }

    private void await(User owner, WorkloadId id, int port) throws InterruptedException {
        try {
            if (starter.awaitAnswer(owner, id, port, progress(owner.name(), id))) {
                // In the table before it is ready, so that an end in between takes it out again.
                ports.put(owner.name(), port);
                if (!store.move(id, ServerState.READY, 100, null)) {
                    ports.remove(owner.name(), port);
                }
                tell(owner.name());
            }
        } catch (LaunchException e) {
            fail(owner.name(), id, words.withLog(owner.name(), String.valueOf(e.getMessage())));
        }
    }

    private ServerStart.Progress progress(String user, WorkloadId id) {
        return new ServerStart.Progress() {
            @Override
            public boolean at(int percent, String message) {
                boolean starting = store.progress(id, percent, message);
                tell(user);
                return starting;
            }

            @Override
            public boolean port(int port) {
                return store.port(id, port);
            }
        };
    }

    private void fail(String user, WorkloadId id, String message) {
        boolean failed = store.move(id, ServerState.FAILED, 100, message);
        if (!failed) {
            store.move(id, ServerState.STOPPED, 0, null);
        }
        release(get(user));
        if (launcher.status(id) instanceof WorkloadStatus.Running) {
            launcher.stop(id, config.stopGrace());
        }
        tell(user);
    }

    /** The end of a server that never ran, or of which nothing is left. */
    private void finish(UserServer server, WorkloadId id, @Nullable String failure) {
        if (failure == null || server.state() == ServerState.STOPPING) {
            store.move(id, ServerState.STOPPED, 0, null);
        } else {
            store.move(id, ServerState.FAILED, 100, failure);
        }
        release(server);
        tell(server.user());
    }

    private void ended(WorkloadId id, WorkloadStatus.Ended end) {
        UserServer server = store.findByWorkload(id).orElse(null);
        if (server == null) {
            if (id.value().startsWith(PREFIX)) {
                launcher.forget(id);
            }
            return;
        }
        switch (server.state()) {
            case STARTING ->
                store.move(id, ServerState.FAILED, 100, words.ended(server.user(), end, "before it was ready"));
            case READY -> {
                // JupyterLab's own "Shut Down" ends it with 0.
                if (end.exitCode() == 0) {
                    store.move(id, ServerState.STOPPED, 0, null);
                } else {
                    store.move(id, ServerState.FAILED, 100, words.ended(server.user(), end, "by itself"));
                }
            }
            case STOPPING -> store.move(id, ServerState.STOPPED, 0, null);
            case STOPPED, FAILED -> {}
        }
        release(server);
        launcher.forget(id);
        tell(server.user());
    }

    private void release(UserServer server) {
        // A late end of an old workload must not take the tokens of a new one.
        if (get(server.user()).state().isAlive()) {
            return;
        }
        ports.remove(server.user());
        identity.serverTokens().revoke(server.user(), server.name());
        gone.accept(server);
        bell.ring();
    }

    private void tell(String user) {
        changed.accept(get(user));
    }

    private static final String PREFIX = "server-";

    /** Unlike any before: an end that is told late must not be taken for the next server's. */
    private static WorkloadId newId(String user) {
        String name = user.replaceAll("[^a-z0-9]", "-");
        String random = UUID.randomUUID().toString().substring(0, 8).toLowerCase(Locale.ROOT);
        return new WorkloadId(PREFIX + name + "-" + random);
    }
}
