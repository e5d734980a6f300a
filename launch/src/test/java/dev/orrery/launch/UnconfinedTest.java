package dev.orrery.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A laptop without bubblewrap, and a server there that is an ordinary user. */
class UnconfinedTest {
    /** This host, as if it had no bubblewrap. */
    static final Function<String, Optional<Path>> WITHOUT_SANDBOX =
            name -> name.equals("bwrap") ? Optional.empty() : HostPrograms.onPath(name);

    @TempDir
    Path root;

    @Test
    void anOrdinaryUserRunsStopsAndAdoptsWorkloadsWithoutASandbox() throws Exception {
        List<String> lines =
                OrdinaryUser.run(UnconfinedServer.class, root).lines().toList();
        Path home = root.resolve("home");
        assertEquals(
                List.of(
                        "identity SAME_USER, users apart false",
                        "ended 7",
                        "log HOME=" + home + "/homes/ana",
                        "log TMP=" + home + "/workloads/look/tmp/x it's",
                        "log folder " + home + "/homes/ana",
                        "log mounted there",
                        "visible " + home + "/homes/ana/notes/a.txt",
                        "stopped with setsid 5, all gone",
                        "stopped with perl 5, all gone",
                        "stopped with python3 5, all gone",
                        "adopted 5, all gone",
                        "killed 137, all gone",
                        "supervisor killed 137, all gone"),
                lines.stream().filter(line -> !line.startsWith("gap ")).toList());
        assertTrue(
                lines.stream().anyMatch(line -> line.startsWith("gap Sandbox: bubblewrap (bwrap) is not installed")),
                lines::toString);
    }

    @Test
    void rootRunsNothingWithoutASandbox() {
        assumeTrue(SandboxPolicy.isRoot(), "needs root");
        SandboxPolicy policy = SandboxPolicy.detect(WITHOUT_SANDBOX);
        assertEquals(Isolation.Identity.NONE, policy.isolation().identity());
        assertFalse(policy.isolation().separatesUsers());
        LaunchException refusal = assertThrows(LaunchException.class, policy::confinement);
        assertTrue(refusal.getMessage().contains("bubblewrap"), refusal::getMessage);
    }

    @Test
    void targetsArePutAsTheirSourcesAndNothingElseIs() {
        SeenPaths paths = SeenPaths.of(
                List.of(
                        new Mount(Path.of("/data/work 1"), Path.of("/orrery/work"), true),
                        new Mount(Path.of("/data/homes/ana"), Path.of("/home/ana"), true),
                        Mount.readOnly(Path.of("/home/ana/.orrery/environments/e"))),
                Mount::source);
        assertEquals("/data/work 1", paths.rewrite("/orrery/work"));
        assertEquals("file:///data/work 1/x", paths.rewrite("file:///orrery/work/x"));
        assertEquals(
                "/home/ana/.orrery/environments/e/bin:/bin",
                paths.rewrite("/home/ana/.orrery/environments/e/bin:/bin"));
        assertEquals("--dir=/data/homes/ana, '/data/homes/ana'", paths.rewrite("--dir=/home/ana, '/home/ana'"));
        for (String other :
                Arrays.asList("/orrery/worker", "/x/orrery/work", "http://h/home/ana", "/home/ana-2", "$1\\")) {
            assertEquals(other, paths.rewrite(other));
        }
        assertEquals(Path.of("/data/work 1/a/b"), paths.visible(Path.of("/orrery/work/a/b")));
        assertEquals(Path.of("/elsewhere"), paths.visible(Path.of("/elsewhere")));
        assertEquals(paths, SeenPaths.parse(paths.text()));
        assertTrue(paths.show(Path.of("/home/ana/.orrery/environments/e")));
        assertFalse(paths.show(Path.of("/home/ana/.orrery/environments/f")));
    }

    @Test
    void anEnvironmentVariableThatAShellCannotSetIsRefused() {
        Workload workload = new TestingWorkloads(root)
                .workload(
                        "odd",
                        TestingWorkloads.ANA,
                        List.of("true"),
                        java.util.Map.of("odd.name", "x"),
                        List.of(),
                        Resources.unlimited());
        LaunchException refusal = assertThrows(LaunchException.class, () -> new Unconfined(List.of()).check(workload));
        assertTrue(refusal.getMessage().contains("odd.name"), refusal::getMessage);
    }
}
