package dev.orrery.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Between our looking for a free port and the kernel's binding to it somebody else may take it. */
class TakenPortTest {
    private static final int ATTEMPTS = 3;

    /** As a wrapper of the kernel: takes its shell's port for the first so many starts, then is the kernel. */
    private static final String THIEF = """
            import json, os, runpy, socket, sys
            script, times, starts = sys.argv[1], int(sys.argv[2]), sys.argv[3]
            with open(starts, "a") as file: file.write("x")
            if os.path.getsize(starts) <= times:
                thief = socket.create_server(("127.0.0.1", json.load(open(sys.argv[4]))["shell_port"]))
            sys.argv = [script, sys.argv[4]]
            runpy.run_path(script, run_name="__main__")
            """;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    @Timeout(120)
    void theKernelIsStartedAnewWithOthers(int times) throws IOException {
        TestingRun run = runOf(times);

        assertInstanceOf(ExecutionResult.Completed.class, run.run());
        assertEquals(times + 1, Files.size(folder.resolve("starts")));
        assertEquals("here", run.text(0));
    }

    @ParameterizedTest
    @ValueSource(ints = ATTEMPTS)
    @Timeout(120)
    void butNotForEver(int times) throws IOException {
        TestingRun run = runOf(times);

        ExecutionResult.NotStarted none = assertInstanceOf(ExecutionResult.NotStarted.class, run.run());
        assertTrue(none.why().contains("ddress already in use"), none::why);
        assertEquals(ATTEMPTS, Files.size(folder.resolve("starts")));
    }

    private TestingRun runOf(int times) throws IOException {
        ScriptedKernel.install(folder);
        Path thief = Files.writeString(folder.resolve("thief.py"), THIEF);
        Path spec = Files.createDirectories(folder.resolve("kernels/thief"));
        Files.writeString(
                spec.resolve("kernel.json"),
                "{\"argv\": [\"%s\", \"%s\", \"%s\", \"%d\", \"%s\", \"{connection_file}\"], \"language\": \"python\"}"
                        .formatted(
                                TestingPython.prefix().resolve("bin/python"),
                                thief,
                                folder.resolve("scripted_kernel.py"),
                                times,
                                folder.resolve("starts")));
        TestingRun run = new TestingRun("text('here'); done()");
        run.kernelPath = folder;
        run.kernelName = "thief";
        return run;
    }
}
