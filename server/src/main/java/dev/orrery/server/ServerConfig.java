package dev.orrery.server;

import dev.orrery.http.TrustedProxies;
import dev.orrery.hub.Culling;
import dev.orrery.identity.login.LoginSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the server is set up. Command-line options win over {@code ORRERY_…} environment variables, those over the defaults.
 *
 * @param home the data directory
 * @param sources the program's own folder: lock files and Python parts are below it
 * @param host the address to listen on
 * @param port the port to listen on; 0 takes a free one
 * @param databaseUrl {@code jdbc:sqlite:…} or {@code jdbc:postgresql:…}
 * @param publicUrl how a browser reaches the server; null: from host and port
 * @param subdomains whether each user's servers have a host name of their own below the public one
 * @param maxParallelAttempts how many task attempts run at once
 * @param warmSlots how many runners may wait, their kernel being ready, for attempts to come; 0 for none; null: by the memory
 * @param buildEnvironment whether the default environment is built at start; off for measuring and training
 * @param python the interpreter that environments are built on; null: the best one found
 * @param profiles the file that says what users may choose for their servers; it need not be there
 * @param newHome a folder whose content new homes begin with; it need not be there
 * @param serverMemory the most memory of a user server, such as {@code 4G}; null: nearly all of the machine's
 * @param serverCpus the most CPU time of a user server, such as {@code 2}; null: no limit
 * @param homeQuota how much a home folder may hold, such as {@code 10G}; null: any amount
 * @param culling when user servers are stopped that nobody uses
 * @param storage where attempts' notebooks and logs are kept
 * @param acceptMissingIsolation whether more than one user is allowed though users could read each other's files
 * @param login which ways in there are
 * @param tls for browsers; null: none
 * @param proxies whose word counts on where a request came from
 */
record ServerConfig(
        Path home,
        Path sources,
        String host,
        int port,
        String databaseUrl,
        @Nullable String publicUrl,
        boolean subdomains,
        int maxParallelAttempts,
        @Nullable Integer warmSlots,
        boolean buildEnvironment,
        @Nullable String python,
        Path profiles,
        Path newHome,
        @Nullable String serverMemory,
        @Nullable String serverCpus,
        @Nullable String homeQuota,
        Culling culling,
        StorageSetting storage,
        boolean acceptMissingIsolation,
        LoginSettings login,
        @Nullable TlsSetting tls,
        TrustedProxies proxies) {

    static final int DEFAULT_PORT = 8000;

    ServerConfig {
        if (port < 0 || port > 65535) {
            throw new UsageException("The port must be 0 to 65535, but is " + port + ".");
        }
        if (maxParallelAttempts < 1) {
            throw new UsageException("ORRERY_MAX_PARALLEL_ATTEMPTS must be at least 1.");
        }
        if (warmSlots != null && warmSlots < 0) {
            throw new UsageException("ORRERY_WARM_SLOTS must be 0 or more.");
        }
    }

    /**
     * @param options what the command line says: {@code home}, {@code host}, {@code port}, {@code tls-…}
     * @param environment the process's environment variables
     * @param processors how many CPUs there are
     */
    static ServerConfig of(Map<String, String> options, Map<String, String> environment, int processors) {
        Path home = Path.of(first(
                        options.get("home"),
                        environment.get("ORRERY_HOME"),
                        environment.getOrDefault("HOME", ".") + "/.orrery"))
                .toAbsolutePath()
                .normalize();
        return new ServerConfig(
                home,
                programFolder(),
                first(options.get("host"), environment.get("ORRERY_HOST"), "127.0.0.1"),
                number("port", first(options.get("port"), environment.get("ORRERY_PORT"), "" + DEFAULT_PORT)),
                first(environment.get("ORRERY_DATABASE_URL"), "jdbc:sqlite:" + home.resolve("orrery.db")),
                environment.get("ORRERY_PUBLIC_URL"),
                "yes".equals(environment.get("ORRERY_SUBDOMAINS")),
                number(
                        "ORRERY_MAX_PARALLEL_ATTEMPTS",
                        first(environment.get("ORRERY_MAX_PARALLEL_ATTEMPTS"), "" + Math.max(4, 2 * processors))),
                slots(environment.get("ORRERY_WARM_SLOTS")),
                !"no".equals(environment.get("ORRERY_ENVIRONMENT_BUILD")),
                environment.get("ORRERY_PYTHON"),
                Path.of(first(
                                environment.get("ORRERY_PROFILES"),
                                home.resolve("profiles.yaml").toString()))
                        .toAbsolutePath(),
                Path.of(first(
                                environment.get("ORRERY_NEW_HOME"),
                                programFolder().resolve("python/home").toString()))
                        .toAbsolutePath(),
                environment.get("ORRERY_SERVER_MEMORY"),
                environment.get("ORRERY_SERVER_CPUS"),
                environment.get("ORRERY_HOME_QUOTA"),
                culling(environment),
                StorageSetting.of(environment),
                "yes".equals(environment.get("ORRERY_ACCEPT_MISSING_ISOLATION")),
                login(home, environment),
                TlsSetting.of(options, environment).orElse(null),
                proxies(environment));
    }

    /** The same with a port that is free now, where none was chosen; {@link UsageException} where the chosen one is taken. */
    ServerConfig withPort() {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(plainHost(), port));
            return new ServerConfig(
                    home,
                    sources,
                    host,
                    socket.getLocalPort(),
                    databaseUrl,
                    publicUrl,
                    subdomains,
                    maxParallelAttempts,
                    warmSlots,
                    buildEnvironment,
                    python,
                    profiles,
                    newHome,
                    serverMemory,
                    serverCpus,
                    homeQuota,
                    culling,
                    storage,
                    acceptMissingIsolation,
                    login,
                    tls,
                    proxies);
        } catch (IOException e) {
            throw new UsageException("The server cannot listen on " + host + ", port " + port + " (" + e.getMessage()
                    + "). Take another with --port or --host.");
        }
    }

    /** Whether several servers may use the data directory at once; with SQLite, one alone. */
    boolean sharesHome() {
        return databaseUrl.startsWith("jdbc:postgresql:");
    }

    /** What the script ./orrery built: jars, caches, the page. */
    Path build() {
        return sources.resolve("build");
    }

    /** How a browser reaches the page, without a slash at its end. */
    URI browserUrl() {
        if (publicUrl != null) {
            return URI.create(publicUrl.replaceFirst("/+$", ""));
        }
        return tls == null ? origin() : URI.create("https://" + reachable(host) + ":" + tls.port());
    }

    /** Where is listened without TLS: with it, for processes of this machine alone. */
    String plainHost() {
        return tls == null ? host : "127.0.0.1";
    }

    /** How processes on this machine reach the server. */
    URI origin() {
        return URI.create("http://" + reachable(plainHost()) + ":" + port);
    }

    private static String reachable(String host) {
        return host.equals("0.0.0.0") || host.equals("::") ? "127.0.0.1" : host;
    }

    private static Path programFolder() {
        return Path.of(System.getProperty("orrery.sources", "."))
                .toAbsolutePath()
                .normalize();
    }

    private static String first(@Nullable String... values) {
        for (String value : values) {
            if (value != null && !value.isEmpty()) {
                return value;
            }
        }
        throw new IllegalArgumentException("no value");
    }

    private static LoginSettings login(Path home, Map<String, String> environment) {
        try {
            return LoginSettings.read(home.resolve("login.json"), environment);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private static @Nullable Integer slots(@Nullable String text) {
        return text == null || text.isEmpty() ? null : (Integer) number("ORRERY_WARM_SLOTS", text);
    }

    private static Culling culling(Map<String, String> environment) {
        int idle = number("ORRERY_CULL_IDLE", environment.getOrDefault("ORRERY_CULL_IDLE", "60"));
        int age = number("ORRERY_CULL_MAX_AGE", environment.getOrDefault("ORRERY_CULL_MAX_AGE", "0"));
        if (idle < 0 || age < 0) {
            throw new UsageException("ORRERY_CULL_IDLE and ORRERY_CULL_MAX_AGE are minutes; 0 is never.");
        }
        return new Culling(idle == 0 ? null : Duration.ofMinutes(idle), age == 0 ? null : Duration.ofMinutes(age));
    }

    private static TrustedProxies proxies(Map<String, String> environment) {
        String text = environment.get("ORRERY_TRUSTED_PROXIES");
        try {
            return text == null ? TrustedProxies.ofThisMachine() : TrustedProxies.of(text);
        } catch (IllegalArgumentException e) {
            throw new UsageException("ORRERY_TRUSTED_PROXIES must be addresses and networks such as 10.0.0.0/8,"
                    + " with commas between: " + e.getMessage());
        }
    }

    static int number(String name, String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new UsageException("'" + name + "' must be a whole number, but is '" + text + "'.");
        }
    }
}
