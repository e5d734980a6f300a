package dev.orrery.hub;

import dev.orrery.database.Database;
import dev.orrery.http.ClientConnections;
import dev.orrery.http.ClientLimits;
import dev.orrery.http.Endpoints;
import dev.orrery.http.Exchange;
import dev.orrery.http.TrustedProxies;
import dev.orrery.identity.Identity;
import dev.orrery.identity.IdentityAuthenticator;
import dev.orrery.identity.IdentityRoutes;
import dev.orrery.identity.audit.AuditLog;
import dev.orrery.launch.Homes;
import dev.orrery.launch.Launcher;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.HttpRouting;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The platform as far as identity and hub go, on a port of its own. */
final class TestingPlatform implements AutoCloseable {
    static final String PASSWORD = "correct horse";
    /** Of a home; small enough to be passed in a test. */
    static final long QUOTA = 1 << 20;

    final int port;
    final TestingEnvironments environments = new TestingEnvironments();
    final Database database;
    final Identity identity;
    final AuditLog audit;
    final Servers servers;
    private final ManagedServices services;
    final Hub hub;
    private final BlockingQueue<UserServer> changes = new LinkedBlockingQueue<>();
    private final WebServer web;

    TestingPlatform(Path folder, Launcher launcher) {
        this(folder, launcher, sqlite(folder), InstantSource.system());
    }

    TestingPlatform(Path folder, Launcher launcher, String url) {
        this(folder, launcher, url, InstantSource.system());
    }

    static String sqlite(Path folder) {
        return "jdbc:sqlite:" + folder.resolve("test.db");
    }

    TestingPlatform(Path folder, Launcher launcher, String url, InstantSource clock) {
        this(folder, launcher, url, clock, Ports.free());
    }

    TestingPlatform(Path folder, Launcher launcher, String url, InstantSource clock, int port) {
        this.port = port;
        database = Database.open(url);
        identity = Identity.open(database, clock);
        URI origin = URI.create("http://127.0.0.1:" + port);
        HubConfig config = HubConfig.defaults(
                        new Homes(folder.resolve("homes"), folder.resolve("new-home")),
                        folder.resolve("logs"),
                        origin,
                        origin)
                .with(
                        dev.orrery.launch.Resources::unlimited,
                        QUOTA,
                        Culling.defaults(),
                        ProfilesFile.read(folder.resolve("profiles.yaml")));
        servers = new Servers(database, identity, launcher, environments, config, clock);
        servers.onChange(changes::add);
        audit = new AuditLog(database, clock);
        IdentityAuthenticator authenticator = new IdentityAuthenticator(identity);
        HubServices known = HubServices.read(folder.resolve("hub.json"));
        services = new ManagedServices(known, launcher, environments, config, clock);
        hub = new Hub(database, identity, servers, known, authenticator, audit, clock);
        HttpRouting.Builder routing = HttpRouting.builder();
        Endpoints api = new Endpoints(authenticator, audit, error -> {
            var own = ServerRoutes.problem(error);
            return own != null ? own : IdentityRoutes.problem(error);
        });
        api.mount(routing, new IdentityRoutes(identity).endpoints());
        api.mount(routing, new ServerRoutes(servers, audit, clock).endpoints());
        People people = new People(database, identity, servers, known);
        api.mount(routing, new AdminRoutes(people, identity).endpoints());
        api.mount(routing, new GroupRoutes(people, identity).endpoints());
        api.mount(routing, new ProfileRoutes(servers).endpoints());
        api.mount(routing, new HomeRoutes(servers).endpoints());
        hub.mount(routing);
        WebServerConfig.Builder listener =
                WebServer.builder().host("127.0.0.1").port(port).addRouting(routing);
        hub.listen(listener, new ClientConnections(ClientLimits.defaults(), TrustedProxies.ofThisMachine()));
        web = listener.build().start();
        servers.adopt();
        services.start();
    }

    Browser browser() {
        return new Browser("http://127.0.0.1:" + port);
    }

    Browser loggedIn(String name) throws Exception {
        Browser browser = browser();
        var response = browser.post(
                "/api/v1/login",
                Exchange.JSON.writeValueAsString(java.util.Map.of("name", name, "password", PASSWORD)));
        if (response.statusCode() != 200) {
            throw new IllegalStateException(response.body());
        }
        return browser;
    }

    /** The next change that takes a server to that state. */
    UserServer await(ServerState state) throws InterruptedException {
        return await(state.text(), server -> {
            if (server.state() == ServerState.FAILED) {
                throw new AssertionError("failed: " + server.message());
            }
            return server.state() == state;
        });
    }

    UserServer awaitFailure() throws InterruptedException {
        return await("failed", server -> server.state() == ServerState.FAILED);
    }

    UserServer awaitMessage(String part) throws InterruptedException {
        return await(part, server -> String.valueOf(server.message()).contains(part));
    }

    private UserServer await(String what, Predicate<UserServer> wanted) throws InterruptedException {
        while (true) {
            UserServer server = changes.poll(120, TimeUnit.SECONDS);
            if (server == null) {
                throw new AssertionError("never came: " + what);
            }
            if (wanted.test(server)) {
                return server;
            }
        }
    }

    @Override
    public void close() {
        web.stop();
        services.close();
        hub.close();
        servers.close();
        database.close();
    }
}
