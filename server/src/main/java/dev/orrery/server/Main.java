package dev.orrery.server;

import dev.orrery.database.Database;
import dev.orrery.http.Endpoint;
import dev.orrery.http.Endpoints;
import dev.orrery.identity.Identity;
import dev.orrery.identity.IdentityAuthenticator;
import dev.orrery.identity.IdentityRoutes;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/** The program: what it consists of, in the order in which it comes up. */
public final class Main implements AutoCloseable {
    private final ServerConfig config;
    private final HomeDirectory home;
    private final Database database;
    private final Identity identity;
    private final WebServer web;
    private final List<Endpoint> endpoints;

    private Main(ServerConfig config, InstantSource clock) {
        this.config = config;
        home = HomeDirectory.open(config.home());
        database = Database.open(config.databaseUrl());
        identity = Identity.open(database, clock);
        ChangeFeed changes = new ChangeFeed();

        endpoints = Stream.of(
                        new Health(clock).endpoints(),
                        new ApiDocument().endpoints(),
                        changes.endpoints(),
                        new IdentityRoutes(identity).endpoints())
                .flatMap(List::stream)
                .toList();

        HttpRouting.Builder routing = HttpRouting.builder();
        new Endpoints(new IdentityAuthenticator(identity), Errors::problem).mount(routing, endpoints);
        new Page(Path.of(System.getProperty("orrery.build", "build"), "page")).mount(routing);
        web = WebServer.builder()
                .host(config.host())
                .port(config.port())
                .shutdownHook(false)
                .addRouting(routing)
                .build();
    }

    static Main start(ServerConfig config, InstantSource clock) {
        Main program = new Main(config, clock);
        try {
            program.web.start();
        } catch (java.io.UncheckedIOException e) {
            program.close();
            throw new UsageException(
                    "Port " + config.port() + " cannot be had (" + e.getMessage() + "). Take another with --port.");
        }
        program.home.announce(program.web.port(), program.identity.localAdminToken());
        return program;
    }

    /** How a browser reaches the page, without a slash at its end. */
    String url() {
        return config.publicUrl() != null ? config.publicUrl() : "http://" + config.host() + ":" + web.port();
    }

    ServerConfig config() {
        return config;
    }

    Identity identity() {
        return identity;
    }

    /** Everything that the server answers to, for the test that tries each with every role. */
    List<Endpoint> endpoints() {
        return endpoints;
    }

    /** Stops serving. User servers and runs go on; the next start takes them up again. */
    @Override
    public void close() {
        web.stop();
        database.close();
        home.close();
    }

    public static void main(String[] arguments) {
        Logging.set();
        PrintWriter out = new PrintWriter(System.out, true, java.nio.charset.StandardCharsets.UTF_8);
        int code = Cli.commandLine(new Commands(Clock.systemUTC(), System.getenv(), out))
                .execute(arguments);
        System.exit(code);
    }
}
