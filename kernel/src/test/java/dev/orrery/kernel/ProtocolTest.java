package dev.orrery.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What the protocol asks of a client, against a kernel that does exactly what a cell says. */
class ProtocolTest {
    private static final ExecutionResult COMPLETED = new ExecutionResult.Completed();

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"ipc", "tcp"})
    void cellsRunOverUnixSocketsAndOverTcp(String transport) throws IOException {
        TestingRun run = run(transport, "text(conf['transport']); done()");

        assertEquals(COMPLETED, run.run());
        assertEquals(transport, run.text(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ipc", "tcp"})
    void aLongTextArrivesWholeOverBoth(String transport) throws IOException {
        TestingRun run = run(transport, "text('\\u00e9\\r\\n\\U0001f600\"\\\\' * 300_000 + 'end'); done()");
        run.maxOutputBytes = 64 << 20;

        assertEquals(COMPLETED, run.run());
        assertEquals("é\r\n😀\"\\".repeat(300_000) + "end", run.text(0));
        assertEquals(run.text(0), run.printed.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"'short'", "'long' * 100_000"})
    void aMessageWithAWrongSignatureIsDroppedAndToldOf(String text) throws IOException {
        TestingRun run = run("tcp", "text(" + text + ", key=b'guessed'); text('right'); done()");

        assertEquals(COMPLETED, run.run());
        assertEquals("right", run.text(0));
        assertEquals("right", run.printed.toString());
        assertTrue(run.warnings.toString().contains("wrong signature"), run.warnings::toString);
    }

    @Test
    void whatBelongsToAnotherRequestIsNotTakenForThisOnes() throws IOException {
        TestingRun run = run(
                "ipc",
                "text('late', parent='other'); status('idle', parent='other'); reply(parent='other')\n"
                        + "reply({'status': 'error'}, parent='other'); text('mine'); done()");

        assertEquals(COMPLETED, run.run());
        assertEquals("mine", run.text(0));
        assertEquals("latemine", run.printed.toString());
    }

    @Test
    void outputIsTakenForAsLongAsItComesAfterTheReply() throws IOException {
        TestingRun run =
                run("ipc", "reply()\nfor i in range(12): time.sleep(0.5); text(f'{i} ')\ntext('last'); status('idle')");

        assertEquals(COMPLETED, run.run());
        assertTrue(run.text(0).endsWith("11 last"), run.text(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"restarting", "autorestarting", "dead"})
    void aKernelThatIsStartedAnewIsADeadOne(String state) throws IOException {
        TestingRun run = run("ipc", "text('before'); status('" + state + "', parent=''); time.sleep(60)", "done()");

        ExecutionResult.KernelDied died = assertInstanceOf(ExecutionResult.KernelDied.class, run.run());

        assertTrue(died.how().contains(state), died::how);
        assertEquals("before", run.text(0));
        assertEquals("pending", run.status(1));
    }

    @Test
    void askingForInputThatWasForbiddenIsRefusedClearly() throws IOException {
        TestingRun run = run("ipc", "send('stdin', 'input_request', {'prompt': '?'}); time.sleep(60)", "done()");

        ExecutionResult.CellFailed failed = assertInstanceOf(ExecutionResult.CellFailed.class, run.run());

        assertEquals("StdinNotImplementedError", failed.name());
        assertEquals("pending", run.status(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"time.sleep(60)", "while True: text('.'); time.sleep(0.05)"})
    @Timeout(60)
    void whoAsksForInputAndIgnoresTheInterruptIsNotWaitedFor(String then) throws IOException {
        String ask =
                "import signal; signal.signal(2, signal.SIG_IGN)\nsend('stdin', 'input_request', {'prompt': '?'})\n";
        TestingRun run = run("ipc", ask + then, "done()");

        ExecutionResult.CellFailed failed = assertInstanceOf(ExecutionResult.CellFailed.class, run.run());

        assertEquals("StdinNotImplementedError", failed.name());
        assertEquals("pending", run.status(1));
    }

    @Test
    void displaysAreUpdatedAcrossCellsAndClearingWaitsForTheNextOutput() throws IOException {
        String display =
                "def show(kind, text, id): pub(kind, {'data': {'text/plain': text}, 'metadata': {}, 'transient': {'display_id': id}})\n";
        TestingRun run = run(
                "ipc",
                display + "show('display_data', 'old', 'd'); show('display_data', 'other', 'e'); done()",
                "show('update_display_data', 'new', 'd'); show('update_display_data', 'x', 'nosuch'); done()",
                "text('gone'); pub('clear_output', {'wait': True}); text('kept'); pub('clear_output', {'wait': True}); done()",
                "show('display_data', 'newest', 'd'); text('gone'); pub('clear_output', {}); text('kept'); done()",
                "show('update_display_data', 'last', 'd'); done()");

        assertEquals(COMPLETED, run.run());
        assertEquals("last", plain(run.output(0, 0)));
        assertEquals("other", plain(run.output(0, 1)));
        assertEquals("kept", run.text(2));
        assertEquals("kept", run.text(3));
        assertEquals(1, run.notebook.cells().get(3).outputs().size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pub('stream', {})",
                "pub('stream', {'name': 3, 'text': ['a']})",
                "pub('display_data', {})",
                "pub('display_data', {'data': None, 'metadata': [1], 'transient': 'x'})",
                "pub('execute_result', {'execution_count': 'many', 'data': 7})",
                "pub('update_display_data', {'transient': {'display_id': 4}})",
                "pub('clear_output', {'wait': 'perhaps'})",
                "pub('comm_open', {'comm_id': 'c', 'target_name': 'nobody', 'data': {'x': 'y' * 1_000_000}})",
                "pub('comm_msg', {'data': {'state': 1}}, buffers=[b'z' * 20_000_000])",
                "pub('comm_close', {})",
                "pub('status', {'execution_state': {}})",
                "pub('debug_event', {'seq': 1}); pub('', {}); pub('invented', {'x': 1})",
                "pub('stream', b'[]')",
                "pub('stream', b'')",
                "send('shell', 'complete_reply', {})",
                "sockets['iopub'].send_multipart([b'x']); sockets['iopub'].send_multipart([b'<IDS|MSG>'] * 9)",
            })
    void whatIsMissingOrOfAWrongKindOrUnknownHarmsNothing(String sends) throws IOException {
        TestingRun run = run("ipc", sends + "; text('after'); done()", "text('next'); done()");

        assertEquals(COMPLETED, run.run());
        assertTrue(run.text(0).endsWith("after"), run.text(0));
        assertEquals("next", run.text(1));
        run.notebook.write();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pub('display_data', b'{\"data\": ' + b'[' * 10_000 + b']' * 10_000 + b'}')",
                "pub('display_data', b'{\"data\": ' + b'[' * 100_000 + b']' * 100_000 + b'}')",
                "pub('stream', b'{\"name\": \"stdout\", \"text\"')",
                "pub('stream', b'\\xff\\xfe\\x00' * 50_000)",
                "pub('display_data', {'data': {'application/json': [1] * 9_000_000}})",
            })
    void anOutputThatCannotBeReadIsMarkedAndTheCellGoesOn(String sends) throws IOException {
        TestingRun run = run("ipc", sends + "; text('after'); done()");

        assertEquals(COMPLETED, run.run());
        assertTrue(run.printed.toString().equals("after"), run.printed::toString);
        assertTrue(run.text(0).contains("[Orrery: output cut here, since it"), run.text(0));
        assertEquals(1, run.warnings.size(), run.warnings::toString);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100_000})
    void halvesOfCharactersAndBytesThatAreNoUtf8AreKeptAsFarAsTheyCanBe(int times) throws IOException {
        TestingRun run = run(
                "ipc",
                "pub('stream', b'{\"name\": \"stdout\", \"text\": \"' + b'a\\\\ud800b' * %d + b'\\xff\\xed\\xa0\\x80\"}'); done()"
                        .formatted(times));
        run.maxOutputBytes = 8 << 20;

        assertEquals(COMPLETED, run.run());
        assertEquals(
                2L * times,
                run.text(0).chars().filter(c -> c == 'a' || c == 'b').count());
        run.notebook.write();
    }

    @Test
    void aKernelThatPrintsWithoutEndIsStillStoppedInTime() throws IOException {
        TestingRun run = run("ipc", "while True: text('y' * 10_000)");
        run.cellTimeout = Duration.ofSeconds(2);
        assertInstanceOf(ExecutionResult.TimedOut.class, run.run());

        assertTrue(run.stats.getFirst().wall().toSeconds() < 30, run.stats::toString);
        assertTrue(run.notebook.write().length() < 2 << 20);
    }

    private static String plain(JsonNode output) {
        return output.path("data").path("text/plain").asString("");
    }

    private TestingRun run(String transport, String... cells) throws IOException {
        return ScriptedKernel.run(folder, transport, cells);
    }
}
