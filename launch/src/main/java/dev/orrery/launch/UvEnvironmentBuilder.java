package dev.orrery.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Builds environments with uv, from wheels whose hashes the lock file holds. */
final class UvEnvironmentBuilder implements EnvironmentBuilder {
    /** No pop-up and no look-up of news or versions: a user server needs no network of its own. */
    private static final String LAB_SETTINGS = """
            {
              "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": false},
              "@jupyterlab/extensionmanager-extension:plugin": {"enabled": false}
            }
            """;

    /** The server's half of the same; its extension manager would install into the environment, which is read-only. */
    private static final String LAB_CONFIG = """
            {"LabApp": {"extension_manager": "readonly", "news_url": null}}
            """;

    private final Path tools;
    private final Path uvLock;
    private final @Nullable Path toolbox;
    private final @Nullable String configuredPython;

    UvEnvironmentBuilder(Path tools, Path uvLock, @Nullable Path toolbox, @Nullable String configuredPython) {
        this.tools = tools;
        this.uvLock = uvLock;
        this.toolbox = toolbox;
        this.configuredPython = configuredPython;
    }

    @Override
    public List<Path> build(EnvironmentSource source, Path draft, Progress progress) {
        progress.at("Looking for Python", 0, 0);
        Python python = Python.find(configuredPython);
        Uv uv = Uv.find(tools, uvLock, python, progress);
        progress.at("Making the environment", 0, 0);
        uv.run(
                List.of("venv", "--relocatable", "--python", python.executable().toString(), draft.toString()),
                line -> {});
        install(uv, source, python, draft, progress);
        try {
            if (toolbox != null && Files.isDirectory(toolbox)) {
                progress.at("Installing the toolbox", 0, 0);
                installToolbox(uv, toolbox, draft);
            }
            Path settings = Files.createDirectories(draft.resolve("share/jupyter/lab/settings"));
            Files.writeString(settings.resolve("overrides.json"), LAB_SETTINGS);
            Path config = Files.createDirectories(draft.resolve("etc/jupyter"));
            Files.writeString(config.resolve("jupyter_lab_config.json"), LAB_CONFIG);
        } catch (IOException e) {
            throw new LaunchException(
                    "Environment " + source.name() + " cannot be written: " + e + ".",
                    "Check the disk's free space.",
                    e);
        }
        return python.basePrefixes();
    }

    private static void install(Uv uv, EnvironmentSource source, Python python, Path draft, Progress progress) {
        Path packages = draft.resolve("lib/python" + python.major() + "." + python.minor() + "/site-packages");
        try (InstallProgress watched = new InstallProgress(packages, uv.cache(), progress)) {
            uv.run(
                    List.of(
                            "pip",
                            "install",
                            "--python",
                            draft.resolve("bin/python").toString(),
                            "--require-hashes",
                            "--no-deps",
                            "--no-build",
                            "--compile-bytecode",
                            "-r",
                            source.lock().toString()),
                    watched::line);
        }
    }

    /** From a copy, since building leaves files in the source tree; with the locked build tool, so without a network. */
    private static void installToolbox(Uv uv, Path toolbox, Path draft) throws IOException {
        Path copy = draft.resolveSibling(draft.getFileName() + "-toolbox");
        try {
            for (Path file : EnvironmentSources.toolboxFiles(toolbox)) {
                Path target = copy.resolve(toolbox.relativize(file).toString());
                Files.createDirectories(Optional.ofNullable(target.getParent()).orElse(copy));
                Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
            }
            List<String> command = new ArrayList<>(List.of("pip", "install", "--python"));
            command.add(draft.resolve("bin/python").toString());
            command.addAll(
                    List.of("--no-deps", "--no-build-isolation", "--no-cache", "--offline", "--compile-bytecode"));
            command.add(copy.toString());
            uv.run(command, line -> {});
        } finally {
            FileTrees.delete(copy);
        }
    }
}
