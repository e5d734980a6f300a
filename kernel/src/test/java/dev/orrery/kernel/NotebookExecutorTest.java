package dev.orrery.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orrery.notebook.Cell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class NotebookExecutorTest {
    @Test
    void aKernelLooksToItsCodeAsJupyterStartsIt() {
        TestingRun run = new TestingRun("""
                import os, sys
                print(os.path.basename(sys.argv[0]), __name__, sys.path.count(''), sys.path.count(os.getcwd()))
                import debugpy
                print(debugpy.__name__)""");

        assertEquals(new ExecutionResult.Completed(), run.run());
        assertEquals("ipykernel_launcher.py __main__ 1 0\ndebugpy\n", run.text(0));
    }

    @Test
    void whatTheStartPutsOffIsThereForTheNotebook() {
        TestingRun run = new TestingRun("""
                import gc, jupyter_client
                from jupyter_client import KernelManager
                print(jupyter_client.__version__ > '', KernelManager.__module__, jupyter_client.session.Session.__name__, gc.isenabled())
                class Cycle: pass
                for _ in range(100):
                    c = Cycle(); c.c = c
                del c
                print(gc.collect() > 90)""", "%history -n");

        assertEquals(new ExecutionResult.Completed(), run.run());
        assertEquals("True jupyter_client.manager Session True\nTrue\n", run.text(0));
        assertTrue(run.text(1).contains("1:\nimport gc"), () -> run.text(1));
    }

    @Test
    void whatIsRegisteredForTheEndRunsThen(@TempDir Path folder) {
        TestingRun run =
                new TestingRun("import atexit, pathlib\natexit.register(pathlib.Path('%s').write_text, 'ended')"
                        .formatted(folder.resolve("end")));

        assertEquals(new ExecutionResult.Completed(), run.run());
        assertTrue(Files.exists(folder.resolve("end")));
    }

    @Test
    void cellsRunInOrderAndTheirOutputsStandInTheNotebook() {
        TestingRun run = new TestingRun("x = 6\nprint('out')", "  ", "x * 7", "1/0").tag(3, "skip-execution");
        run.notebook.insert(0, Cell.markdown("# Title"));

        assertEquals(new ExecutionResult.Completed(), run.run());

        assertEquals("out\n", run.text(1));
        assertEquals("42", run.output(3, 0).path("data").path("text/plain").asString(""));
        assertEquals(1, run.notebook.cells().get(1).executionCount());
        assertEquals(2, run.notebook.cells().get(3).executionCount());
        assertTrue(run.notebook.cells().get(4).outputs().isEmpty());
        assertEquals(
                List.of(
                        "kernelStarted",
                        "cellStarted 0",
                        "cellFinished 0",
                        "cellStarted 1",
                        "cellFinished 1",
                        "cellStarted 2",
                        "cellFinished 2",
                        "cellStarted 3",
                        "cellFinished 3",
                        "cellStarted 4",
                        "cellFinished 4"),
                run.calls);
        assertEquals("python", run.notebook.language().orElse(""));
        JsonNode times = run.notebook.cells().get(1).metadata().path("execution");
        for (String time :
                List.of("iopub.status.busy", "iopub.execute_input", "iopub.status.idle", "shell.execute_reply")) {
            assertTrue(times.path(time).asString("").endsWith("Z"), times::toString);
        }
    }

    @Test
    void displaysAreUpdatedInEarlierCellsAndOutputsAreClearedWhenToldSo() {
        TestingRun run = new TestingRun(
                "from IPython.display import *\nh = display('old', display_id='d')",
                "update_display('new', display_id='d')",
                "print('gone'); clear_output(); print('stays')",
                "print('gone too', flush=True); clear_output(wait=True); display('last')",
                "print('kept', flush=True); clear_output(wait=True)");

        assertEquals(new ExecutionResult.Completed(), run.run());

        assertEquals("'new'", run.output(0, 0).path("data").path("text/plain").asString(""));
        assertFalse(run.output(0, 0).has("transient"));
        assertTrue(run.notebook.cells().get(1).outputs().isEmpty());
        assertEquals("stays\n", run.text(2));
        assertEquals(1, run.notebook.cells().get(3).outputs().size());
        assertEquals("kept\n", run.text(4));
    }

    @Test
    void theLastOutputIsThereHoweverMuchWasPrinted() {
        TestingRun run = new TestingRun("for i in range(20000): print(i, 'x' * 100)\nprint('the end')");
        run.maxOutputBytes = 64 << 20;

        assertEquals(new ExecutionResult.Completed(), run.run());

        assertTrue(run.text(0).endsWith("the end\n"));
        assertEquals(20001, run.text(0).lines().count());
    }

    @Test
    void whatIsTooMuchForTheNotebookIsCutAndMarkedAndStillHeard() {
        TestingRun run =
                new TestingRun("for i in range(3000): print('y' * 1000)\nprint('the end')", "print('later')\n1/0");
        run.maxOutputBytes = 100_000;

        ExecutionResult.CellFailed failed = assertInstanceOf(ExecutionResult.CellFailed.class, run.run());

        assertEquals("ZeroDivisionError", failed.name());
        assertTrue(run.text(0).length() < 120_000);
        assertTrue(run.text(0).contains("output cut here"), run.text(0));
        assertTrue(run.printed.toString().contains("the end\nlater\n"));
        JsonNode last = run.notebook.cells().get(1).outputs();
        assertEquals("error", last.path(last.size() - 1).path("output_type").asString(""));
    }

    @Test
    void aCellThatTakesTooLongIsInterruptedAndFails() {
        TestingRun run = new TestingRun("import time\nprint('in', flush=True)\ntime.sleep(600)", "1");
        run.cellTimeout = Duration.ofMillis(1500);

        ExecutionResult.TimedOut late = assertInstanceOf(ExecutionResult.TimedOut.class, run.run());

        assertEquals(0, late.index());
        assertEquals("failed", run.status(0));
        assertEquals("pending", run.status(1));
        assertEquals("KeyboardInterrupt", run.output(0, 1).path("ename").asString(""));
    }

    @Test
    void anInterruptOfTheThreadCancels() {
        TestingRun run = new TestingRun("import time\nprint('now', flush=True)\ntime.sleep(600)", "1");
        Thread executing = Thread.currentThread();
        run.when.put("now", executing::interrupt);

        assertEquals(new ExecutionResult.Cancelled(0), run.run());

        assertFalse(Thread.interrupted(), "the interrupt was dealt with");
        assertEquals("failed", run.status(0));
        assertEquals("pending", run.status(1));
    }

    @Test
    void theDeathOfTheKernelIsKnownAlthoughAChildOfItsLives() {
        // Its thread that sends has the time to.
        TestingRun run = new TestingRun(
                "import os, subprocess, time\nsubprocess.Popen(['sleep', '60'])\nprint('now', flush=True)\ntime.sleep(0.5)\nos.kill(os.getpid(), 9)");
        long[] at = new long[1];
        run.when.put("now", () -> at[0] = System.nanoTime());

        ExecutionResult result = run.run();

        long took = System.nanoTime() - at[0];
        assertInstanceOf(ExecutionResult.KernelDied.class, result);
        assertTrue(took < 30_000_000_000L, took + " ns");
    }

    @Test
    void timeAndMemoryOfACellAreMeasured() {
        TestingRun run = new TestingRun(
                "import time\nend = time.process_time() + 0.3\nwhile time.process_time() < end: pass",
                "b = bytearray(200 << 20)");

        assertEquals(new ExecutionResult.Completed(), run.run());

        assertTrue(run.stats.get(0).wall().toMillis() >= 300);
        assertNotNull(run.stats.get(0).cpuSeconds());
        assertTrue(run.stats.get(0).cpuSeconds() >= 0.25, run.stats.toString());
        assertTrue(run.stats.get(1).peakMemoryBytes() > 200 << 20, run.stats.toString());
        assertTrue(run.stats.get(0).peakMemoryBytes() < 200 << 20, run.stats.toString());
    }

    @Test
    void thePlatformsOwnVariablesDoNotReachTheKernel() {
        TestingRun run = new TestingRun("import os\nprint([k for k in os.environ if k.startswith('ORRERY')])");
        run.environment.putAll(
                Map.of("ORRERY_ATTEMPT_TOKEN", "secret", "ORRERY_API_URL", "http://x", "ORRERY_OTHER", "fine"));

        assertEquals(new ExecutionResult.Completed(), run.run());

        assertEquals("['ORRERY_OTHER']\n", run.text(0));
    }

    @Test
    void widgetsAreKeptAndAnOutputWidgetTakesItsOutputs() {
        TestingRun run = new TestingRun(
                "import ipywidgets as w\nout = w.Output()\nwith out: print('inside')\nprint('outside')\nw.IntSlider(value=7)",
                "print(len(out.outputs))");

        assertEquals(new ExecutionResult.Completed(), run.run());

        assertEquals("outside\n", run.text(0));
        JsonNode state = run.notebook
                .metadata()
                .path("widgets")
                .path("application/vnd.jupyter.widget-state+json")
                .path("state");
        assertTrue(state.toString().contains("\"value\":7"), state::toString);
        assertTrue(state.toString().contains("inside"), state::toString);
        assertEquals("1\n", run.text(1));
    }

    /** ZeroMQ's own queue has room for a thousand. */
    @Test
    void ofManyMessagesAtOnceNoneIsDropped() {
        TestingRun run = new TestingRun(
                "import ipywidgets as w\nbar = w.HTML()\nfor i in range(10_000): bar.value = str(i) * 99",
                "print('after')");
        assertEquals(new ExecutionResult.Completed(), run.run());
        assertEquals("after\n", run.text(1));
        assertTrue(run.notebook.write().contains("\"value\": \"" + "9999".repeat(99) + "\""));
    }

    /** As a progress bar does for hours. */
    @Test
    void aWidgetThatChangesOverAndOverTakesNoMoreThanItsState() {
        TestingRun run = new TestingRun(
                "import ipywidgets as w\nbar = w.HTML(); out = w.Output()\nfor i in range(300): bar.value = str(i) * 99",
                "for i in range(300): bar.value = str(i) * 99",
                "with out:\n for i in range(200): out.clear_output(); print('x' * 999)",
                "bar.value = 'y' * 20000\nfor i in range(100): bar.value = str(i % 10) * 20000",
                "print('after')");
        run.maxOutputBytes = 1 << 17;

        assertEquals(new ExecutionResult.Completed(), run.run());

        assertEquals("after\n", run.text(4));
        assertTrue(run.notebook.write().contains("\"value\": \"" + "9".repeat(20_000) + "\""));
    }

    @Test
    void aKernelThatCannotUseUnixSocketsIsTalkedToOverTcp(@TempDir Path folder) throws IOException {
        Path spec = Files.createDirectories(folder.resolve("kernels/wrapped"));
        Files.writeString(spec.resolve("kernel.json"), """
                {"argv": ["/bin/sh", "-c", "exec %s -m ipykernel_launcher -f $0", "{connection_file}"], "language": "python",
                 "env": {"GREETING": "hello ${WHO}"}}""".formatted(
                        TestingPython.prefix().resolve("bin/python")));
        TestingRun run = new TestingRun("import os; print(os.environ['GREETING'])");
        run.kernelPath = folder;
        run.kernelName = "wrapped";
        run.environment.put("WHO", "world");

        assertEquals(new ExecutionResult.Completed(), run.run());

        assertEquals("hello world\n", run.text(0));
    }

    @Test
    void aKernelThatIsNotThereIsNamed() {
        TestingRun run = new TestingRun("1");
        run.kernelName = "nosuch";

        ExecutionResult.NotStarted not = assertInstanceOf(ExecutionResult.NotStarted.class, run.run());

        assertTrue(not.why().contains("nosuch"), not::why);
        assertTrue(not.remedy().contains("python3"), not::remedy);
    }

    @Test
    void aKernelThatEndsAtOnceIsQuoted(@TempDir Path folder) throws IOException {
        Path spec = Files.createDirectories(folder.resolve("kernels/broken"));
        Files.writeString(spec.resolve("kernel.json"), """
                {"argv": ["/bin/sh", "-c", "echo no licence; exit 7"], "language": "python"}""");
        TestingRun run = new TestingRun("1");
        run.kernelPath = folder;
        run.kernelName = "broken";

        ExecutionResult.NotStarted not = assertInstanceOf(ExecutionResult.NotStarted.class, run.run());

        assertTrue(not.why().contains("exit code 7"), not::why);
        assertTrue(not.why().contains("no licence"), not::why);
        assertEquals("pending", run.status(0));
    }
}
