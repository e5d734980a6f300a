package dev.orrery.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalLauncherTest {
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
    void tellsTheExitCodeAndKeepsWhatWasWritten() throws Exception {
        WorkloadStatus.Ended end =
                TestingWorkloads.endOf(launcher, testing.shell("seven", "echo out; echo err >&2; exit 7"));

        assertEquals(7, end.exitCode());
        assertFalse(end.outOfMemory());
        assertEquals("out\nerr\n", testing.logOf("seven"));
        assertEquals(end, launcher.status(new WorkloadId("seven")));
    }

    @Test
    void appendsToALogThatIsThere() throws Exception {
        Files.writeString(testing.log("more"), "before\n");
        assertEquals("before\nafter\n", testing.outcome(launcher, testing.shell("more", "echo after")));
    }

    @Test
    void startsAnIdOnce() throws Exception {
        Workload workload = testing.shell("once", "echo x >> ~/count");
        List<Thread> starters = java.util.stream.IntStream.range(0, 8)
                .mapToObj(i -> Thread.startVirtualThread(() -> launcher.start(workload)))
                .toList();
        for (Thread starter : starters) {
            starter.join();
        }
        TestingWorkloads.awaitEnd(launcher, workload.id(), Duration.ofSeconds(10));
        launcher.start(workload);

        assertEquals(
                "x\n",
                Files.readString(testing.homes.ensure(TestingWorkloads.ANA).resolve("count")));
        assertEquals(List.of(workload.id()), launcher.known());
    }

    @Test
    void forgetsWhatHasEndedAndNothingElse() throws Exception {
        launcher.start(testing.shell("running", "sleep 60"));
        assertThrows(LaunchException.class, () -> launcher.forget(new WorkloadId("running")));
        assertInstanceOf(WorkloadStatus.Running.class, launcher.status(new WorkloadId("running")));

        Workload brief = testing.shell("brief", "true");
        TestingWorkloads.endOf(launcher, brief);
        launcher.forget(brief.id());
        assertEquals(new WorkloadStatus.Unknown(), launcher.status(brief.id()));
        assertFalse(Files.exists(testing.records.resolve("brief")));

        assertEquals(0, TestingWorkloads.endOf(launcher, brief).exitCode(), "the id may be used again");
    }

    @Test
    void stopsWithSigtermAndLetsItTidyUp() throws Exception {
        Workload workload =
                testing.shell("tidy", "trap 'echo tidied; exit 3' TERM; echo up; while :; do sleep 0.05; done");
        launcher.start(workload);
        testing.awaitLog("tidy", "up");
        launcher.stop(workload.id(), Duration.ofSeconds(20));

        assertEquals(
                3,
                TestingWorkloads.awaitEnd(launcher, workload.id(), Duration.ofSeconds(10))
                        .exitCode());
        assertEquals("up\ntidied\n", testing.logOf("tidy"));
    }

    @Test
    void killsAllOfItWhenTheGraceIsOver() throws Exception {
        Workload workload = testing.shell(
                "stubborn", "trap '' TERM; (trap '' TERM; setsid sleep 61) & echo up; while :; do sleep 0.05; done");
        launcher.start(workload);
        testing.awaitLog("stubborn", "up");
        List<ProcessHandle> processes = testing.processes("stubborn");
        assertTrue(processes.size() >= 3, processes::toString);
        launcher.stop(workload.id(), Duration.ofMillis(200));

        assertEquals(
                137,
                TestingWorkloads.awaitEnd(launcher, workload.id(), Duration.ofSeconds(5))
                        .exitCode());
        TestingWorkloads.await("all to die", () -> processes.stream().noneMatch(ProcessHandle::isAlive));
    }

    @Test
    void takesTheSandboxDownWhenTheSupervisorIsKilled() throws Exception {
        Workload workload = testing.shell("orphan", "setsid sleep 62 & echo up; sleep 62");
        launcher.start(workload);
        testing.awaitLog("orphan", "up");
        List<ProcessHandle> processes = testing.processes("orphan");
        ProcessHandle.of(testing.supervisor("orphan").pid()).orElseThrow().destroyForcibly();

        WorkloadStatus.Ended end = TestingWorkloads.awaitEnd(launcher, workload.id(), Duration.ofSeconds(2));
        assertEquals(137, end.exitCode());
        assertFalse(end.outOfMemory());
        TestingWorkloads.await("all to die", () -> processes.stream().noneMatch(ProcessHandle::isAlive));
    }

    @Test
    void tellsAListenerThatComesLateAndEachOnce() throws Exception {
        Workload workload = testing.shell("told", "true");
        java.util.List<WorkloadId> early = new java.util.concurrent.CopyOnWriteArrayList<>();
        launcher.onEnd((id, end) -> {
            throw new IllegalStateException("a listener that fails harms no other");
        });
        launcher.onEnd((id, end) -> early.add(id));
        TestingWorkloads.endOf(launcher, workload);
        TestingWorkloads.awaitEnd(launcher, workload.id(), Duration.ofSeconds(5));
        assertEquals(List.of(workload.id()), early);
    }

    @Test
    void refusesWhatCannotBeMountedAndLeavesNoTrace() {
        Workload missing = testing.workload(
                "missing",
                TestingWorkloads.ANA,
                List.of("true"),
                Map.of(),
                List.of(Mount.readOnly(root.resolve("not-there"))),
                Resources.unlimited());
        LaunchException refusal = assertThrows(LaunchException.class, () -> launcher.start(missing));
        assertTrue(refusal.getMessage().contains("not-there"), refusal::getMessage);
        assertEquals(List.of(), launcher.known());
        assertEquals(new WorkloadStatus.Unknown(), launcher.status(missing.id()));
    }

    @Test
    void refusesAMountInsideOfAFolderWhereTheUserCouldLayALink() {
        Workload nested = testing.workload(
                "nested",
                TestingWorkloads.ANA,
                List.of("true"),
                Map.of(),
                List.of(new Mount(root, Path.of("/home/ana/shared"), false)),
                Resources.unlimited());
        assertThrows(LaunchException.class, () -> launcher.start(nested));
    }

    @Test
    void saysInTheLogWhyACommandCannotRun() throws Exception {
        Workload workload = testing.workload(
                "typo", TestingWorkloads.ANA, List.of("no-such-command"), Map.of(), List.of(), Resources.unlimited());
        assertTrue(TestingWorkloads.endOf(launcher, workload).exitCode() != 0);
        assertTrue(testing.logOf("typo").contains("no-such-command"));
    }

    @Test
    void tellsWhichFoldersAreInUseByWhatRuns() throws Exception {
        Path tools = Files.createDirectories(root.resolve("tools/one/bin")).getParent();
        Workload workload = testing.workload(
                "user",
                TestingWorkloads.ANA,
                List.of("sleep", "68"),
                Map.of(),
                List.of(Mount.readOnly(tools)),
                Resources.unlimited());
        assertFalse(launcher.uses(tools));
        launcher.start(workload);
        assertTrue(launcher.uses(tools));
        assertTrue(launcher.uses(tools.getParent()));
        assertFalse(launcher.uses(root.resolve("tools/o")));
        assertEquals(tools, launcher.visible(workload.id(), tools));
        launcher.stop(workload.id(), Duration.ZERO);
        TestingWorkloads.awaitEnd(launcher, workload.id(), Duration.ofSeconds(10));
        assertFalse(launcher.uses(tools));
    }
}
