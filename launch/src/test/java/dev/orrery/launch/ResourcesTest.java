package dev.orrery.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResourcesTest {
    /** Doubles a string until memory runs out; a thousand million bytes are more than any limit here. */
    private static final String HOG = "s=x; while [ ${#s} -lt 1000000000 ]; do s=$s$s; done; echo NEVER";

    @TempDir
    Path root;

    TestingWorkloads testing;
    LocalLauncher launcher;
    Isolation isolation;

    @BeforeEach
    void open() {
        testing = new TestingWorkloads(root);
        launcher = testing.launcher();
        isolation = SandboxPolicy.detect().isolation();
    }

    @AfterEach
    void close() {
        launcher.close();
    }

    @Test
    void theProcessThatGoesOverTheMemoryLimitIsKilledAndTheReasonKnown() throws Exception {
        assumeTrue(isolation.memoryLimits(), isolation.inWords()::toString);
        Workload workload = testing.shell("hog", TestingWorkloads.ANA, HOG, new Resources(60L << 20, null, null));
        WorkloadStatus.Ended end = TestingWorkloads.endOf(launcher, workload);
        assertTrue(end.outOfMemory(), testing.logOf("hog"));
        assertEquals(137, end.exitCode());
        WorkloadStatus.Memory memory = Objects.requireNonNull(end.memory());
        assertEquals(60L << 20, memory.limit());
        // The kernel counts in pages, and some have no peak.
        assertTrue(memory.peak() == null || memory.peak() > 50L << 20, memory::toString);
        assertFalse(testing.logOf("hog").contains("NEVER"));
    }

    @Test
    void aKilledChildIsToldThoughTheFirstProcessEndsWell() throws Exception {
        assumeTrue(isolation.memoryLimits(), isolation.inWords()::toString);
        Workload workload = testing.shell(
                "parent", TestingWorkloads.ANA, "sh -c '" + HOG + "'; exit 0", new Resources(60L << 20, null, null));
        WorkloadStatus.Ended end = TestingWorkloads.endOf(launcher, workload);
        assertEquals(0, end.exitCode());
        assertTrue(end.outOfMemory());
    }

    @Test
    void aForkBombIsHeld() throws Exception {
        assumeTrue(isolation.processLimits(), isolation.inWords()::toString);
        Workload workload = testing.shell(
                "bomb",
                TestingWorkloads.ANA,
                "i=0; while [ $i -lt 60 ]; do sleep 20 & i=$((i+1)); done; echo NEVER",
                new Resources(null, null, 20));
        WorkloadStatus.Ended end = TestingWorkloads.endOf(launcher, workload);
        assertTrue(end.exitCode() != 0, testing.logOf("bomb"));
        assertFalse(testing.logOf("bomb").contains("NEVER"));
    }

    @Test
    void noGroupIsLeftBehind() throws Exception {
        TestingWorkloads.endOf(launcher, testing.shell("tidy", "true"));
        String groups = Files.readString(testing.records.resolve("tidy/groups"));
        assertEquals(isolation.memoryLimits(), !groups.isEmpty());
        for (String group : groups.lines().toList()) {
            assertFalse(Files.exists(Path.of(group)), group);
        }
    }

    @Test
    void limitsThatCannotBeAreRefused() {
        for (var wrong : List.<Runnable>of(
                () -> new Resources(1024L, null, null),
                () -> new Resources(null, 0.0, null),
                () -> new Resources(null, Double.NaN, null),
                () -> new Resources(null, null, 1))) {
            assertThrows(IllegalArgumentException.class, wrong::run);
        }
    }
}
