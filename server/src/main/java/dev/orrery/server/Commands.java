package dev.orrery.server;

import dev.orrery.dag.DagSchema;
import dev.orrery.database.Database;
import dev.orrery.http.Exchange;
import dev.orrery.http.Scope;
import dev.orrery.identity.ApiToken;
import dev.orrery.identity.Identity;
import dev.orrery.identity.IdentityException;
import dev.orrery.identity.User;
import dev.orrery.identity.audit.AuditActor;
import dev.orrery.identity.audit.AuditLog;
import dev.orrery.launch.SandboxPolicy;
import dev.orrery.publish.CheckCommand;
import dev.orrery.publish.DagChecker;
import dev.orrery.publish.ExportCommand;
import dev.orrery.publish.PreviewCommand;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.ParseResult;

/** What each command of {@link Cli} does. Each returns the exit code: 0 done, 1 refused, 2 wrongly asked. */
final class Commands {
    private final InstantSource clock;
    private final Map<String, String> environment;
    private final PrintStream out;
    private final PrintStream err;

    Commands(InstantSource clock, Map<String, String> environment, PrintStream out, PrintStream err) {
        this.clock = clock;
        this.environment = environment;
        this.out = out;
        this.err = err;
    }

    int up(ParseResult given) {
        Main program = Main.start(config(given), clock);
        new Greeting(new PrintWriter(out, true, StandardCharsets.UTF_8)).print(program);
        CountDownLatch stopped = new CountDownLatch(1);
        // The process then ends, as by a signal.
        program.onShutdown(stopped::countDown);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            program.close();
            stopped.countDown();
        }));
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }

    int check(ParseResult given) {
        return new CheckCommand(new DagChecker(Main.KERNELS))
                .run(folder(given), given.hasMatchedOption("--json"), out, err);
    }

    int preview(ParseResult given) {
        return new PreviewCommand(clock)
                .run(
                        folder(given),
                        given.matchedOptionValue("--from", ""),
                        given.matchedOptionValue("--to", ""),
                        given.hasMatchedOption("--now") ? given.matchedOptionValue("--now", "") : null,
                        given.hasMatchedOption("--json"),
                        out,
                        err);
    }

    int export(ParseResult given) {
        if (!given.hasMatchedOption("--airflow")) {
            throw new UsageException("Say for what: --airflow.");
        }
        String file = given.hasMatchedOption("-o") ? given.matchedOptionValue("-o", "") : null;
        return new ExportCommand().run(folder(given), file == null ? null : Path.of(file), out, err);
    }

    int schema() {
        out.println(DagSchema.json());
        return 0;
    }

    int addUser(ParseResult given) {
        needPasswordOnStandardInput(given);
        return with(given, identity -> {
            boolean admin = given.hasMatchedOption("--admin");
            User user = identity.addUser(given.matchedPositionalValue(0, ""), readLine(), admin);
            out.println("Added " + user.name() + (admin ? ", an administrator." : "."));
            return 0;
        });
    }

    int inviteUser(ParseResult given) {
        String name = given.matchedPositionalValue(0, "");
        Duration lifetime = Duration.ofDays(days(given.matchedOptionValue("--days", "7")));
        return with(given, identity -> {
            if (identity.user(name).isEmpty()) {
                identity.addUser(name, false);
                err.println("Added " + name + ".");
            }
            ServerConfig config = config(given);
            String url = Announcement.read(config.home())
                    .map(Announcement::url)
                    .filter(told -> !told.isEmpty())
                    .orElseGet(() -> config.browserUrl().toString());
            out.println(url + identity.invites().create(name, lifetime).path());
            return 0;
        });
    }

    int setPassword(ParseResult given) {
        needPasswordOnStandardInput(given);
        return with(given, identity -> {
            String name = given.matchedPositionalValue(0, "");
            identity.setPassword(name, readLine());
            out.println(name + " has a new password, and is logged out everywhere.");
            return 0;
        });
    }

    private static void needPasswordOnStandardInput(ParseResult given) {
        if (!given.hasMatchedOption("--password-stdin")) {
            throw new UsageException("Give the password on standard input, with --password-stdin:"
                    + " so it stands in no history and no list of processes.");
        }
    }

    private static int days(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new UsageException("'--days' must be a whole number, but is '" + text + "'.");
        }
    }

    int listUsers(ParseResult given) {
        return with(given, identity -> {
            List<User> users = identity.users();
            if (given.hasMatchedOption("--json")) {
                out.println(Exchange.JSON.writeValueAsString(Map.of(
                        "users",
                        users.stream()
                                .map(user -> Map.of("name", user.name(), "admin", user.admin()))
                                .toList())));
            } else {
                users.forEach(user -> out.println(user.name() + (user.admin() ? "  administrator" : "")));
            }
            return 0;
        });
    }

    int createToken(ParseResult given) {
        Set<Scope> scopes = given.matchedOptionValue("--scope", List.<String>of()).stream()
                .map(Commands::scope)
                .collect(Collectors.toSet());
        return with(given, identity -> {
            ApiToken.Fresh fresh = identity.createToken(
                    given.matchedPositionalValue(0, ""), given.matchedOptionValue("--note", ""), scopes, null);
            out.println(fresh.secret());
            return 0;
        });
    }

    PoolCommands pools(ParseResult given) {
        return new PoolCommands(server(given), given.hasMatchedOption("--json"), out);
    }

    VariableCommands variables(ParseResult given) {
        return new VariableCommands(server(given), given.hasMatchedOption("--json"), out);
    }

    ConnectionCommands connections(ParseResult given) {
        return new ConnectionCommands(server(given), given.hasMatchedOption("--json"), out);
    }

    int setConnection(ParseResult given) {
        return connections(given)
                .set(given.matchedPositionalValue(0, ""), given.hasMatchedOption("--url-stdin"), Commands::readLine);
    }

    private RunningServer server(ParseResult given) {
        return RunningServer.of(config(given).home(), environment);
    }

    int audit(ParseResult given) {
        try (Database database = open(config(given))) {
            return new AuditCommand(new AuditLog(database, clock), out).run(given);
        }
    }

    private static Database open(ServerConfig config) {
        if (!Files.isDirectory(config.home())) {
            throw new UsageException("There is no data directory at " + config.home()
                    + ". Start the server once (orrery up), or name the directory with --home.");
        }
        return Database.open(config.databaseUrl());
    }

    /** Does something with the users, on behalf of whoever may read the data directory: the audit log has it. */
    private int with(ParseResult given, Function<Identity, Integer> work) {
        ServerConfig config = config(given);
        try (Database database = open(config)) {
            SeparateUsers separate =
                    new SeparateUsers(SandboxPolicy.detect().isolation(), config.acceptMissingIsolation());
            Identity identity = Identity.open(database, separate, clock);
            AuditActor actor = AuditActor.command(environment.getOrDefault("USER", ""));
            String action = "orrery " + given.commandSpec().qualifiedName(" ").replaceFirst("^orrery ", "");
            return action.endsWith(" list")
                    ? work.apply(identity)
                    : new AuditLog(database, clock)
                            .doing(actor, action, given.matchedPositionalValue(0, ""), () -> work.apply(identity));
        } catch (IdentityException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private ServerConfig config(ParseResult given) {
        Map<String, String> options = new HashMap<>();
        for (String name : List.of("home", "host", "port", "tls-certificate", "tls-key", "tls-port")) {
            if (given.hasMatchedOption("--" + name)) {
                options.put(name, given.matchedOptionValue("--" + name, ""));
            }
        }
        return ServerConfig.of(options, environment, Runtime.getRuntime().availableProcessors());
    }

    private static Path folder(ParseResult given) {
        return Path.of(given.matchedPositionalValue(0, "."));
    }

    private static Scope scope(String text) {
        return Stream.of(Scope.values())
                .filter(scope -> scope.text().equals(text))
                .findFirst()
                .orElseThrow(() -> new UsageException("There is no scope '" + text + "'. These are there: "
                        + Stream.of(Scope.values()).map(Scope::text).collect(Collectors.joining(", ")) + "."));
    }

    private static String readLine() {
        try {
            String line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
            return line == null ? "" : line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
