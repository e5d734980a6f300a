package dev.orrery.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orrery.kernel.ProtocolJson;
import dev.orrery.notebook.Cell;
import dev.orrery.notebook.Notebook;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Attempts in processes of their own, with a real kernel and a real server. */
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

    @Test
    void anAttemptDeliversItsNotebookItsEventsAndItsLog() throws Exception {
        try (TestingServer server = server("x = 1", "print('x is', x)")) {
            server.order.withObject("parameters").put("x", 5);

            Process attempt = start(server);

            assertEquals(0, exitCode(attempt));
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
            assertEquals(server.last(), result());
            assertTrue(output().contains("x is 5"), this::log);
            assertTrue(log().contains("x is 5"), this::log);
            assertFalse(log().contains(TestingServer.TOKEN));
        }
    }

    @Test
    void aNotebookGetsValuesAndHandsOnItsOwnByTheToolbox() throws Exception {
        String put = "import sys; sys.path.insert(0, '" + Path.of("../python/toolbox/src").toAbsolutePath()
                + "'); import toolbox; toolbox.put('rows', toolbox.get('load', 'rows') + [4]); 'not this'";
        try (TestingServer server = server(put)) {
            server.order.putObject("inputs").putObject("load").putArray("rows").add(3);

            assertEquals(0, exitCode(start(server)));

            assertEquals("success", server.last().path("state").asString(""), this::log);
            assertEquals("{\"rows\":[3,4]}", server.last().path("outputs").toString());
        }
    }

    @Test
    void anAttemptGoesOnWhileTheServerIsAwayAndDeliversWhenItIsBack() throws Exception {
        try (TestingServer server = server("1", UNTIL, "print('after')")) {
            Process attempt = start(server);
            server.await("cell_finished");
            server.goAway();
            Files.createFile(folder.resolve("work/go"));
            awaitFile("result.json");
            assertTrue(attempt.isAlive());
            server.comeBack();

            server.await("finished");
            assertEquals(0, exitCode(attempt));
            assertEquals("success", server.last().path("state").asString(""));
            assertEquals(
                    IntStream.rangeClosed(1, server.events.size()).boxed().toList(),
                    server.events.stream().map(e -> e.path("sequence").asInt()).toList());
            assertTrue(output().contains("after"));
        }
    }

    @Test
    void aServerThatStaysAwayFindsTheResultInTheStorage() throws Exception {
        try (TestingServer server = server(UNTIL)) {
            Process attempt = start(server, Map.of("ORRERY_RESULT_PATIENCE_SECONDS", "1"));
            server.await("cell_started");
            server.goAway();
            Files.createFile(folder.resolve("work/go"));

            assertEquals(0, exitCode(attempt));
            assertEquals("success", result().path("state").asString(""));
            server.comeBack();
        }
    }

    @Test
    void aFailingCellIsNamedByItsPlaceInTheOutput() throws Exception {
        try (TestingServer server = server("print('fine')", "1/0", "print('never')")) {
            assertEquals(0, exitCode(start(server)));

            JsonNode error = server.last().path("error");
            assertEquals("failed", server.last().path("state").asString(""));
            assertEquals("cell", error.path("kind").asString(""));
            assertEquals("ZeroDivisionError", error.path("name").asString(""));
            Notebook output = Notebook.parse(output());
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

            assertEquals(0, exitCode(attempt));
            assertEquals("cancelled", server.last().path("state").asString(""));
            assertEquals("cancelled", result().path("state").asString(""));
        }
    }

    @Test
    void anAttemptThatTakesTooLongFails() throws Exception {
        try (TestingServer server = server("import time; time.sleep(600)")) {
            server.order.put("timeout_seconds", 4);

            assertEquals(0, exitCode(start(server)));

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

            assertEquals(0, exitCode(attempt));
            assertEquals("cancelled", result().path("state").asString(""));
            assertFalse(Notebook.parse(output()).cells().isEmpty());
            assertTrue(output().contains("first"));
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

            exitCode(attempt);
            Notebook output = Notebook.parse(output());
            assertTrue(output.cells().get(0).outputs().toString().contains("pid"));
            assertFalse(below.isEmpty());
            for (ProcessHandle process : below) {
                process.onExit().get(30, TimeUnit.SECONDS);
            }
            assertFalse(Files.exists(folder.resolve("storage/result.json")));
        }
    }

    @Test
    void aNotebookThatIsNoneIsAResultToo() throws Exception {
        try (TestingServer server = server("1")) {
            Files.writeString(folder.resolve("work/n.ipynb"), "{");

            assertEquals(0, exitCode(start(server)));

            assertEquals("notebook", server.last().path("error").path("kind").asString(""));
        }
    }

    @Test
    void theKernelHasNoWayToTheServer() throws Exception {
        try (TestingServer server = server("import os\nprint(sorted(os.environ))")) {
            assertEquals(0, exitCode(start(server)));

            assertFalse(output().contains("ORRERY_ATTEMPT_TOKEN"));
            assertFalse(output().contains("ORRERY_API_URL"));
            assertTrue(output().contains("'PATH'"));
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
            assertEquals(0, exitCode(start(server, UNPRIVILEGED, Map.of())));

            assertEquals(List.of("refused\n".repeat(5)), printed());
        }
    }

    @Test
    void whatASilentCellPrintedBeforeIsSavedWhileItRuns() throws Exception {
        try (TestingServer server = server("print('early')\n" + UNTIL)) {
            Process attempt = start(server);
            server.await("cell_started");
            awaitOutput("early\\n");
            assertTrue(attempt.isAlive());
            Files.createFile(folder.resolve("work/go"));

            assertEquals(0, exitCode(attempt));
        }
    }

    private TestingServer server(String... sources) throws IOException {
        Path work = Files.createDirectories(folder.resolve("work"));
        Notebook notebook = Notebook.empty();
        for (String source : sources) {
            notebook.insert(notebook.cells().size(), Cell.code(source));
        }
        notebook.cells().get(0).setTags(List.of("parameters"));
        Files.writeString(work.resolve("n.ipynb"), notebook.write());
        return new TestingServer(work, Files.createDirectories(folder.resolve("storage")), "n.ipynb");
    }

    private Process start(TestingServer server) throws IOException {
        return start(server, Map.of());
    }

    private Process start(TestingServer server, Map<String, String> more) throws IOException {
        return start(server, List.of(), more);
    }

    private Process start(TestingServer server, List<String> prefix, Map<String, String> more) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(RunnerMain.class.getName(), "attempt"));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("ORRERY_API_URL", server.uri().toString());
        builder.environment().put("ORRERY_ATTEMPT_TOKEN", TestingServer.TOKEN);
        builder.environment()
                .put("ORRERY_ENVIRONMENT_PREFIX", TestingPython.prefix().toString());
        builder.environment().putAll(more);
        builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("log.txt").toFile());
        return builder.start();
    }

    private int exitCode(Process attempt) throws InterruptedException {
        if (!attempt.waitFor(90, TimeUnit.SECONDS)) {
            attempt.destroyForcibly();
            throw new AssertionError("the attempt did not end: " + log());
        }
        return attempt.exitValue();
    }

    private void awaitFile(String name) throws IOException, InterruptedException {
        Path file = folder.resolve("storage").resolve(name);
        try (WatchService watch = file.getFileSystem().newWatchService()) {
            file.getParent().register(watch, StandardWatchEventKinds.ENTRY_CREATE);
            while (!Files.exists(file)) {
                var key = watch.poll(60, TimeUnit.SECONDS);
                if (key == null) {
                    throw new AssertionError("no " + name + ": " + log());
                }
                key.pollEvents();
                key.reset();
            }
        }
    }

    private void awaitOutput(String text) throws IOException, InterruptedException {
        try (WatchService watch = folder.getFileSystem().newWatchService()) {
            folder.resolve("storage").register(watch, StandardWatchEventKinds.ENTRY_CREATE);
            while (!output().contains(text)) {
                var key = watch.poll(20, TimeUnit.SECONDS);
                if (key == null) {
                    throw new AssertionError("not saved: " + output());
                }
                key.pollEvents();
                key.reset();
            }
        }
    }

    /** What each code cell printed. */
    private List<String> printed() {
        return Notebook.parse(output()).cells().stream()
                .map(cell -> cell.outputs().path(0).path("text").asString(""))
                .toList();
    }

    private String output() {
        try {
            return Files.readString(folder.resolve("storage/output.ipynb"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode result() throws IOException {
        return ProtocolJson.read(Files.readAllBytes(folder.resolve("storage/result.json")));
    }

    private String log() {
        try {
            return Files.readString(folder.resolve("log.txt"));
        } catch (IOException e) {
            return String.valueOf(e);
        }
    }
}
