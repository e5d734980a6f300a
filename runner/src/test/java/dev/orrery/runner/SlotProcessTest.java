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
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runners that wait for their attempt, in processes of their own with a real kernel and a real server. */
class SlotProcessTest {
    /** What a cell can find out about how its kernel came to be. */
    private static final String SELF_PORTRAIT = """
            import os, sys
            print(len(In), get_ipython().execution_count, sorted(Out), os.getcwd())
            print(sorted(name for name in globals() if not name.startswith('_')))
            print(sorted(os.environ.items() - {('JPY_PARENT_PID', os.environ['JPY_PARENT_PID'])}))
            print(sys.path, sys.argv[1:] and 'arguments', get_ipython().history_manager.hist_file)""";

    @TempDir
    Path folder;

    @Test
    void aCellFindsItAllAsWithAPlainStart() throws Exception {
        String plain;
        try (TestingServer server = server(SELF_PORTRAIT)) {
            assertEquals(0, exitCode(start(server, "attempt", TestingServer.TOKEN)), this::log);
            plain = printed();
            assertTrue(plain.contains(" [] " + folder.resolve("work")), plain);
        }
        clear();
        try (TestingServer server = server(SELF_PORTRAIT)) {
            Process slot = start(server, "slot", TestingServer.SLOT_TOKEN);
            server.asked.await();
            claim(server);
            assertEquals(0, exitCode(slot), this::log);
            assertEquals(plain, printed());
            assertEquals("success", server.last().path("state").asString(""));
            assertTrue(log().contains("the kernel was ready beforehand"), this::log);
            assertFalse(log().contains(TestingServer.SLOT_TOKEN) || log().contains(TestingServer.TOKEN));
        }
    }

    @Test
    void itWaitsWhileTheServerIsAway() throws Exception {
        try (TestingServer server = server("print('came')")) {
            Process slot = start(server, "slot", TestingServer.SLOT_TOKEN);
            server.asked.await();
            server.goAway();
            server.comeBack();
            claim(server);
            assertEquals(0, exitCode(slot), this::log);
            assertEquals("came\n", printed());
        }
    }

    @Test
    void itEndsWhenItsKernelDies() throws Exception {
        try (TestingServer server = server("print('never')")) {
            Process slot = start(server, "slot", TestingServer.SLOT_TOKEN);
            server.asked.await();
            slot.descendants().forEach(ProcessHandle::destroyForcibly);
            assertEquals(0, exitCode(slot), this::log);
            assertTrue(log().contains("slot not used: the kernel has ended"), this::log);
            assertEquals(List.of(), server.kinds());
        }
    }

    @Test
    void itEndsWhenTheServerWantsItNoMoreOrItIsToldTo() throws Exception {
        try (TestingServer server = server("print('never')")) {
            Process refused = start(server, "slot", "revoked");
            server.claimed.countDown();
            assertEquals(0, exitCode(refused), this::log);
            assertTrue(log().contains("HTTP 401"), this::log);
        }
        clear();
        try (TestingServer server = server("print('never')")) {
            Process told = start(server, "slot", TestingServer.SLOT_TOKEN);
            server.asked.await();
            told.destroy();
            assertEquals(0, exitCode(told), this::log);
            assertTrue(log().contains("slot not used: told to end"), this::log);
        }
    }

    /** The work folder is filled at the claim: it was empty before. */
    private void claim(TestingServer server) throws IOException {
        Files.move(folder.resolve("n.ipynb"), folder.resolve("work/n.ipynb"));
        server.claimed.countDown();
    }

    private TestingServer server(String source) throws IOException {
        Path work = Files.createDirectories(folder.resolve("work"));
        Notebook notebook = Notebook.empty();
        notebook.insert(0, Cell.code(source));
        Files.writeString(folder.resolve("n.ipynb"), notebook.write());
        return new TestingServer(work, Files.createDirectories(folder.resolve("storage")), "n.ipynb");
    }

    private void clear() throws IOException {
        Files.deleteIfExists(folder.resolve("work/n.ipynb"));
    }

    private Process start(TestingServer server, String mode, String token) throws IOException {
        if (mode.equals("attempt")) {
            claim(server);
        }
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                RunnerMain.class.getName(),
                mode);
        builder.environment().put("ORRERY_API_URL", server.uri().toString());
        builder.environment().put("ORRERY_ATTEMPT_TOKEN", token);
        builder.environment()
                .put("ORRERY_ENVIRONMENT_PREFIX", TestingPython.prefix().toString());
        return builder.directory(folder.resolve("work").toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log.txt").toFile())
                .start();
    }

    private int exitCode(Process process) throws InterruptedException {
        if (!process.waitFor(90, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the process did not end: " + log());
        }
        return process.exitValue();
    }

    private String printed() throws IOException {
        StringBuilder text = new StringBuilder();
        Notebook.parse(Files.readString(folder.resolve("storage/output.ipynb")))
                .cells()
                .forEach(cell -> cell.outputs()
                        .forEach(output -> text.append(output.path("text").asString(""))));
        return text.toString();
    }

    private String log() {
        try {
            return Files.readString(folder.resolve("log.txt"));
        } catch (IOException e) {
            return String.valueOf(e);
        }
    }
}
