package dev.orrery.hub;

import dev.orrery.database.Database;
import dev.orrery.database.Migrations;
import dev.orrery.hub.proxy.ServerHosts;
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
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
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
    private static final String STOPPING = "Stopping";

    private final JdbcServerStore store;
    private final Launcher launcher;
    private final Identity identity;
    private final InstantSource clock;
    private final HubConfig config;
    private final FailureWords words;
    private final ServerSpecs specs;
    private final HomeUsage usage;
    private final ExecutorService starts = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("server-start-", 0).factory());
    private final Bell bell = new Bell();
    private final ServerStart starter;
    private final ServerAddresses addresses = new ServerAddresses();
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
        this.specs = new ServerSpecs(config.profiles(), new Quota(config.homeQuota()), new JdbcGroupStore(database));
        this.usage = new HomeUsage(config.homes(), specs, clock);
        this.clock = clock;
        this.starter = new ServerStart(config, launcher, environments, identity.serverTokens(), clock, bell);
    }

    /** What the hub's tables went through. */
    public static Migrations migrations() {
        return HubTables.MIGRATIONS;
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
            addresses.note(server.key());
            WorkloadId id = server.workload();
            if (server.state().isAlive() && id != null) {
                adopt(server, id, launcher.status(id));
            }
        }
    }

    /** The user's default server; one that was never started is stopped. */
    public UserServer get(String user) {
        return get(ServerName.ofDefault(user));
    }

    /** The server of that name; one that was never started is stopped. */
    UserServer get(ServerName name) {
        return store.find(name).orElseGet(() -> UserServer.never(name));
    }

    /** The server of that name; empty for a named one that nobody defined or started. */
    Optional<UserServer> find(ServerName name) {
        return name.isDefault() ? Optional.of(get(name)) : store.find(name);
    }

    /** All servers of a user that were ever defined or started. */
    List<UserServer> of(String user) {
        return store.of(user);
    }

    ServerHosts hosts() {
        return config.hosts();
    }

    /** All servers of all users. */
    List<UserServer> all() {
        return store.all();
    }

    /** Defines a named server without starting it; refused where the user has as many as allowed. */
    UserServer define(ServerName name, String displayName) {
        requireRoom(name);
        store.define(name, clock.instant());
        addresses.note(name);
        store.setDisplayName(name, displayName);
        return get(name);
    }

    /** Forgets a named server that has stopped; false where it has a process. */
    boolean forget(ServerName name) {
        boolean forgotten = store.forget(name);
        if (forgotten) {
            addresses.forget(name);
        }
        return forgotten;
    }

    private void requireRoom(ServerName name) {
        if (name.isDefault() || store.find(name).isPresent()) {
            return;
        }
        long named = of(name.user()).stream()
                .filter(server -> !server.name().isEmpty())
                .count();
        if (named >= config.namedServers()) {
            throw new HubException(
                    HubException.Code.TOO_MANY_SERVERS,
                    "User " + name.user() + " already has the maximum of " + config.namedServers()
                            + " named servers. One must be deleted before a new server can be created.");
        }
    }

    /** Starts the user's default server; does nothing where it starts or is ready. Returns at once. */
    public UserServer start(String user) {
        return start(ServerName.ofDefault(user), "{}");
    }

    /** Starts a server, with the options that its start was asked with, in JSON. */
    UserServer start(ServerName name, String options) {
        User owner = identity.user(name.user())
                .orElseThrow(() -> new HubException(
                        HubException.Code.NO_SUCH_USER,
                        "Only a user has a server, and '" + name.user() + "' is none."));
        requireRoom(name);
        // Refused before anything begins.
        specs.of(name.user(), options);
        WorkloadId id = newId(name);
        if (store.begin(name, id, "Server requested", options, clock.instant())) {
            addresses.note(name);
            tell(name);
            inBackground(owner, () -> startAndWait(owner, name, id));
        }
        UserServer server = get(name);
        if (server.state() == ServerState.STOPPING) {
            throw new HubException(
                    HubException.Code.SERVER_STOPPING,
                    "The server is still stopping. Start it again in a few seconds.");
        }
        return server;
    }

    /** Stops the user's default server; does nothing where it is stopped or stopping. Returns at once. */
    public UserServer stop(String user) {
        return stop(ServerName.ofDefault(user));
    }

    UserServer stop(ServerName name) {
        return stop(name, STOPPING);
    }

    /** @param why is told to the owner, while it stops and after */
    UserServer stop(ServerName name, String why) {
        UserServer server = get(name);
        WorkloadId id = server.workload();
        if (server.state().isAlive() && store.isElsewhere(name)) {
            throw new HubException(
                    HubException.Code.ELSEWHERE,
                    "This server was started through another of the platform's servers: stop it there.");
        }
        if (id != null && store.move(id, ServerState.STOPPING, 100, why)) {
            addresses.gone(name);
            tell(name);
            bell.ring();
            switch (launcher.status(id)) {
                case WorkloadStatus.Running running -> launcher.stop(id, config.stopGrace());
                case WorkloadStatus.Ended ended -> ended(id, ended);
                // Not launched yet: its start sees that it is not wanted any more and ends the matter.
                case WorkloadStatus.Unknown unknown -> {}
            }
        }
        return get(name);
    }

    /** The last 200 lines of a server's log. */
    List<String> log(ServerName name) {
        return ServerLog.tail(new ServerWorkload(config).log(name), LOG_LINES);
    }

    /** To be called when the environment of user servers was built, failed or got further. */
    public void environmentChanged() {
        bell.ring();
    }

    /** Where requests to a user's default server go. */
    public Target target(String user) {
        return target(user, "");
    }

    /** Where requests go whose path has this segment after the user: a named server's, where there is one of that name. */
    public Target target(String user, String segment) {
        ServerName name = at(user, segment);
        OptionalInt port = addresses.port(name);
        if (port.isPresent()) {
            return new Target.Ready(port.getAsInt());
        }
        UserServer server = get(name);
        return switch (server.state()) {
            case STARTING -> new Target.NotReady("Your server is starting. This page tries again by itself.");
            case STOPPING -> new Target.NotReady("Your server is stopping.");
            // Ready, but not in the table: another server of this machine has it, or its end is being written down.
            case READY ->
                server.port() != null && store.isElsewhere(name) ? new Target.Ready(server.port()) : new Target.None();
            case STOPPED, FAILED -> new Target.None();
        };
    }

    /** The server whose paths begin so. */
    ServerName at(String user, String segment) {
        return addresses.at(user, segment);
    }

    /** What a user may start a server with. */
    List<Profile> profiles(String user) {
        return specs.profiles(user);
    }

    /** How much homes hold. */
    HomeUsage usage() {
        return usage;
    }

    Quota quota(String user) {
        return specs.quota(user);
    }

    /** When a server is stopped since its owner's home holds too much; empty where it is not. */
    Optional<Instant> stopsForQuota(UserServer server) {
        Instant started = server.startedAt();
        return started == null || server.state() != ServerState.READY
                ? Optional.empty()
                : usage.last(server.user())
                        .flatMap(seen -> seen.over() == null
                                ? Optional.empty()
                                : seen.quota().stops(seen.used(), seen.over(), started));
    }

    /** When servers are stopped that nobody uses. */
    Culling culling() {
        return config.culling();
    }

    /** This process's servers that are ready. */
    List<UserServer> here() {
        return addresses.listening().stream().map(this::get).toList();
    }

    /** Leaves a running server alone until then, however idle it is. */
    UserServer keep(ServerName name, Instant until) {
        store.keep(name, until);
        tell(name);
        return get(name);
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
                    inBackground(owner, () -> startAndWait(owner, server.key(), id));
                } else {
                    finish(server, id, "The server was gone when the platform came back. Start it again.");
                }
            }
            case WorkloadStatus.Running running -> {
                if (server.state() == ServerState.STOPPING || owner == null || port == null) {
                    launcher.stop(id, config.stopGrace());
                } else if (server.state() == ServerState.READY) {
                    addresses.listens(server.key(), port);
                } else {
                    inBackground(owner, () -> await(owner, server.key(), id, port));
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

    private void startAndWait(User owner, ServerName name, WorkloadId id) throws InterruptedException {
        try {
            OptionalInt port = starter.launch(
                    owner, name, id, specs.of(name.user(), get(name).options()), progress(name, id));
            if (port.isPresent()) {
                await(owner, name, id, port.getAsInt());
            } else if (launcher.status(id) instanceof WorkloadStatus.Unknown) {
                // Stopped before anything ran.
                finish(get(name), id, null);
            }
        } catch (LaunchException | HubException e) {
            fail(name, id, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            if (starts.isShutdown()) {
                // This process ends, not the server: its start goes on with the next one.
                return;
            }
            LOG.error("The server {} could not be started", name, e);
            fail(name, id, "The server could not be started: the platform's log says why.");
        }
    }

    private void await(User owner, ServerName name, WorkloadId id, int port) throws InterruptedException {
        try {
            if (starter.awaitAnswer(owner, name, id, port, progress(name, id))) {
                // In the table before it is ready, so that an end in between takes it out again.
                addresses.listens(name, port);
                if (!store.move(id, ServerState.READY, 100, null)) {
                    addresses.gone(name);
                }
                tell(name);
            }
        } catch (LaunchException e) {
            fail(name, id, words.withLog(name, String.valueOf(e.getMessage())));
        }
    }

    private ServerStart.Progress progress(ServerName name, WorkloadId id) {
        return new ServerStart.Progress() {
            @Override
            public boolean at(int percent, String message) {
                boolean starting = store.progress(id, percent, message);
                tell(name);
                return starting;
            }

            @Override
            public boolean port(int port) {
                return store.port(id, port);
            }
        };
    }

    private void fail(ServerName name, WorkloadId id, String message) {
        boolean failed = store.move(id, ServerState.FAILED, 100, message);
        if (!failed) {
            store.move(id, ServerState.STOPPED, 0, null);
        }
        release(get(name));
        if (launcher.status(id) instanceof WorkloadStatus.Running) {
            launcher.stop(id, config.stopGrace());
        }
        tell(name);
    }

    /** The end of a server that never ran, or of which nothing is left. */
    private void finish(UserServer server, WorkloadId id, @Nullable String failure) {
        if (failure == null || server.state() == ServerState.STOPPING) {
            store.move(id, ServerState.STOPPED, 0, null);
        } else {
            store.move(id, ServerState.FAILED, 100, failure);
        }
        release(server);
        tell(server.key());
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
                store.move(id, ServerState.FAILED, 100, words.ended(server.key(), end, "before it was ready"));
            case READY -> {
                // JupyterLab's own "Shut Down" ends it with 0.
                if (end.exitCode() == 0) {
                    store.move(id, ServerState.STOPPED, 0, null);
                } else {
                    store.move(id, ServerState.FAILED, 100, words.ended(server.key(), end, "by itself"));
                }
            }
            case STOPPING ->
                store.move(id, ServerState.STOPPED, 0, STOPPING.equals(server.message()) ? null : server.message());
            case STOPPED, FAILED -> {}
        }
        release(server);
        launcher.forget(id);
        tell(server.key());
    }

    private void release(UserServer server) {
        // A late end of an old workload must not take the tokens of a new one.
        if (get(server.key()).state().isAlive()) {
            return;
        }
        addresses.gone(server.key());
        identity.serverTokens().revoke(server.user(), server.name());
        gone.accept(server);
        bell.ring();
    }

    private void tell(ServerName name) {
        changed.accept(get(name));
    }

    private static final String PREFIX = "server-";

    /** Unlike any before: an end that is told late must not be taken for the next server's. */
    private static WorkloadId newId(ServerName server) {
        String name = server.user().replaceAll("[^a-z0-9]", "-");
        String random = UUID.randomUUID().toString().substring(0, 8).toLowerCase(Locale.ROOT);
        return new WorkloadId(PREFIX + name + "-" + random);
    }
}
