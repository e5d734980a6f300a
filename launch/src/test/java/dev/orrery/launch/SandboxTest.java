package dev.orrery.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What hostile code can reach from inside. */
class SandboxTest {
    @TempDir
    Path root;

    TestingWorkloads testing;
    LocalLauncher launcher;

    @BeforeEach
    void open() {
        testing = new TestingWorkloads(root);
        launcher = testing.launcher();
    }

    @AfterEach
    void stopAll() throws Exception {
        for (WorkloadId id : launcher.known()) {
            launcher.stop(id, Duration.ZERO);
            TestingWorkloads.awaitEnd(launcher, id, Duration.ofSeconds(10));
        }
        launcher.close();
    }

    @Test
    void theOwnHomeIsWritableAndKept() throws Exception {
        testing.outcome(launcher, testing.shell("write", "echo mine > ~/note; test \"$(pwd)\" = /home/ana"));
        Path note = root.resolve("homes/ana/note");
        assertEquals("mine\n", Files.readString(note));
        assertEquals("rwx------", permissions(note.getParent()));
        if (SandboxPolicy.isRoot()) {
            assertEquals(61_001, Files.getAttribute(note, "unix:uid"));
        }
    }

    @Test
    void anothersHomeAndThePlatformsFilesAreNotThere() throws Exception {
        Path secret = Files.writeString(root.resolve("secret.key"), "hidden treasure");
        Path home = testing.homes.ensure(TestingWorkloads.BEN);
        Files.writeString(home.resolve("diary"), "hidden treasure");
        String log =
                testing.outcome(launcher, testing.shell("spy", """
                for path in %s %s %s/diary %s /etc/shadow /root /home/ben /var/lib /var/run/docker.sock; do
                    ls -d "$path" 2>/dev/null && echo "FOUND $path"
                done
                grep -rsl 'hidden treasure' /home /tmp /var /run /etc /opt /srv /mnt /root && echo FOUND
                echo looked
                """.formatted(root, secret, home, testing.records)));
        assertEquals("looked\n", log);
    }

    @Test
    void processesOfOthersAreNotThere() throws Exception {
        launcher.start(testing.shell("bens", TestingWorkloads.BEN, "exec sleep 65", Resources.unlimited()));
        String log = testing.outcome(launcher, testing.shell("ps", """
                for pid in /proc/[0-9]*; do tr '\\0' ' ' <$pid/cmdline; echo; done
                kill -9 %d && echo KILLED
                kill -9 -1; echo still here
                """.formatted(
                        ProcessHandle.current().pid())));
        assertFalse(log.contains("sleep 65"), log);
        assertFalse(log.contains("java"), log);
        assertFalse(log.lines().anyMatch("KILLED"::equals), log);
        assertTrue(log.lines().anyMatch("still here"::equals), log);
        assertTrue(launcher.status(new WorkloadId("bens")) instanceof WorkloadStatus.Running);
    }

    @Test
    void theSystemIsReadOnlyAndTheTemporaryFolderIsItsOwn() throws Exception {
        String log = testing.outcome(launcher, testing.shell("write-all", """
                for folder in / /usr /usr/bin /etc /run /home /var /proc /dev; do
                    echo x 2>/dev/null >$folder/orrery-test && echo "WROTE $folder"
                done
                for folder in /tmp /var/tmp /dev/shm; do echo x >$folder/orrery-test || exit 1; done
                ls /tmp
                """));
        assertEquals("orrery-test\n", log);
        assertFalse(Files.exists(Path.of("/tmp/orrery-test")));
    }

    @Test
    void theEnvironmentIsTheWorkloadsAndNothingElse() throws Exception {
        String log = testing.outcome(
                launcher,
                testing.workload(
                        "env",
                        TestingWorkloads.ANA,
                        List.of("/usr/bin/env"),
                        Map.of("GREETING", "good\nday = $HOME '\"", "EMPTY", ""),
                        List.of(),
                        Resources.unlimited()));
        assertEquals(
                List.of(
                        "EMPTY=",
                        "GREETING=good",
                        "HOME=/home/ana",
                        "PATH=/usr/local/bin:/usr/bin:/bin",
                        "PWD=/home/ana",
                        "day = $HOME '\""),
                log.lines().sorted().toList());
    }

    @Test
    void theEnvironmentIsOnNoCommandLine() throws Exception {
        launcher.start(testing.workload(
                "secretive",
                TestingWorkloads.ANA,
                List.of("sleep", "66"),
                Map.of("TOKEN", "tell-nobody-1234"),
                List.of(),
                Resources.unlimited()));
        TestingWorkloads.await("its first process", () -> first("secretive"));
        for (ProcessHandle process : testing.processes("secretive")) {
            String line = Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
            assertFalse(line.contains("tell-nobody"), line);
        }
        assertEquals("rw-------", permissions(testing.records.resolve("secretive/arguments")));
        assertEquals("rwx------", permissions(testing.records));
    }

    private boolean first(String id) {
        try {
            return testing.supervisor(id).firstProcess().isPresent();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void theAccountIsNobodySpecial() throws Exception {
        String log = testing.outcome(launcher, testing.shell("whoami", """
                id -un; id -u; id -g; id -G
                getent passwd | wc -l
                grep -E '^(CapPrm|CapEff|CapBnd|NoNewPrivs)' /proc/self/status | tr -d '\\t'
                """));
        List<String> lines = log.lines().toList();
        assertEquals(List.of("ana", "61001", "61001", "61001", "3"), lines.subList(0, 5));
        assertTrue(lines.contains("NoNewPrivs:1"), log);
        assertTrue(lines.contains("CapPrm:0000000000000000"), log);
        assertTrue(lines.contains("CapEff:0000000000000000"), log);
        assertTrue(lines.contains("CapBnd:0000000000000000"), log);
    }

    @Test
    void aReadOnlyMountIsReadableBelowAFolderThatIsPrivateOutside() throws Exception {
        Path secretive = Files.createDirectory(root.resolve("private"));
        Files.setPosixFilePermissions(secretive, java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));
        Path tools = Files.createDirectories(secretive.resolve("deep/tools"));
        Files.writeString(tools.resolve("text"), "readable\n");
        Files.writeString(secretive.resolve("other"), "not this");
        String log = testing.outcome(
                launcher,
                testing.workload(
                        "tools",
                        TestingWorkloads.ANA,
                        List.of(
                                "sh",
                                "-c",
                                "cat %1$s/text; ls %2$s; echo x > %1$s/new || echo refused"
                                        .formatted(tools, secretive)),
                        Map.of(),
                        List.of(Mount.readOnly(tools)),
                        Resources.unlimited()));
        assertTrue(log.startsWith("readable\ndeep\n"), log);
        assertTrue(log.endsWith("refused\n"), log);
    }

    @Test
    void noDescriptorOfTheServerIsOpenInside() throws Exception {
        String log = testing.outcome(
                launcher, testing.shell("fds", "cd /proc/self/fd; for n in *; do readlink $n; done; true"));
        assertFalse(log.contains("arguments"), log);
        assertFalse(log.contains(".jar"), log);
    }

    @Test
    void thisMachineOffersOwnUserIdsToRoot() {
        assumeTrue(SandboxPolicy.isRoot(), "needs root");
        Isolation isolation = SandboxPolicy.detect().isolation();
        assertEquals(Isolation.Identity.OWN_USER, isolation.identity(), isolation.inWords()::toString);
        assertTrue(isolation.separatesUsers());
    }

    private static String permissions(Path path) throws java.io.IOException {
        return java.nio.file.attribute.PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
