package dev.orrery.launch;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is an ordinary user. Where the tests run as such, all others show it already. */
class NonRootTest {
    @TempDir
    Path root;

    @Test
    void anOrdinaryUserGetsASandboxByUserNamespace() throws Exception {
        assumeTrue(SandboxPolicy.isRoot(), "not root: the other tests show it");
        String output = OrdinaryUser.run(OrdinaryServer.class, root);
        List<String> lines = output.lines().toList();
        assertTrue(lines.contains("identity USER_NAMESPACE"), output);
        assertTrue(lines.contains("separates users true"), output);
        assertTrue(lines.contains("uid 61001 ana"), output);
        assertTrue(lines.contains("CapEff:0000000000000000"), output);
        assertTrue(lines.contains("ended 6"), output);
        assertTrue(lines.contains("stopped 143"), output);
        assertTrue(lines.stream().noneMatch(line -> line.startsWith("FOUND")), output);
    }

    /** The server, as nobody. */
    static final class OrdinaryServer {
        private OrdinaryServer() {}

        public static void main(String[] args) throws Exception {
            TestingWorkloads testing = new TestingWorkloads(Path.of(args[0]));
            Files.writeString(testing.homes.ensure(TestingWorkloads.BEN).resolve("diary"), "secret");
            Isolation isolation = SandboxPolicy.detect().isolation();
            System.out.println("identity " + isolation.identity());
            System.out.println("separates users " + isolation.separatesUsers());
            isolation.inWords().forEach(System.out::println);
            try (LocalLauncher launcher = testing.launcher()) {
                Workload spy = testing.shell("spy", """
                        echo "uid $(id -u) $(id -un)"
                        grep ^CapEff /proc/self/status | tr -d '\\t'
                        for path in %1$s %1$s/homes/ben/diary /home/ben /etc/shadow /root; do
                            ls -d "$path" 2>/dev/null && echo "FOUND $path"
                        done
                        for folder in / /usr /etc /home; do echo x 2>/dev/null >$folder/test && echo "FOUND wrote $folder"; done
                        echo x >/tmp/x && echo x >~/x && exit 6
                        """.formatted(testing.root));
                System.out.println(
                        "ended " + TestingWorkloads.endOf(launcher, spy).exitCode());
                System.out.println(testing.logOf("spy"));

                Workload sleeper = testing.shell("sleeper", "echo up; exec sleep 67");
                launcher.start(sleeper);
                testing.awaitLog("sleeper", "up");
                launcher.stop(sleeper.id(), Duration.ofSeconds(10));
                int code = TestingWorkloads.awaitEnd(launcher, sleeper.id(), Duration.ofSeconds(10))
                        .exitCode();
                System.out.println("stopped " + code);
            }
        }
    }
}
