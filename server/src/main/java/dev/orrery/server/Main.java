package dev.orrery.server;

import dev.orrery.connection.ConnectionRoutes;
import dev.orrery.connection.Connections;
import dev.orrery.connection.Sealing;
import dev.orrery.database.Database;
import dev.orrery.http.Authenticator;
import dev.orrery.http.Endpoint;
import dev.orrery.http.Endpoints;
import dev.orrery.http.Suspicions;
import dev.orrery.hub.AdminRoutes;
import dev.orrery.hub.GroupRoutes;
import dev.orrery.hub.HomeKeys;
import dev.orrery.hub.HomeRoutes;
import dev.orrery.hub.Hub;
import dev.orrery.hub.HubConfig;
import dev.orrery.hub.HubServices;
import dev.orrery.hub.KeyRoutes;
import dev.orrery.hub.ManagedServices;
import dev.orrery.hub.People;
import dev.orrery.hub.ProfileRoutes;
import dev.orrery.hub.Profiles;
import dev.orrery.hub.ServerEnvironments;
import dev.orrery.hub.ServerRoutes;
import dev.orrery.hub.Servers;
import dev.orrery.identity.Identity;
import dev.orrery.identity.IdentityAuthenticator;
import dev.orrery.identity.IdentityRoutes;
import dev.orrery.identity.audit.AuditLog;
import dev.orrery.identity.audit.AuditRoutes;
import dev.orrery.identity.login.FormLogin;
import dev.orrery.identity.login.Logins;
import dev.orrery.identity.login.ProviderRoutes;
import dev.orrery.launch.Environments;
import dev.orrery.launch.Homes;
import dev.orrery.launch.LocalLauncher;
import dev.orrery.launch.SandboxPolicy;
import dev.orrery.publish.DagChecker;
import dev.orrery.publish.DagRepository;
import dev.orrery.publish.GivenValues;
import dev.orrery.publish.PublishRoutes;
import dev.orrery.publish.Publisher;
import dev.orrery.publish.VersionDiffRoutes;
import dev.orrery.publish.VersionRoutes;
import dev.orrery.scheduler.BackfillRoutes;
import dev.orrery.scheduler.CorrectionRoutes;
import dev.orrery.scheduler.PoolRoutes;
import dev.orrery.scheduler.Scheduler;
import dev.orrery.scheduler.SchedulerConfig;
import dev.orrery.scheduler.SchedulerRoutes;
import dev.orrery.scheduler.Surroundings;
import dev.orrery.scheduler.VariableRoutes;
import dev.orrery.storage.WorkingStorage;
import io.helidon.webserver.http.HttpRouting;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The program: what it consists of, in the order in which it comes up. */
public final class Main implements AutoCloseable {
    /** The kernels that the default environment has. */
    static final List<String> KERNELS = List.of("python3");

    private final ServerConfig config;
    private final HomeDirectory home;
    private final Database database;
    private final Identity identity;
    private final AuditLog audit;
    private final SandboxPolicy policy;
    private final SeparateUsers separate;
    private final LocalLauncher launcher;
    private final Environments environments;
    private final Servers servers;
    private final ManagedServices services;
    private final DagRepository repository;
    private final WorkingStorage storage;
    private final Scheduler scheduler;
    private final Publisher publisher;
    private final WebListeners web;
    private final List<Endpoint> endpoints;
    private final Hub hub;
    private final Profiles profiles;

    private Main(ServerConfig config, InstantSource clock) {
        this.config = config;
        home = HomeDirectory.open(config.home(), config.sharesHome());
        ChangeFeed changes = new ChangeFeed();

        database = Database.open(config.databaseUrl());
        database.check(List.of(
                Identity.migrations(),
                AuditLog.migrations(),
                Servers.migrations(),
                Scheduler.migrations(),
                Connections.migrations()));
        policy = SandboxPolicy.detect();
        separate = new SeparateUsers(policy.isolation(), config.acceptMissingIsolation());
        identity = Identity.open(database, separate, clock);
        separate.check(identity.users().size());
        audit = new AuditLog(database, clock);
        launcher = new LocalLauncher(home.ownFolder("workloads"), policy, clock);
        environments = new Environments(
                List.of(home.path().resolve("locks"), config.sources().resolve("python/environments")),
                config.sources().resolve("python/toolbox"),
                home.path(),
                config.python());
        HubConfig hubConfig = UserServerSettings.of(config, home);
        profiles = hubConfig.profiles();
        HubEnvironments choice = new HubEnvironments(environments);
        choice.require(profiles.environments());
        servers = new Servers(database, identity, launcher, choice, hubConfig, clock);
        repository = DagRepository.open(home.folder("dags.git"), clock);
        storage = config.storage().open(home);
        Connections connections = Connections.open(
                database,
                Sealing.of(
                        config.storage().environment().get("ORRERY_SECRET_KEY"),
                        home.path().resolve("secret.key")),
                clock);
        RunnerProgram runner = RunnerProgram.of(config);
        scheduler = new Scheduler(
                SchedulerConfig.of(
                                config.maxParallelAttempts(),
                                home.ownFolder("attempts"),
                                config.origin()::toString,
                                runner.command("attempt"),
                                runner.paths())
                        .withSlots(WarmSlots.of(config, runner)),
                database,
                new Surroundings(
                        launcher,
                        storage,
                        Seams.environments(environments),
                        repository::checkout,
                        Seams.accounts(identity),
                        Seams.tokens(identity.attemptTokens()),
                        new GivenValues(repository)::problems,
                        Seams.outlook(
                                Seams.accounts(identity),
                                home.folder("homes"),
                                config.storage().environment()),
                        Seams.connections(connections)),
                change -> changes.publish(Seams.event(change)),
                clock,
                Seams.seat(home, launcher, servers));
        publisher = new Publisher(repository, new DagChecker(KERNELS), Seams.deployment(scheduler));
        Authenticator authenticator = new IdentityAuthenticator(identity);
        HubServices known = HubServices.read(home.path().resolve("hub.json"));
        People people = new People(database, identity, servers, known);
        services = new ManagedServices(known, launcher, choice, hubConfig, clock);
        hub = new Hub(database, identity, servers, known, authenticator, audit, clock);

        environments.onChange(name -> {
            servers.environmentChanged();
            scheduler.environmentsChanged();
            changes.publish(Map.of("kind", "environment", "name", name));
        });
        servers.onChange(server -> changes.publish(Map.of("kind", "server", "name", server.name())));

        Logins logins =
                new Logins(database, identity, config.login(), config.browserUrl(), Hub.groups(database), clock);
        endpoints = Stream.of(
                        new Health(clock).endpoints(),
                        new ApiDocument().endpoints(),
                        changes.endpoints(),
                        new IdentityRoutes(identity, logins.passwordCheck()).endpoints(),
                        new AuditRoutes(audit).endpoints(),
                        new AdminRoutes(people, identity).endpoints(),
                        new GroupRoutes(people, identity).endpoints(),
                        new ProviderRoutes(logins, identity).endpoints(),
                        new FormLogin(identity, logins).endpoints(),
                        new EnvironmentRoutes(environments).endpoints(),
                        new ServerRoutes(servers, audit, clock).endpoints(),
                        new ProfileRoutes(servers).endpoints(),
                        new HomeRoutes(servers).endpoints(),
                        new KeyRoutes(new HomeKeys(launcher, choice, hubConfig), identity).endpoints(),
                        new PublishRoutes(publisher, clock).endpoints(),
                        new VersionRoutes(repository).endpoints(),
                        new VersionDiffRoutes(repository).endpoints(),
                        new SchedulerRoutes(scheduler).endpoints(),
                        new BackfillRoutes(scheduler).endpoints(),
                        new PoolRoutes(scheduler).endpoints(),
                        new VariableRoutes(scheduler).endpoints(),
                        new ConnectionRoutes(connections).endpoints(),
                        new CorrectionRoutes(scheduler).endpoints())
                .flatMap(List::stream)
                .toList();

        HttpRouting.Builder routing = HttpRouting.builder();
        new Suspicions().watch(routing);
        new Endpoints(authenticator, audit, Errors::problem).mount(routing, endpoints);
        hub.mount(routing);
        new Page(config.build().resolve("page")).mount(routing);
        web = new WebListeners(config, hub, routing);
    }

    static Main start(ServerConfig config, InstantSource clock) {
        Main program = new Main(config.withPort(), clock);
        Homes.removeDrafts(program.home.folder("homes"), program.home::isShared);
        try {
            program.web.start();
        } catch (UsageException e) {
            program.close();
            throw e;
        }
        program.home.announce(program.web.port(), program.config.browserUrl(), program.identity.localAdminToken());
        if (!program.home.isShared()) {
            program.environments.removeOld(program.launcher::uses, clock.instant());
        }
        program.servers.adopt(program.home.seatName(), config.sharesHome());
        if (config.auditDays() > 0) {
            program.audit.keepDays(config.auditDays());
        }
        program.hub.startCulling();
        program.services.start();
        program.publisher.repair();
        program.scheduler.start();
        if (config.buildEnvironment()) {
            program.environments.ensure(ServerEnvironments.DEFAULT);
            program.profiles.environments().forEach(program.environments::ensure);
        }
        return program;
    }

    /** How a browser reaches the page, without a slash at its end. */
    String url() {
        return config.browserUrl().toString();
    }

    /** How well users are kept apart on this machine, in words. */
    List<String> isolation() {
        return Stream.concat(policy.isolation().inWords().stream(), separate.inWords().stream())
                .toList();
    }

    ServerConfig config() {
        return config;
    }

    Identity identity() {
        return identity;
    }

    /** What is done when a client may and does ask the server to end. */
    void onShutdown(Runnable end) {
        hub.onShutdown(end);
    }

    AuditLog audit() {
        return audit;
    }

    /** Everything that the server answers to but for the page and the proxy, for the test that tries each with every role. */
    List<Endpoint> endpoints() {
        return Stream.concat(endpoints.stream(), hub.endpoints().stream()).toList();
    }

    /** Stops serving. User servers and runs go on; the next start takes them up again. */
    @Override
    public void close() {
        web.close();
        scheduler.close();
        services.close();
        hub.close();
        servers.close();
        launcher.close();
        storage.close();
        repository.close();
        database.close();
        home.close();
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Logging.set();
        if (List.of(arguments).equals(List.of("train"))) {
            Training.run(Clock.systemUTC());
            System.exit(0);
        }
        // In UTF-8 whatever the terminal says: JSON and notebooks' names are.
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        int code = Cli.commandLine(new Commands(Clock.systemUTC(), System.getenv(), out, err))
                .execute(arguments);
        System.exit(code);
    }
}
