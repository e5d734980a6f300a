package dev.orrery.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runners that wait for their attempt, in processes of their own with a real kernel and a real server. */
@Timeout(120)
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

    private TestingRunner runner;

    @BeforeEach
    void begin() {
        runner = new TestingRunner(folder);
    }

    @Test
    void aCellFindsItAllAsWithAPlainStart() throws Exception {
        String plain;
        try (TestingServer server = server(SELF_PORTRAIT)) {
            assertEquals(0, runner.exitCode(start(server, "attempt", TestingServer.TOKEN)), runner::log);
            plain = printed();
            assertTrue(plain.contains(" [] " + runner.work()), plain);
        }
        clear();
        try (TestingServer server = server(SELF_PORTRAIT)) {
            Process slot = start(server, "slot", TestingServer.SLOT_TOKEN);
            server.asked.await();
            claim(server);
            assertEquals(0, runner.exitCode(slot), runner::log);
            assertEquals(plain, printed());
            assertEquals("success", server.last().path("state").asString(""));
            assertTrue(runner.log().contains("the kernel was ready beforehand"), runner::log);
            assertFalse(runner.log().contains(TestingServer.SLOT_TOKEN)
                    || runner.log().contains(TestingServer.TOKEN));
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
            assertEquals(0, runner.exitCode(slot), runner::log);
            assertEquals("came\n", printed());
        }
    }

    @Test
    void itEndsWhenItsKernelDies() throws Exception {
        try (TestingServer server = server("print('never')")) {
            Process slot = start(server, "slot", TestingServer.SLOT_TOKEN);
            server.asked.await();
            slot.descendants().forEach(ProcessHandle::destroyForcibly);
            assertEquals(0, runner.exitCode(slot), runner::log);
            assertTrue(runner.log().contains("slot not used: the kernel has ended"), runner::log);
            assertEquals(List.of(), server.kinds());
        }
    }

    @Test
    void itEndsWhenTheServerWantsItNoMoreOrItIsToldTo() throws Exception {
        try (TestingServer server = server("print('never')")) {
            Process refused = start(server, "slot", "revoked");
            server.claimed.countDown();
            assertEquals(0, runner.exitCode(refused), runner::log);
            assertTrue(runner.log().contains("HTTP 401"), runner::log);
        }
        clear();
        try (TestingServer server = server("print('never')")) {
            Process told = start(server, "slot", TestingServer.SLOT_TOKEN);
            server.asked.await();
            told.destroy();
            assertEquals(0, runner.exitCode(told), runner::log);
            assertTrue(runner.log().contains("slot not used: told to end"), runner::log);
        }
    }

    /** The work folder is filled at the claim: it was empty before. */
    private void claim(TestingServer server) throws IOException {
        Files.move(folder.resolve("n.ipynb"), runner.work().resolve("n.ipynb"));
        server.claimed.countDown();
    }

    private TestingServer server(String source) throws IOException {
        Files.writeString(folder.resolve("n.ipynb"), TestingRunner.notebook(source));
        return runner.server();
    }

    private void clear() throws IOException {
        Files.deleteIfExists(runner.work().resolve("n.ipynb"));
    }

    private Process start(TestingServer server, String mode, String token) throws IOException {
        if (mode.equals("attempt")) {
            claim(server);
        }
        return runner.start(server, mode, token, List.of(), Map.of());
    }

    private String printed() {
        return String.join("", runner.printed());
    }
}
