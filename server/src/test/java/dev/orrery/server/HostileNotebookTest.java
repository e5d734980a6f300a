package dev.orrery.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.orrery.http.Exchange;
import dev.orrery.identity.User;
import dev.orrery.launch.Account;
import dev.orrery.launch.Homes;
import dev.orrery.launch.LocalLauncher;
import dev.orrery.launch.Mount;
import dev.orrery.launch.Resources;
import dev.orrery.launch.SandboxPolicy;
import dev.orrery.launch.Workload;
import dev.orrery.launch.WorkloadId;
import dev.orrery.launch.WorkloadStatus;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What one user's code can get hold of of another user's and of the platform's: nothing. The tries stand in hostile.py; once
 * they run as a workload, once as a real notebook that the real scheduler runs.
 */
@Timeout(600)
class HostileNotebookTest {
    private static final List<String> SECRETS = List.of(
            "homes/ben",
            "homes/ben/diary",
            "orrery.db",
            "secret.key",
            "server.json",
            "objects",
            "objects/other",
            "attempts",
            "attempts/of-ben",
            "attempts/of-ben/work/plan.ipynb",
            "workloads",
            "dags.git");

    private static final String SLEEP = "71717";

    @TempDir
    Path root;

    Process other;

    @BeforeEach
    void somethingElseRuns() throws Exception {
        other = new ProcessBuilder("sleep", SLEEP).start();
    }

    @AfterEach
    void end() throws Exception {
        assertTrue(other.isAlive());
        other.destroyForcibly().waitFor();
    }

    @Test
    void codeInAWorkloadReachesNothing() throws Exception {
        Path home = Files.createDirectory(root.resolve("home"));
        Account ana = new Account("ana", 61_001);
        Account ben = new Account("ben", 61_002);
        furnish(home, ben);
        Files.writeString(home.resolve("orrery.db"), "SQLite");
        Files.writeString(home.resolve("server.json"), "{}");
        Files.createDirectories(home.resolve("dags.git"));
        try (LocalLauncher launcher =
                new LocalLauncher(home.resolve("workloads"), SandboxPolicy.detect(), Clock.systemUTC())) {
            assumeTrue(SandboxPolicy.detect().isolation().separatesUsers(), "needs bubblewrap");
            Path anas = new Homes(home.resolve("homes"), Path.of("/nowhere")).ensure(ana);
            String facts = facts(home, ben, List.of("/usr", "/usr/lib", "/etc", System.getProperty("java.home")));
            Workload workload = new Workload(
                    new WorkloadId("hostile"),
                    ana,
                    List.of("python3", "-c", program(facts)),
                    Map.of("PATH", "/usr/local/bin:/usr/bin:/bin", "HOME", "/home/ana"),
                    Path.of("/home/ana"),
                    List.of(
                            new Mount(anas, Path.of("/home/ana"), true),
                            Mount.readOnly(Path.of(System.getProperty("java.home")))),
                    Resources.unlimited(),
                    root.resolve("log"));
            assertEquals(0, run(launcher, workload), () -> text(root.resolve("log")));
        }
        assertAllRefused(text(root.resolve("log")));
    }

    /** Builds a small environment, so it needs the package index. */
    @Test
    @Tag("network")
    void aNotebookThatTheSchedulerRunsReachesNothing() throws Exception {
        assumeTrue(SandboxPolicy.detect().isolation().separatesUsers(), "needs bubblewrap");
        Path home = root.resolve("home");
        try (Main program =
                        Main.start(TestingSources.in(root.resolve("program")).config(home), Clock.systemUTC());
                TestingClient client = new TestingClient(program)) {
            client.token("ana");
            User ben = program.identity().addUser("ben", TestingClient.PASSWORD, false);
            furnish(home, new Account("ben", ben.uid()));
            Path environment = client.awaitEnvironment(home);
            List<String> readOnly = List.of(
                    "/usr",
                    "/etc",
                    System.getProperty("java.home"),
                    environment.toString(),
                    environment.resolve("lib").toString(),
                    root.resolve("program/build").toString());
            String facts = facts(home, new Account("ben", ben.uid()), readOnly);
            assertAllRefused(client.run("hostile", List.of("facts = " + python(facts), script())));
        }
    }

    /** Makes what there is to be found. */
    private static void furnish(Path home, Account ben) throws Exception {
        Path bens = new Homes(home.resolve("homes"), Path.of("/nowhere")).ensure(ben);
        Files.writeString(bens.resolve("diary"), "secret");
        Path work = Files.createDirectories(home.resolve("attempts/of-ben/work"));
        Files.writeString(work.resolve("plan.ipynb"), "secret");
        Homes.give(work.getParent(), ben);
        Homes.give(bens, ben);
        Homes.give(Files.createDirectories(home.resolve("objects/other")), ben);
        Files.writeString(home.resolve("secret.key"), "secret");
    }

    private String facts(Path home, Account ben, List<String> readOnly) {
        long server = ProcessHandle.current().pid();
        return Exchange.JSON.writeValueAsString(Map.of(
                "home",
                home.toString(),
                "secrets",
                SECRETS.stream().map(home::resolve).map(Path::toString).toList(),
                "names",
                List.of("diary", "plan.ipynb", "orrery.db", "secret.key", "server.json"),
                "read_only",
                readOnly,
                "command_lines",
                List.of("surefirebooter", "sleep\0" + SLEEP),
                "server_variables",
                System.getenv().keySet().stream()
                        .filter(name -> !List.of("PATH", "HOME", "PWD", "USER", "LANG", "SHLVL", "_")
                                .contains(name))
                        .toList(),
                "pids",
                Map.of("the server", server, "another process", other.pid()),
                "other_uid",
                ben.uid()));
    }

    private static String program(String facts) throws Exception {
        return "facts = " + python(facts) + "\n" + script();
    }

    /** A JSON string is a Python string, too. */
    private static String python(String text) {
        return Exchange.JSON.writeValueAsString(text);
    }

    private static String script() throws Exception {
        try (InputStream script = HostileNotebookTest.class.getResourceAsStream("hostile.py")) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static int run(LocalLauncher launcher, Workload workload) throws Exception {
        CompletableFuture<WorkloadStatus.Ended> end = new CompletableFuture<>();
        launcher.onEnd((id, ended) -> end.complete(ended));
        launcher.start(workload);
        try {
            return end.get(60, TimeUnit.SECONDS).exitCode();
        } finally {
            launcher.stop(workload.id(), Duration.ZERO);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (java.io.IOException e) {
            return e.toString();
        }
    }

    private static void assertAllRefused(String output) {
        List<String> tries = output.lines().filter(line -> line.contains(": ")).toList();
        List<String> reached = new ArrayList<>(tries);
        reached.removeIf(line -> line.contains(": refused ("));
        assertEquals(List.of(), reached, output);
        // All were made.
        assertTrue(tries.size() >= SECRETS.size() + 28, output);
        assertTrue(tries.getLast().startsWith("be the other user: "), output);
        assertFalse(output.contains("Traceback"), output);
    }
}
