package dev.orrery.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real environment, built by uv from the package index: needs the network. */
@Tag("network")
class EnvironmentsNetworkTest {
    private static final Path REPOSITORY = Path.of("").toAbsolutePath().resolveSibling("python/environments");

    private static final String LOCK = """
            six==1.17.0 \\
                --hash=sha256:4721f391ed90541fddacab5acf947aa0d3dc7d27b2e1e8eda2be8970586c3274
            """;
    private static final String TOOL = """
            [build-system]
            requires = ["setuptools"]
            build-backend = "setuptools.build_meta"
            [project]
            name = "tool"
            version = "1"
            [project.scripts]
            tool = "tool:main"
            """;

    @TempDir
    Path root;

    @Test
    void aSmallEnvironmentWithAToolboxWorksInsideOfTheSandbox() throws Exception {
        Path sources = Files.createDirectory(root.resolve("sources"));
        Files.writeString(sources.resolve("small.lock"), LOCK + locked("setuptools"));
        Path toolbox = Files.createDirectories(root.resolve("toolbox/src/tool"));
        Files.writeString(toolbox.resolveSibling("../pyproject.toml").normalize(), TOOL);
        Files.writeString(toolbox.resolve("__init__.py"), "def main():\n    print('the tool')\n");

        Environments environments =
                new Environments(List.of(sources), root.resolve("toolbox"), root.resolve("home"), null);
        Set<String> steps = new ConcurrentSkipListSet<>();
        environments.onChange(name -> steps.add(environments.list().getFirst().step()));
        Environment environment = build(environments, "small");
        assertTrue(steps.contains("Making the environment"), steps::toString);
        assertTrue(steps.contains("Installing the toolbox"), steps::toString);
        assertTrue(Files.notExists(root.resolve("toolbox/build")), "the sources stay as they are");

        TestingWorkloads testing = new TestingWorkloads(root);
        String bin = environment.prefix().resolve("bin").toString();
        Workload workload = testing.workload(
                "python",
                TestingWorkloads.ANA,
                List.of("sh", "-c", "python -c 'import six; print(six.__version__, six.__cached__)' && tool"),
                Map.of("PATH", bin + ":/usr/bin:/bin"),
                environment.readOnlyPaths().stream().map(Mount::readOnly).toList(),
                Resources.unlimited());
        try (LocalLauncher launcher = testing.launcher()) {
            List<String> lines = testing.outcome(launcher, workload).lines().toList();
            assertTrue(lines.get(0).startsWith("1.17.0 " + environment.prefix()), lines::toString);
            assertTrue(Files.exists(Path.of(lines.get(0).substring("1.17.0 ".length()))), "compiled in advance");
            assertEquals("the tool", lines.get(1));
        }

        long start = System.nanoTime();
        Environments later = new Environments(List.of(sources), root.resolve("toolbox"), root.resolve("home"), null);
        assertEquals(environment, later.ready("small").orElseThrow());
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        assertTrue(millis < 100, "a built environment is found at once, not after " + millis + " ms");
    }

    @Test
    void aWrongHashIsRefused() throws Exception {
        Path sources = Files.createDirectory(root.resolve("sources"));
        Files.writeString(sources.resolve("small.lock"), LOCK.replace("4721f391", "00000000"));
        Environments environments = new Environments(List.of(sources), null, root.resolve("home"), null);
        environments.ensure("small");
        awaitOutcome(environments);
        EnvironmentStatus status = environments.list().getFirst();
        assertEquals(EnvironmentStatus.State.FAILED, status.state());
        assertTrue(String.valueOf(status.message()).contains("lock again"), status::message);
    }

    @Test
    void uvIsInstalledFromItsHashesWhereThereIsNone() {
        Path tools = root.resolve("tools");
        Uv uv = Uv.install(tools, REPOSITORY.resolve("tools/uv.txt"), Python.find(null));
        assertEquals(tools.resolve("uv/bin/uv"), uv.program());
        assertTrue(HostPrograms.run(List.of(uv.program().toString(), "--version"), Map.of(), 20)
                .isGood());
    }

    /** The pin of a package in the default environment. */
    private static String locked(String name) throws Exception {
        String lock = Files.readString(REPOSITORY.resolve("default.lock"));
        int start = lock.indexOf("\n" + name + "==") + 1;
        return lock.substring(start, lock.indexOf("\n    # via", start)) + "\n";
    }

    private static Environment build(Environments environments, String name) {
        environments.ensure(name);
        awaitOutcome(environments);
        return environments
                .ready(name)
                .orElseThrow(
                        () -> new AssertionError(environments.list().getFirst().message()));
    }

    private static void awaitOutcome(Environments environments) {
        TestingWorkloads.await(
                Duration.ofMinutes(3),
                "the build",
                () -> environments.list().getFirst().state() != EnvironmentStatus.State.BUILDING);
    }
}
