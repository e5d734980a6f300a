package dev.orrery.server;

import dev.orrery.database.NewerDatabaseException;
import dev.orrery.database.UnusableDatabaseException;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** The program's command line: what there is, and which code does it. Built from values, so that starting reads no annotations. */
final class Cli {

    private Cli() {}

    static CommandLine commandLine(Commands commands) {
        CommandLine root = new CommandLine(command("orrery", "A notebook-based data platform in one program.")
                .version("orrery " + Version.TEXT));
        root.addSubcommand(
                "up",
                leaf(command("up", "Set up what is missing, then serve.")
                        .addOption(home())
                        .addOption(option("--port", "N", "The port to listen on (default 8000; 0 takes a free one)."))
                        .addOption(option("--host", "A", "The address to listen on (default 127.0.0.1)."))
                        .addOption(option(
                                "--tls-certificate", "FILE", "Serve browsers by TLS with this certificate (PEM)."))
                        .addOption(option("--tls-key", "FILE", "The certificate's private key (PEM)."))
                        .addOption(option("--tls-port", "N", "The port for TLS (default 8443)."))));
        // Started by the script ./orrery on a class path of its own, which starts faster; here for the help alone.
        root.addSubcommand(
                "run",
                leaf(
                        command(
                                "run",
                                "Execute one notebook, as papermill does: orrery run IN OUT [options]; see orrery run --help.")));
        root.addSubcommand(
                "diff",
                leaf(
                        command(
                                "diff",
                                "Show what differs between two notebooks: orrery diff A B [options]; see orrery diff --help.")));
        root.addSubcommand(
                "dag",
                group(
                        command("dag", "Look at a dag's folder; no server needed."),
                        leaf(folder(command("check", "Say what would stop a folder from being deployed."))
                                .addOption(flag("--json", "Print JSON."))),
                        leaf(folder(command("preview", "List the runs that a folder's dag would have."))
                                .addOption(option(
                                                "--from",
                                                "T",
                                                "The first instant, such as 2020-09-01 or 2020-09-01T00:00:00Z.")
                                        .toBuilder()
                                        .required(true)
                                        .build())
                                .addOption(option("--to", "T", "Runs before this instant alone.").toBuilder()
                                        .required(true)
                                        .build())
                                .addOption(option("--now", "T", "The instant taken as now (default: the clock)."))
                                .addOption(flag("--json", "Print JSON."))),
                        leaf(folder(command("export", "Write the dag as a DAG file of Airflow."))
                                .addOption(flag("--airflow", "As Airflow 3 reads it."))
                                .addOption(option("-o", "FILE", "Where to write it (default: standard output)."))),
                        leaf(command("schema", "Print the JSON Schema of dag.yml, for editors."))));
        root.addSubcommand(
                "user",
                group(
                        command("user", "Users of the data directory."),
                        leaf(user(command("add", "Add a user."), "Lower-case letters, digits, '-', '_', '.'.")
                                .addOption(flag("--admin", "Make the user an administrator."))
                                .addOption(flag("--password-stdin", "Read the password from standard input."))
                                .addOption(home())),
                        leaf(user(
                                        command("invite", "Print a one-time link with which a user sets a password."),
                                        "The user; added where there is none of that name.")
                                .addOption(option("--days", "N", "How long the link is good (default 7, at most 90)."))
                                .addOption(home())),
                        leaf(user(command("password", "Set a user's password; the user's sessions end."), "The user.")
                                .addOption(flag("--password-stdin", "Read the password from standard input."))
                                .addOption(home())),
                        leaf(command("list", "List the users.")
                                .addOption(home())
                                .addOption(flag("--json", "Print JSON.")))));
        root.addSubcommand(
                "token",
                group(
                        command("token", "API tokens of the data directory."),
                        leaf(user(
                                        command("create", "Make an API token for a user and print it, this once."),
                                        "The user.")
                                .addOption(OptionSpec.builder("--scope")
                                        .paramLabel("S")
                                        .type(List.class)
                                        .auxiliaryTypes(String.class)
                                        .description(
                                                "A scope that it has; repeat for more (default: all that the user has).")
                                        .build())
                                .addOption(option("--note", "TEXT", "What it is for."))
                                .addOption(home()))));
        root.addSubcommand(
                "pool",
                group(
                        command("pool", "Pools, which bound how much is under way at a time; of a server that runs."),
                        running(command("list", "List the pools with what is taken and wanted of them.")),
                        running(named(
                                named(command("set", "Make a pool, or give it other slots."), 0, "POOL"), 1, "SLOTS")),
                        running(named(command("delete", "Remove a pool: what names it waits."), 0, "POOL"))));
        root.addSubcommand(
                "variable",
                group(
                        command("variable", "Variables, which templates of dags name; of a server that runs."),
                        running(command("list", "List the variables with their values.")),
                        running(named(
                                named(
                                        command("set", "Make a variable, or give it another value. It is no secret."),
                                        0,
                                        "VARIABLE"),
                                1,
                                "VALUE")),
                        running(named(
                                command("delete", "Remove a variable: a template that names it fails."),
                                0,
                                "VARIABLE"))));
        root.addSubcommand(
                "audit",
                leaf(command("audit", "Show who did what in the data directory, newest first.")
                        .addOption(option("--actor", "NAME", "Done by that user, service or server alone."))
                        .addOption(option("--action", "TEXT", "What was done: how it begins, such as login."))
                        .addOption(option("--object", "NAME", "What it was done to, such as a user."))
                        .addOption(option("--from", "T", "At or after this instant, such as 2026-03-01T00:00:00Z."))
                        .addOption(option("--to", "T", "Before this instant."))
                        .addOption(option("--search", "TEXT", "With this text somewhere."))
                        .addOption(option("--limit", "N", "At most so many (default 100, at most 500)."))
                        .addOption(home())
                        .addOption(flag("--json", "Print JSON."))));
        root.addSubcommand(
                "connection",
                group(
                        command("connection", "Connections that dags may name; of a server that runs."),
                        running(command("list", "List the connections, without their passwords.")),
                        running(named(command("set", "Make a connection, or give it another URL."), 0, "NAME")
                                .addOption(flag("--url-stdin", "Read the URL from standard input."))),
                        running(named(command("delete", "Remove a connection."), 0, "NAME"))));
        root.addSubcommand(
                "completion",
                leaf(command(
                        "completion", "Print a completion script for bash and zsh: source <(orrery completion).")));
        root.setExecutionStrategy(given -> {
            try {
                return execute(root, given, commands);
            } catch (UsageException | NewerDatabaseException error) {
                root.getErr().println("orrery: " + error.getMessage());
                return 2;
            } catch (RefusedException error) {
                root.getErr().println("orrery: " + error.getMessage());
                return 1;
            } catch (UnusableDatabaseException error) {
                root.getErr()
                        .println("orrery: " + error.getMessage()
                                + " Check ORRERY_DATABASE_URL; a PostgreSQL must run, and let that user in.");
                return 2;
            }
        });
        root.setParameterExceptionHandler((error, arguments) -> {
            PrintWriter err = root.getErr();
            err.println("orrery: " + error.getMessage());
            CommandLine.UnmatchedArgumentException.printSuggestions(error, err);
            err.println("See: " + error.getCommandLine().getCommandSpec().qualifiedName() + " --help");
            return 2;
        });
        return root;
    }

    private static int execute(CommandLine root, ParseResult given, Commands commands) {
        Integer helped = CommandLine.executeHelpRequest(given);
        if (helped != null) {
            return helped;
        }
        ParseResult last = given;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        CommandLine line = last.commandSpec().commandLine();
        if (!line.getSubcommands().isEmpty()) {
            line.usage(line.getErr());
            return 2;
        }
        return switch (last.commandSpec().qualifiedName(" ")) {
            case "orrery up" -> commands.up(last);
            case "orrery dag check" -> commands.check(last);
            case "orrery dag preview" -> commands.preview(last);
            case "orrery dag export" -> commands.export(last);
            case "orrery dag schema" -> commands.schema();
            case "orrery user add" -> commands.addUser(last);
            case "orrery user invite" -> commands.inviteUser(last);
            case "orrery user password" -> commands.setPassword(last);
            case "orrery user list" -> commands.listUsers(last);
            case "orrery audit" -> commands.audit(last);
            case "orrery token create" -> commands.createToken(last);
            case "orrery variable list" -> commands.variables(last).list();
            case "orrery variable set" ->
                commands.variables(last).set(last.matchedPositionalValue(0, ""), last.matchedPositionalValue(1, ""));
            case "orrery variable delete" -> commands.variables(last).delete(last.matchedPositionalValue(0, ""));
            case "orrery pool list" -> commands.pools(last).list();
            case "orrery pool set" ->
                commands.pools(last).set(last.matchedPositionalValue(0, ""), last.matchedPositionalValue(1, ""));
            case "orrery pool delete" -> commands.pools(last).delete(last.matchedPositionalValue(0, ""));
            case "orrery connection list" -> commands.connections(last).list();
            case "orrery connection set" -> commands.setConnection(last);
            case "orrery connection delete" -> commands.connections(last).delete(last.matchedPositionalValue(0, ""));
            case "orrery completion" -> {
                root.getOut().print(picocli.AutoComplete.bash("orrery", root));
                root.getOut().flush();
                yield 0;
            }
            case "orrery run", "orrery diff" ->
                throw new UsageException(
                        "'" + last.commandSpec().qualifiedName(" ") + "' is started by the script ./orrery.");
            case String other -> throw new IllegalStateException("'" + other + "' does nothing yet");
        };
    }

    private static CommandSpec command(String name, String description) {
        CommandSpec spec = CommandSpec.create().name(name).mixinStandardHelpOptions(true);
        spec.usageMessage().description(description);
        return spec;
    }

    private static CommandLine leaf(CommandSpec spec) {
        return new CommandLine(spec);
    }

    private static CommandLine group(CommandSpec spec, CommandLine... below) {
        CommandLine line = new CommandLine(spec);
        for (CommandLine one : below) {
            line.addSubcommand(one.getCommandSpec().name(), one);
        }
        return line;
    }

    private static CommandSpec folder(CommandSpec spec) {
        return spec.addPositional(PositionalParamSpec.builder()
                .paramLabel("DIR")
                .index("0")
                .arity("0..1")
                .defaultValue(".")
                .type(String.class)
                .description("The folder with dag.yml (default: here).")
                .build());
    }

    private static CommandSpec user(CommandSpec spec, String description) {
        return spec.addPositional(PositionalParamSpec.builder()
                .paramLabel("NAME")
                .index("0")
                .required(true)
                .type(String.class)
                .description(description)
                .build());
    }

    private static CommandLine running(CommandSpec spec) {
        return leaf(spec.addOption(home()).addOption(flag("--json", "Print JSON.")));
    }

    private static CommandSpec named(CommandSpec spec, int index, String label) {
        return spec.addPositional(PositionalParamSpec.builder()
                .paramLabel(label)
                .index(String.valueOf(index))
                .required(true)
                .type(String.class)
                .build());
    }

    private static OptionSpec home() {
        return option("--home", "DIR", "The data directory (default ~/.orrery).");
    }

    private static OptionSpec option(String name, String label, String description) {
        return OptionSpec.builder(name)
                .paramLabel(label)
                .type(String.class)
                .description(description)
                .build();
    }

    private static OptionSpec flag(String name, String description) {
        return OptionSpec.builder(name)
                .type(boolean.class)
                .arity("0")
                .description(description)
                .build();
    }
}
