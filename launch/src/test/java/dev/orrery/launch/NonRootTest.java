package dev.orrery.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is an ordinary user. Where the tests run as such, all others show it already. */
class NonRootTest {
    private static final Account NOBODY = new Account("nobody", 65534);

    @TempDir
    Path root;

    @Test
    void anOrdinaryUserGetsASandboxByUserNamespace() throws Exception {
        assumeTrue(SandboxPolicy.isRoot(), "not root: the other tests show it");
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path home = Files.createDirectory(root.resolve("home"));
        Homes.give(home, NOBODY);

        Process server = new ProcessBuilder(
                        "setpriv",
                        "--reuid=65534",
                        "--regid=65534",
                        "--clear-groups",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        readableClassPath(),
                        OrdinaryServer.class.getName(),
                        home.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(server.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertEquals(0, server.waitFor(), output);
        List<String> lines = output.lines().toList();
        assertTrue(lines.contains("identity USER_NAMESPACE"), output);
        assertTrue(lines.contains("separates users true"), output);
        assertTrue(lines.contains("uid 61001 ana"), output);
        assertTrue(lines.contains("CapEff:0000000000000000"), output);
        assertTrue(lines.contains("ended 6"), output);
        assertTrue(lines.contains("stopped 143"), output);
        assertTrue(lines.stream().noneMatch(line -> line.startsWith("FOUND")), output);
    }

    /** Class path entries may lie below a private home: copies. */
    private String readableClassPath() throws Exception {
        Path copies = Files.createDirectory(root.resolve("classes"));
        List<String> entries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path source = Path.of(entry);
            if (Files.exists(source)) {
                Path target = copies.resolve(Integer.toString(entries.size()) + "-" + source.getFileName());
                copy(source, target);
                entries.add(target.toString());
            }
        }
        return String.join(File.pathSeparator, entries);
    }

    private static void copy(Path source, Path target) throws Exception {
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.toList()) {
                Files.copy(file, target.resolve(source.relativize(file).toString()));
            }
        }
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
