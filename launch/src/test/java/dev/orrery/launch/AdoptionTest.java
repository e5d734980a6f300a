package dev.orrery.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a launcher does with the records that an earlier one left. */
class AdoptionTest {
    @TempDir
    Path root;

    @Test
    void anotherLauncherWatchesAndStopsWhatRuns() throws Exception {
        TestingWorkloads testing = new TestingWorkloads(root);
        Workload workload = testing.shell("adopted", "trap 'exit 5' TERM; echo up; while :; do sleep 0.05; done");
        WorkloadStatus before;
        try (LocalLauncher first = testing.launcher()) {
            first.start(workload);
            before = first.status(workload.id());
        }
        testing.awaitLog("adopted", "up");
        try (LocalLauncher second = testing.launcher()) {
            assertEquals(List.of(workload.id()), second.known());
            assertEquals(before, second.status(workload.id()));
            second.start(workload);
            second.stop(workload.id(), Duration.ofSeconds(10));
            assertEquals(
                    5,
                    TestingWorkloads.awaitEnd(second, workload.id(), Duration.ofSeconds(5))
                            .exitCode());
        }
        assertEquals("up\n", testing.logOf("adopted"), "started once");
    }

    @Test
    void whatEndedMeanwhileIsTold() throws Exception {
        TestingWorkloads testing = new TestingWorkloads(root);
        Workload workload = testing.shell("away", "echo done; exit 9");
        try (LocalLauncher first = testing.launcher()) {
            first.start(workload);
        }
        TestingWorkloads.await("its end", () -> Files.exists(testing.records.resolve("away/exit")));
        try (LocalLauncher second = testing.launcher()) {
            assertEquals(
                    9,
                    TestingWorkloads.awaitEnd(second, workload.id(), Duration.ofSeconds(2))
                            .exitCode());
        }
        try (LocalLauncher third = testing.launcher()) {
            assertEquals(
                    9,
                    TestingWorkloads.awaitEnd(third, workload.id(), Duration.ofSeconds(2))
                            .exitCode());
            third.forget(workload.id());
        }
        try (LocalLauncher fourth = testing.launcher()) {
            assertEquals(List.of(), fourth.known());
        }
    }

    @Test
    void anAdoptedWorkloadWhoseSupervisorIsKilledIsSeen() throws Exception {
        TestingWorkloads testing = new TestingWorkloads(root);
        Workload workload = testing.shell("lost", "echo up; sleep 63");
        try (LocalLauncher first = testing.launcher()) {
            first.start(workload);
        }
        testing.awaitLog("lost", "up");
        List<ProcessHandle> processes = testing.processes("lost");
        try (LocalLauncher second = testing.launcher()) {
            ProcessHandle.of(testing.supervisor("lost").pid()).orElseThrow().destroyForcibly();
            assertEquals(
                    137,
                    TestingWorkloads.awaitEnd(second, workload.id(), Duration.ofSeconds(2))
                            .exitCode());
        }
        TestingWorkloads.await("all to die", () -> processes.stream().noneMatch(ProcessHandle::isAlive));
    }

    @Test
    void aRecordThatNothingWasStartedForIsDropped() throws Exception {
        TestingWorkloads testing = new TestingWorkloads(root);
        Workload workload = testing.shell("never", "echo up");
        Confinement confinement = SandboxPolicy.detect().confinement();
        Files.createDirectories(testing.records);
        WorkloadRecord record = WorkloadRecord.create(testing.records, workload, confinement, List.of(), Instant.now());

        try (LocalLauncher launcher = testing.launcher()) {
            assertEquals(new WorkloadStatus.Unknown(), launcher.status(workload.id()));
            assertFalse(Files.exists(record.folder()));
            assertEquals("up\n", testing.outcome(launcher, workload));
        }
    }

    @Test
    void aSupervisorThatComesUpAfterTheRecordWasClaimedRunsNothing() throws Exception {
        TestingWorkloads testing = new TestingWorkloads(root);
        Workload workload = testing.shell("late", "echo up");
        Confinement confinement = SandboxPolicy.detect().confinement();
        Files.createDirectories(testing.records);
        WorkloadRecord record = WorkloadRecord.create(testing.records, workload, confinement, List.of(), Instant.now());
        assertTrue(record.claim());

        Process late = new ProcessBuilder("/bin/sh", "./supervise.sh", "/bin/echo", "ran")
                .directory(record.folder().toFile())
                .redirectErrorStream(true)
                .start();
        assertEquals("", new String(late.getInputStream().readAllBytes()));
        assertEquals(125, late.waitFor());
    }

    @Test
    void aSupervisorFromBeforeAReboot_orOfAnotherStart_isNotTakenForAlive() throws Exception {
        TestingWorkloads testing = new TestingWorkloads(root);
        try (LocalLauncher launcher = testing.launcher()) {
            Workload workload = testing.shell("boot", "sleep 64");
            launcher.start(workload);
            Supervisor now = testing.supervisor("boot");
            assertTrue(now.isAlive());
            assertFalse(new Supervisor(now.pid(), now.startTicks(), "another-boot", now.noted()).isAlive());
            assertFalse(new Supervisor(now.pid(), "1", now.boot(), now.noted()).isAlive());
            launcher.stop(workload.id(), Duration.ZERO);
            TestingWorkloads.awaitEnd(launcher, workload.id(), Duration.ofSeconds(5));
        }
    }

    @Test
    void survivesKillMinusNineOfTheServer() throws Exception {
        TestingWorkloads testing = new TestingWorkloads(root);
        Process server = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ServerThatIsKilled.class.getName(),
                        root.toString())
                .redirectErrorStream(true)
                .start();
        testing.awaitLog("survivor", "up");
        server.destroyForcibly();
        assertTrue(server.waitFor(10, TimeUnit.SECONDS));

        try (LocalLauncher launcher = testing.launcher()) {
            WorkloadId id = new WorkloadId("survivor");
            assertInstanceOf(WorkloadStatus.Running.class, launcher.status(id));
            Files.createFile(testing.homes.ensure(TestingWorkloads.ANA).resolve("go"));
            assertEquals(
                    4,
                    TestingWorkloads.awaitEnd(launcher, id, Duration.ofSeconds(5))
                            .exitCode());
        }
        assertEquals("up\nwent on\n", testing.logOf("survivor"));
    }

    /** A server that starts a workload, and then sits there until it is killed. */
    static final class ServerThatIsKilled {
        private ServerThatIsKilled() {}

        public static void main(String[] args) throws Exception {
            TestingWorkloads testing = new TestingWorkloads(Path.of(args[0]));
            testing.launcher()
                    .start(testing.shell(
                            "survivor", "echo up; until [ -e ~/go ]; do sleep 0.05; done; echo went on; exit 4"));
            Thread.currentThread().join();
        }
    }
}
