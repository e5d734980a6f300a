package dev.orrery.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orrery.kernel.ProtocolJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** Attempts that run a real program, with a real server. */
final class CommandAttemptTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final Cancellation cancellation = new Cancellation();
    private TestingServer server;

    @BeforeEach
    void open() throws IOException {
        Path work = Files.createDirectories(folder.resolve("work"));
        server = new TestingServer(work, Files.createDirectories(folder.resolve("storage")), "none.ipynb");
        server.order.put("notebook", "");
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void itRunsInTheDagsFolderAndItsOutputIsTheLog() throws Exception {
        Files.writeString(folder.resolve("work/data.txt"), "forty-two");
        order("bash", "-c", "cat data.txt; echo to stderr >&2");

        assertEquals(0, run());

        assertEquals(List.of("started", "finished"), server.kinds());
        assertEquals("success", server.last().path("state").asString(""));
        assertTrue(log().contains("forty-twoto stderr\n"), this::log);
        assertFalse(Files.exists(folder.resolve("storage/output.ipynb")));
        assertEquals(server.last(), ProtocolJson.read(Files.readAllBytes(folder.resolve("storage/result.json"))));
    }

    @Test
    void wordsReachTheProgramWithNoShellBetween() throws Exception {
        order("printf", "<%s>", "a b", "$HOME", "*");

        run();

        assertTrue(log().contains("<a b><$HOME><*>"), this::log);
    }

    @Test
    void itsExitCodeAndItsLastLinesSayWhyItFailed() throws Exception {
        order("bash", "-c", "seq 1 100; echo no such table >&2; exit 3");

        assertEquals(0, run());

        JsonNode error = server.last().path("error");
        assertEquals("failed", server.last().path("state").asString(""));
        assertEquals(3, server.last().path("exit_code").asInt());
        assertEquals("command", error.path("kind").asString(""));
        assertEquals(
                "The command ended with exit code 3: no such table",
                error.path("message").asString(""));
        assertEquals(Outcome.LAST_LINES, error.path("traceback").size());
        assertEquals(
                "no such table",
                error.path("traceback").get(Outcome.LAST_LINES - 1).asString(""));
    }

    @Test
    void parametersAndVariablesAreItsEnvironmentAndThePlatformsSecretsAreNot() throws Exception {
        server.order
                .withObject("parameters")
                .put("day", "2026-03-05")
                .put("n", 3)
                .putNull("none");
        server.order.withObject("parameters").putArray("list").add(1).add("a");
        server.order.putObject("environment").put("GREETING", "hello $n").put("PATH", "/own:/usr/bin:/bin");
        order("env");

        run();

        for (String line : List.of(
                "ORRERY_PARAM_DAY=2026-03-05",
                "ORRERY_PARAM_N=3",
                "ORRERY_PARAM_NONE=",
                "ORRERY_PARAM_LIST=[1,\"a\"]",
                "GREETING=hello $n",
                "PATH=/own:/usr/bin:/bin")) {
            assertTrue(log().lines().toList().contains(line), () -> line + " is not in " + log());
        }
        assertFalse(log().contains("TOKEN"), this::log);
    }

    @Test
    void aProgramThatIsNotThereFailsWithASentence() throws Exception {
        order("bash", "-c", "orrery-has-no-such-program");
        run();

        assertEquals(127, server.last().path("exit_code").asInt());
        assertTrue(log().contains("orrery-has-no-such-program"), this::log);
    }

    @Test
    void aTimeoutEndsItAndAllThatItStarted() throws Exception {
        server.order.put("timeout_seconds", 1);
        order("bash", "-c", "sleep 600 & echo $! > child; wait");

        assertEquals(0, run());

        assertEquals("failed", server.last().path("state").asString(""));
        assertEquals("timeout", server.last().path("error").path("kind").asString(""));
        assertGone("child");
    }

    @Test
    void aCancelledProgramMayClearAwayBeforeItEnds() throws Exception {
        order("bash", "-c", "trap 'echo cleared; exit 0' TERM; echo $$ > child; sleep 600 & wait");
        Thread running = Thread.ofVirtual().start(this::runUnchecked);
        server.await("started");
        server.cancel = true;
        running.join();

        assertEquals("cancelled", server.last().path("state").asString(""));
        assertGone("child");
    }

    @Test
    void whatItLeavesBehindHoldsNothingUp() throws Exception {
        order("bash", "-c", "sleep 600 & echo $! > child");

        assertEquals(0, run());

        assertEquals("success", server.last().path("state").asString(""));
        assertGone("child");
    }

    @Test
    void itReadsTheValuesOfTheTasksBeforeItAndHandsOnItsOwn() throws Exception {
        server.order.putObject("inputs").putObject("load").put("rows", 3);
        order(
                "bash",
                "-c",
                "cat $ORRERY_TOOLBOX/inputs.json; mkdir $ORRERY_TOOLBOX/outputs; echo '[1, 2]' > $ORRERY_TOOLBOX/outputs/n.json");

        assertEquals(0, run());

        assertTrue(log().contains("{\"load\":{\"rows\":3}}"), this::log);
        assertEquals("{\"n\":[1,2]}", server.last().path("outputs").toString());
    }

    @Test
    void aValueThatIsNoneFailsIt() throws Exception {
        order("bash", "-c", "mkdir -p $ORRERY_TOOLBOX/outputs; echo NaN > $ORRERY_TOOLBOX/outputs/n.json");

        assertEquals(0, run());

        assertEquals("failed", server.last().path("state").asString(""));
        assertEquals("OutputUnusable", server.last().path("error").path("name").asString(""));
        assertTrue(server.last().path("outputs").isMissingNode());
    }

    private void assertGone(String file) throws Exception {
        Path note = folder.resolve("work").resolve(file);
        if (Files.exists(note)) {
            long pid = Long.parseLong(Files.readString(note).strip());
            var process = ProcessHandle.of(pid);
            if (process.isPresent()) {
                process.get().onExit().get(30, TimeUnit.SECONDS);
            }
        }
    }

    private void order(String... words) {
        ArrayNode command = server.order.putArray("command");
        List.of(words).forEach(command::add);
    }

    private int run() throws InterruptedException {
        AttemptSettings settings = new AttemptSettings(
                URI.create(server.uri().toString()),
                TestingServer.TOKEN,
                Path.of("/usr"),
                Duration.ofSeconds(10),
                Map.of("PATH", "/usr/bin:/bin", "HOME", "/tmp"));
        PrintStream out = new PrintStream(log, true, StandardCharsets.UTF_8);
        return new AttemptProcess(
                        settings, InstantSource.system(), new AttemptLog(out, InstantSource.system()), cancellation)
                .carryOut(Order.parse(server.order), null);
    }

    private void runUnchecked() {
        try {
            run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String log() {
        return log.toString(StandardCharsets.UTF_8);
    }
}
