package dev.orrery.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orrery.notebook.Cell;
import dev.orrery.notebook.Notebook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Attempts in processes of their own, with a real kernel and a real server. */
@Timeout(120)
class AttemptProcessTest {
    /** Waits for a file to appear, so that a test says when the cell ends. */
    private static final String UNTIL = """
            import os, time
            while not os.path.exists('go'): time.sleep(0.02)""";

    private static final List<String> UNPRIVILEGED =
            System.getProperty("user.name").equals("root")
                    ? List.of("setpriv", "--no-new-privs", "--bounding-set=-all", "--inh-caps=-all", "--")
                    : List.of();

    @TempDir
    Path folder;

    private TestingRunner runner;

    @BeforeEach
    void begin() {
        runner = new TestingRunner(folder);
    }

    @Test
    void anAttemptDeliversItsNotebookItsEventsAndItsLog() throws Exception {
        try (TestingServer server = server("x = 1", "print('x is', x)")) {
            server.order.withObject("parameters").put("x", 5);

            Process attempt = start(server);

            assertEquals(0, runner.exitCode(attempt));
            assertEquals(
                    List.of(
                            "started",
                            "cell_started",
                            "cell_finished",
                            "cell_started",
                            "cell_finished",
                            "cell_started",
                            "cell_output",
                            "cell_finished",
                            "finished"),
                    server.kinds());
            assertEquals("success", server.last().path("state").asString(""));
            assertEquals(server.last(), runner.result());
            assertTrue(runner.output().contains("x is 5"), runner::log);
            assertTrue(runner.log().contains("x is 5"), runner::log);
            assertFalse(runner.log().contains(TestingServer.TOKEN));
        }
    }

    @Test
    void aNotebookGetsValuesAndHandsOnItsOwnByTheToolbox() throws Exception {
        String put = "import sys; sys.path.insert(0, '"
                + Path.of("../python/toolbox/src").toAbsolutePath()
                + "'); import toolbox; toolbox.put('rows', toolbox.get('load', 'rows') + [4]); 'not this'";
        try (TestingServer server = server(put)) {
            server.order.putObject("inputs").putObject("load").putArray("rows").add(3);

            assertEquals(0, runner.exitCode(start(server)));

            assertEquals("success", server.last().path("state").asString(""), runner::log);
            assertEquals("{\"rows\":[3,4]}", server.last().path("outputs").toString());
        }
    }

    @Test
    void anAttemptGoesOnWhileTheServerIsAwayAndDeliversWhenItIsBack() throws Exception {
        try (TestingServer server = server("1", UNTIL, "print('after')")) {
            Process attempt = start(server);
            server.await("cell_finished");
            server.goAway();
            Files.createFile(runner.work().resolve("go"));
            runner.awaitResult();
            assertTrue(attempt.isAlive());
            server.comeBack();

            server.await("finished");
            assertEquals(0, runner.exitCode(attempt));
            assertEquals("success", server.last().path("state").asString(""));
            assertEquals(
                    IntStream.rangeClosed(1, server.events.size()).boxed().toList(),
                    server.events.stream().map(e -> e.path("sequence").asInt()).toList());
            assertTrue(runner.output().contains("after"));
        }
    }

    @Test
    void aServerThatStaysAwayFindsTheResultInTheStorage() throws Exception {
        try (TestingServer server = server(UNTIL)) {
            Process attempt = start(server, List.of(), Map.of("ORRERY_RESULT_PATIENCE_SECONDS", "1"));
            server.await("cell_started");
            server.goAway();
            Files.createFile(runner.work().resolve("go"));

            assertEquals(0, runner.exitCode(attempt));
            assertEquals("success", runner.result().path("state").asString(""));
            server.comeBack();
        }
    }

    @Test
    void aFailingCellIsNamedByItsPlaceInTheOutput() throws Exception {
        try (TestingServer server = server("print('fine')", "1/0", "print('never')")) {
            assertEquals(0, runner.exitCode(start(server)));

            JsonNode error = server.last().path("error");
            assertEquals("failed", server.last().path("state").asString(""));
            assertEquals("cell", error.path("kind").asString(""));
            assertEquals("ZeroDivisionError", error.path("name").asString(""));
            Notebook output = Notebook.parse(runner.output());
            Cell failing = output.cells().get(error.path("cell_index").asInt());
            assertEquals("1/0", failing.source());
            assertEquals(failing.id(), error.path("cell_id").asString(""));
            assertTrue(error.path("traceback").size() > 1);
        }
    }

    @Test
    void aCancelledAttemptStopsAndSaysSo() throws Exception {
        try (TestingServer server = server("import time; time.sleep(600)")) {
            Process attempt = start(server);
            server.await("cell_started");
            server.cancel = true;

            assertEquals(0, runner.exitCode(attempt));
            assertEquals("cancelled", server.last().path("state").asString(""));
            assertEquals("cancelled", runner.result().path("state").asString(""));
        }
    }

    @Test
    void anAttemptThatTakesTooLongFails() throws Exception {
        try (TestingServer server = server("import time; time.sleep(600)")) {
            server.order.put("timeout_seconds", 4);

            assertEquals(0, runner.exitCode(start(server)));

            assertEquals("failed", server.last().path("state").asString(""));
            assertEquals("timeout", server.last().path("error").path("kind").asString(""));
        }
    }

    @Test
    void sigtermLeavesAValidNotebookAndAResult() throws Exception {
        try (TestingServer server = server("print('first')", "import time; time.sleep(600)")) {
            Process attempt = start(server);
            server.await("cell_finished");
            server.await("cell_started");
            attempt.destroy();

            assertEquals(0, runner.exitCode(attempt));
            assertEquals("cancelled", runner.result().path("state").asString(""));
            assertFalse(Notebook.parse(runner.output()).cells().isEmpty());
            assertTrue(runner.output().contains("first"));
        }
    }

    @Test
    void aKilledAttemptLeavesAValidNotebookAndNoKernel() throws Exception {
        try (TestingServer server = server("import os; print('pid', os.getpid())", "import time; time.sleep(600)")) {
            Process attempt = start(server);
            server.await("cell_finished");
            server.await("cell_started");
            List<ProcessHandle> below = attempt.descendants().toList();
            attempt.destroyForcibly();

            runner.exitCode(attempt);
            Notebook output = Notebook.parse(runner.output());
            assertTrue(output.cells().get(0).outputs().toString().contains("pid"));
            assertFalse(below.isEmpty());
            for (ProcessHandle process : below) {
                process.onExit().get(30, TimeUnit.SECONDS);
            }
            assertFalse(runner.hasResult());
        }
    }

    @Test
    void aNotebookThatIsNoneIsAResultToo() throws Exception {
        try (TestingServer server = server("1")) {
            Files.writeString(runner.work().resolve("n.ipynb"), "{");

            assertEquals(0, runner.exitCode(start(server)));

            assertEquals("notebook", server.last().path("error").path("kind").asString(""));
        }
    }

    @Test
    void theKernelHasNoWayToTheServer() throws Exception {
        try (TestingServer server = server("import os\nprint(sorted(os.environ))")) {
            assertEquals(0, runner.exitCode(start(server)));

            assertFalse(runner.output().contains("ORRERY_ATTEMPT_TOKEN"));
            assertFalse(runner.output().contains("ORRERY_API_URL"));
            assertTrue(runner.output().contains("'PATH'"));
        }
    }

    /** Without capabilities, as in the sandbox: who has them may read everything. */
    @Test
    void theKernelCannotReadTheTokenOutOfTheRunner() throws Exception {
        String attack = """
                import os, pathlib
                for file in pathlib.Path('/proc').glob('[0-9]*/environ'):
                    try:
                        if b'the' + b'-token' in file.read_bytes(): print('LEAK', file)
                    except OSError: pass
                runner = pathlib.Path('/proc', os.environ['JPY_PARENT_PID'])
                for name in 'environ', 'mem', 'maps', 'cwd', 'fd/0':
                    try:
                        if name in ('cwd', 'fd/0'): os.readlink(runner / name)
                        else: open(runner / name, 'rb').read(1)
                        print('LEAK', name)
                    except PermissionError: print('refused')""";
        try (TestingServer server = server(attack)) {
            assertEquals(0, runner.exitCode(start(server, UNPRIVILEGED, Map.of())));

            assertEquals(List.of("refused\n".repeat(5)), runner.printed());
        }
    }

    @Test
    void whatASilentCellPrintedBeforeIsSavedWhileItRuns() throws Exception {
        try (TestingServer server = server("print('early')\n" + UNTIL)) {
            Process attempt = start(server);
            server.await("cell_started");
            runner.awaitOutput("early\\n");
            assertTrue(attempt.isAlive());
            Files.createFile(runner.work().resolve("go"));

            assertEquals(0, runner.exitCode(attempt));
        }
    }

    private TestingServer server(String... sources) throws IOException {
        Files.writeString(runner.work().resolve("n.ipynb"), TestingRunner.notebook(sources));
        return runner.server();
    }

    private Process start(TestingServer server) throws IOException {
        return start(server, List.of(), Map.of());
    }

    private Process start(TestingServer server, List<String> prefix, Map<String, String> more) throws IOException {
        return runner.start(server, "attempt", TestingServer.TOKEN, prefix, more);
    }
}
