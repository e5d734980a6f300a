package dev.orrery.hub;

import dev.orrery.database.Database;
import dev.orrery.database.Migrations;
import dev.orrery.hub.proxy.ServerHosts;
import dev.orrery.hub.proxy.Target;
import dev.orrery.identity.Identity;
import dev.orrery.identity.User;
import dev.orrery.launch.Launcher;
import dev.orrery.launch.WorkloadId;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * The user servers: starts them, stops them, knows where they are. What it knows is in the database, what runs is with the
 * launcher; both outlive this process, and {@link #adopt} joins them again.
 */
public final class Servers implements AutoCloseable {
    private static final int LOG_LINES = 200;

    private final ServerBook book;
    private final JdbcServerStore store;
    private final Launcher launcher;
    private final Identity identity;
    private final InstantSource clock;
    private final HubConfig config;
    private final ServerSpecs specs;
    private final HomeUsage usage;
    private final Bell bell = new Bell();
    private final ServerDefinitions definitions;
    private final ServerEnds ends;
    private final ServerStarts starts;
    private final ServerAdoption adoption;

    public Servers(
            Database database,
            Identity identity,
            Launcher launcher,
            ServerEnvironments environments,
            HubConfig config,
            InstantSource clock) {
        this.store = new JdbcServerStore(database);
        this.book = new ServerBook(store);
        this.identity = identity;
        this.launcher = launcher;
        this.config = config;
        this.specs = new ServerSpecs(config.profiles(), new Quota(config.homeQuota()), new JdbcGroupStore(database));
        this.usage = new HomeUsage(config.homes(), specs, clock);
        this.clock = clock;
        this.definitions = new ServerDefinitions(book, specs, config.namedServers(), clock);
        this.ends = new ServerEnds(book, launcher, identity.serverTokens(), config, bell);
        ServerStart starter = new ServerStart(config, launcher, environments, identity.serverTokens(), clock, bell);
        this.starts = new ServerStarts(book, starter, launcher, specs, ends);
        this.adoption = new ServerAdoption(book, launcher, identity, starts, ends);
    }

    /** What the hub's tables went through. */
    public static Migrations migrations() {
        return HubTables.MIGRATIONS;
    }

    /** Who is told when a server has changed, with the server as it is now. One listener; called on any thread. */
    public void onChange(Consumer<UserServer> listener) {
        book.onChange(listener);
    }

    /** Who is told when a server's process is gone, with the server as it last was. */
    void onGone(Consumer<UserServer> listener) {
        book.onGone(listener);
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
        launcher.onEnd(ends::ended);
        adoption.adopt(store.take(host, isShared));
    }

    /** Goes on with what a dead server had, whose workloads the launcher has adopted. */
    public void adoptFrom(String dead) {
        adoption.adopt(store.takeFrom(dead));
    }

    /** The user's default server; one that was never started is stopped. */
    public UserServer get(String user) {
        return get(ServerName.ofDefault(user));
    }

    /** The server of that name; one that was never started is stopped. */
    UserServer get(ServerName name) {
        return book.get(name);
    }

    /** The server of that name; empty for a named one that nobody defined or started. */
    Optional<UserServer> find(ServerName name) {
        return book.find(name);
    }

    /** All servers of a user that were ever defined or started. */
    List<UserServer> of(String user) {
        return store.of(user);
    }

    /** Where user servers reach the platform. */
    URI hubUrl() {
        return config.origin();
    }

    ServerHosts hosts() {
        return config.hosts();
    }

    /** All servers of all users. */
    List<UserServer> all() {
        return store.all();
    }

    /** Which named servers there are. */
    ServerDefinitions definitions() {
        return definitions;
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
        definitions.requireRoom(name);
        // Refused before anything begins.
        specs.of(name.user(), options);
        WorkloadId id = ServerWorkload.newId(name);
        if (store.begin(name, id, "Server requested", options, clock.instant())) {
            book.addresses().note(name);
            book.tell(name);
            starts.begin(owner, name, id);
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
        ends.stop(name);
        return get(name);
    }

    /** @param why is told to the owner, while it stops and after */
    UserServer stop(ServerName name, String why) {
        ends.stop(name, why);
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
        OptionalInt port = book.addresses().port(name);
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
        return book.addresses().at(user, segment);
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
        return book.addresses().listening().stream().map(this::get).toList();
    }

    /** Leaves a running server alone until then, however idle it is. */
    UserServer keep(ServerName name, Instant until) {
        store.keep(name, until);
        book.tell(name);
        return get(name);
    }

    /** Notes when a user was last active in a server. */
    void active(String user, String server, Instant at) {
        store.active(user, server, at);
    }

    /** Lets starts that are under way be; {@link #adopt} goes on with them. Servers keep running. */
    @Override
    public void close() {
        starts.close();
    }
}
