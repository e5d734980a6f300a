package dev.orrery.server;

import dev.orrery.http.TrustedProxies;
import dev.orrery.hub.Culling;
import dev.orrery.identity.login.LoginSettings;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The program's own folder as the script ./orrery leaves it, with a default environment that has ipykernel and no more. */
record TestingSources(Path folder) {
    private static final Path REPOSITORY = Path.of("").toAbsolutePath().getParent();

    /** What ipykernel needs, out of the locked packages. */
    private static final List<String> PACKAGES = List.of(
            "asttokens",
            "comm",
            "debugpy",
            "decorator",
            "executing",
            "ipykernel",
            "ipython",
            "ipython-pygments-lexers",
            "jedi",
            "jupyter-client",
            "jupyter-core",
            "matplotlib-inline",
            "nest-asyncio",
            "nest-asyncio2",
            "packaging",
            "parso",
            "pexpect",
            "platformdirs",
            "prompt-toolkit",
            "psutil",
            "ptyprocess",
            "pure-eval",
            "pygments",
            "python-dateutil",
            "pyzmq",
            "six",
            "stack-data",
            "tornado",
            "traitlets",
            "typing-extensions",
            "wcwidth");

    static TestingSources in(Path folder) throws IOException {
        Path environments = Files.createDirectories(folder.resolve("python/environments"));
        Path original = REPOSITORY.resolve("python/environments");
        String locked = locked(Files.readString(original.resolve("default.lock")));
        Files.writeString(environments.resolve("default.lock"), locked);
        copy(original.resolve("tools"), environments.resolve("tools"));
        Path build = Files.createDirectories(folder.resolve("build"));
        Files.createDirectories(build.resolve("page"));
        List<String> jars = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path source = Path.of(entry);
            if (Files.exists(source)) {
                Path target = build.resolve(jars.size() + "-" + source.getFileName());
                copy(source, target);
                jars.add(target.toString());
            }
        }
        Files.writeString(build.resolve("runner.classpath"), String.join(File.pathSeparator, jars));
        return new TestingSources(folder);
    }

    private static String locked(String lock) {
        return Stream.of(lock.split("\n(?=[a-z0-9])"))
                .filter(one -> PACKAGES.contains(one.split("==", 2)[0]))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static void copy(Path source, Path target) throws IOException {
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.toList()) {
                Files.copy(file, target.resolve(source.relativize(file).toString()));
            }
        }
    }

    /** On a free port, as an administrator would run it; nothing waits for attempts. */
    ServerConfig config(Path home) {
        return config(home, 0);
    }

    /** @param slots how many runners may wait for attempts */
    ServerConfig config(Path home, int slots) {
        ServerConfig defaults = ServerConfig.of(Map.of("home", home.toString(), "port", "0"), Map.of(), 2);
        return new ServerConfig(
                defaults.home(),
                folder,
                defaults.host(),
                defaults.port(),
                defaults.databaseUrl(),
                null,
                false,
                defaults.maxParallelAttempts(),
                slots,
                true,
                null,
                home.resolve("profiles.yaml"),
                home.resolve("new-home"),
                null,
                null,
                null,
                Culling.never(),
                StorageSetting.of(Map.of()),
                false,
                LoginSettings.none(),
                null,
                TrustedProxies.ofThisMachine());
    }
}
