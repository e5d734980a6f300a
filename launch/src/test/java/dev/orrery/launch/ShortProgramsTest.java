package dev.orrery.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ShortProgramsTest {
    @TempDir
    Path folder;

    private ShortPrograms.Finished run(LocalLauncher launcher, String script, Duration limit) throws Exception {
        Account account = TestingWorkloads.ANA;
        Path home = new Homes(folder.resolve("homes"), folder.resolve("none")).ensure(account);
        Path inside = Path.of("/home/ana");
        return new ShortPrograms(launcher, folder.resolve("outputs"))
                .run(
                        (id, log) -> new Workload(
                                id,
                                account,
                                List.of("/bin/sh", "-c", script),
                                Map.of("PATH", "/usr/bin:/bin", "HOME", inside.toString()),
                                inside,
                                List.of(new Mount(home, inside, true)),
                                Resources.unlimited(),
                                log),
                        limit);
    }

    @Test
    void answersWithWhatWasPrintedAndLeavesNothing() throws Exception {
        try (LocalLauncher launcher = new TestingWorkloads(folder).launcher()) {
            var finished = run(launcher, "echo \"$HOME\" | tail -c 5; exit 3", Duration.ofSeconds(30));
            assertEquals(new ShortPrograms.Finished(3, "/ana\n"), finished);
            nothingIsLeft(launcher);
        }
    }

    @Test
    void aProgramThatDoesNotEndIsStopped() throws Exception {
        try (LocalLauncher launcher = new TestingWorkloads(folder).launcher()) {
            var late = assertThrows(LaunchException.class, () -> run(launcher, "sleep 600", Duration.ofMillis(300)));
            assertTrue(String.valueOf(late.getMessage()).contains("did not end"), late.getMessage());
            TestingWorkloads.await("it to be forgotten", () -> launcher.known().isEmpty());
            nothingIsLeft(launcher);
        }
    }

    private void nothingIsLeft(LocalLauncher launcher) {
        assertEquals(List.of(), launcher.known());
        assertEquals(0, folder.resolve("outputs").toFile().list().length);
    }
}
