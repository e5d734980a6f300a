package dev.orrery.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A workload that is given another id, and whose mounted folders are given other names, while it runs. */
class RenameTest {
    private static final WorkloadId SLOT = new WorkloadId("slot-1");
    private static final WorkloadId ATTEMPT = new WorkloadId("attempt-1");

    @TempDir
    Path root;

    @Test
    void aRenamedWorkloadGoesOnInItsRenamedFolder() throws Exception {
        assumeTrue(SandboxPolicy.detect().isolation().separatesUsers(), "needs bubblewrap");
        assertEquals("renamed", renamed(root));
    }

    @Test
    void alsoWhereTheServerIsAnOrdinaryUser() throws Exception {
        assumeTrue(SandboxPolicy.isRoot(), "not root: the other test shows it");
        assertEquals("renamed\n", OrdinaryUser.run(OrdinaryServer.class, root));
    }

    @Test
    void whatHasEndedOrIsNotThereIsNotRenamed() throws Exception {
        TestingWorkloads testing = new TestingWorkloads(root);
        try (LocalLauncher launcher = testing.launcher()) {
            assertFalse(launcher.rename(SLOT, ATTEMPT));
            TestingWorkloads.endOf(launcher, testing.shell(SLOT.value(), "exit 0"));
            assertFalse(launcher.rename(SLOT, ATTEMPT));
            launcher.start(testing.shell(ATTEMPT.value(), "sleep 61"));
            launcher.start(testing.shell("slot-2", "sleep 61"));
            assertFalse(launcher.rename(new WorkloadId("slot-2"), ATTEMPT), "its id is taken");
            assertEquals(List.of(ATTEMPT, SLOT, new WorkloadId("slot-2")), launcher.known());
            launcher.stop(ATTEMPT, Duration.ZERO);
            launcher.stop(new WorkloadId("slot-2"), Duration.ZERO);
            TestingWorkloads.awaitEnd(launcher, ATTEMPT, Duration.ofSeconds(5));
            TestingWorkloads.awaitEnd(launcher, new WorkloadId("slot-2"), Duration.ofSeconds(5));
        }
    }

    /** Answers with what the workload left in the folder's new place. */
    static String renamed(Path root) throws Exception {
        TestingWorkloads testing = new TestingWorkloads(root);
        Path before = Files.createDirectories(root.resolve("attempts/slot"));
        Path after = root.resolve("attempts/one");
        Homes.give(before, TestingWorkloads.ANA);
        try (LocalLauncher launcher = testing.launcher()) {
            launcher.start(testing.workload(
                    SLOT.value(),
                    TestingWorkloads.ANA,
                    List.of(
                            "/bin/sh",
                            "-c",
                            "echo up; cd /orrery/work; while ! [ -e go ]; do sleep 0.02; done; cat go >came; exit 7"),
                    Map.of(),
                    List.of(new Mount(before, Path.of("/orrery/work"), true)),
                    new Resources(64L << 20, null, null)));
            testing.awaitLog(SLOT.value(), "up");
            Files.move(before, after, StandardCopyOption.ATOMIC_MOVE);
            assertTrue(launcher.rename(SLOT, ATTEMPT));
            assertInstanceOf(WorkloadStatus.Unknown.class, launcher.status(SLOT));
            assertInstanceOf(WorkloadStatus.Running.class, launcher.status(ATTEMPT));
            assertEquals(List.of(ATTEMPT), launcher.known());
        }
        // Another server life knows it by its new id alone, and is told its end under that.
        try (LocalLauncher launcher = testing.launcher()) {
            assertEquals(List.of(ATTEMPT), launcher.known());
            Files.writeString(after.resolve("go"), "renamed");
            assertEquals(
                    7,
                    TestingWorkloads.awaitEnd(launcher, ATTEMPT, Duration.ofSeconds(10))
                            .exitCode());
            launcher.forget(ATTEMPT);
            assertEquals(List.of(), launcher.known());
        }
        return Files.readString(after.resolve("came"));
    }

    @Test
    void anEndIsToldUnderTheNewId() throws Exception {
        assumeTrue(SandboxPolicy.detect().isolation().separatesUsers(), "needs bubblewrap");
        TestingWorkloads testing = new TestingWorkloads(root);
        try (LocalLauncher launcher = testing.launcher()) {
            launcher.start(testing.shell(SLOT.value(), "echo up; sleep 63"));
            testing.awaitLog(SLOT.value(), "up");
            assertTrue(launcher.rename(SLOT, ATTEMPT));
            launcher.stop(ATTEMPT, Duration.ZERO);
            assertEquals(
                    137,
                    TestingWorkloads.awaitEnd(launcher, ATTEMPT, Duration.ofSeconds(5))
                            .exitCode());
        }
    }

    /** The server, as nobody. */
    static final class OrdinaryServer {
        private OrdinaryServer() {}

        public static void main(String[] args) throws Exception {
            System.out.println(renamed(Path.of(args[0])));
        }
    }
}
