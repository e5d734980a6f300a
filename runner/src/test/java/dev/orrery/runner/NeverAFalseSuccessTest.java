package dev.orrery.runner;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orrery.notebook.Cell;
import dev.orrery.notebook.Notebook;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What must not pass as a success, and how each is told: the exit code, each cell's state (+ completed, ! failed, . pending), the
 * notebook's exception flag, the markers, and a part of the sentence on standard error. A text with a * is a quirk of papermill's that is kept.
 */
class NeverAFalseSuccessTest {
    /** A cell of a kernel that does what the cell says, see scripted_kernel.py. */
    private static final String SCRIPT = "scripted: ";

    private static final String TABLE = """
            an exception                    | 1/0                                                   | 1   | !. | true | yes | ZeroDivisionError: division by zero
            an error in syntax              | def                                                   | 1   | !. | true | yes | SyntaxError
            an exception of no text         | raise type('Bare', (BaseException,), {})              | 1   | !. | true | yes | Bare
            a KeyboardInterrupt of the cell | raise KeyboardInterrupt                               | 1   | !. | true | yes | KeyboardInterrupt
            a warning as an error           | import warnings; warnings.simplefilter('error'); warnings.warn('old') | 1 | !. | true | yes | UserWarning: old
            an exception in a coroutine     | import asyncio; await asyncio.sleep(0); raise OSError('far') | 1 | !. | true | yes | OSError: far
            an awaited task that failed     | import asyncio; await asyncio.gather(asyncio.sleep(0), asyncio.wait_for(asyncio.sleep(9), 0.01)) | 1 | !. | true | yes | TimeoutError
            a handler that swallows it      | get_ipython().set_custom_exc((Exception,), lambda *a, **k: None); 1/0 | 1 | !. | true | yes | ZeroDivisionError
            asking for input                | input('who?')                                         | 1   | !. | true | yes | StdinNotImplementedError
            sys.exit(1)                     | import sys; sys.exit(1)                               | 1   | !. | true | yes | SystemExit: 1
            sys.exit('text')                | import sys; sys.exit('no data')                       | 1   | !. | true | yes | SystemExit: no data
            sys.exit(True)                  | import sys; sys.exit(True)                            | 1   | !. | true | yes | SystemExit: True
            * sys.exit(0)                   | import sys; sys.exit(0)                               | 0   | !. | true | no  |
            * sys.exit(None)                | import sys; sys.exit(None)                            | 0   | !. | true | no  |
            * sys.exit()                    | import sys; sys.exit()                                | 0   | !. | true | no  |
            exit()                          | exit()                                                | 138 | +! | true | no  | Kernel died while cell 2 ran: it ended with exit code 0
            * exit that keeps the kernel    | exit(True)                                            | 0   | ++ | null | no  |
            os._exit(0)                     | import os; os._exit(0)                                | 138 | !. | true | no  | Kernel died while cell 1 ran: it ended with exit code 0
            os._exit(3)                     | import os; os._exit(3)                                | 138 | !. | true | no  | Kernel died while cell 1 ran: it ended with exit code 3
            kill -9                         | import os; os.kill(os.getpid(), 9)                    | 138 | !. | true | no  | Kernel died while cell 1 ran: it was killed by signal 9 (SIGKILL)
            kill -15                        | import os; os.kill(os.getpid(), 15)                   | 138 | !. | true | no  | Kernel died while cell 1 ran: it was killed by signal 15 (SIGTERM)
            a segmentation fault            | import ctypes; ctypes.string_at(0)                    | 138 | !. | true | no  | Kernel died while cell 1 ran: it was killed by signal 11 (SIGSEGV)
            an abort                        | import os; os.abort()                                 | 138 | !. | true | no  | Kernel died while cell 1 ran: it was killed by signal 6 (SIGABRT)
            a time-out                      | import time; time.sleep(60)                           | 1   | !. | true | no  | Cell execution timed out: cell 1 ran longer than 3 seconds
            a time-out that cannot be interrupted | import signal, time; signal.signal(2, lambda *a: None); time.sleep(60); time.sleep(60) | 1 | !. | true | no | Cell execution timed out: cell 1 ran longer than 3 seconds
            * raises-exception              | #raises-exception%n1/0                                | 1   | ++ | null | yes | ZeroDivisionError
            * an exception in a thread      | import threading; t = threading.Thread(target=lambda: 1/0); t.start(); t.join() | 0 | ++ | null | no |
            * a task that nobody awaits     | import asyncio%nasync def f(): 1/0%nt = asyncio.ensure_future(f()) | 0 | ++ | null | no |
            an aborted cell                 | scripted: status('busy'); reply({'status': 'aborted'}); status('idle') | 1 | !. | true | yes | The kernel did not run the cell: its reply was "aborted".
            an abort by the older word      | scripted: status('busy'); reply({'status': 'abort'}); status('idle') | 1 | !. | true | yes | its reply was "abort"
            a reply that says nothing       | scripted: reply({}); status('idle')                   | 1   | !. | true | yes | did not say how the cell ended
            a reply that is no JSON         | scripted: reply(b'oops'); status('idle')              | 1   | !. | true | yes | did not say how the cell ended
            an error without a reply's text | scripted: reply({'status': 'error'}); status('idle')  | 1   | !. | true | yes | Exception encountered at
            an error that only the reply tells | scripted: reply({'status': 'error', 'ename': 'E', 'evalue': 'v', 'traceback': ['E: v']}); status('idle') | 1 | !. | true | yes | E: v
            an error beside a reply of ok   | scripted: pub('error', {'ename': 'E', 'evalue': 'v', 'traceback': ['E: v']}); done() | 1 | ++ | null | yes | E: v
            ok, and never idle              | scripted: text('x'); reply()                          | 1   | !. | true | yes | The kernel fell silent
            idle, and never a reply         | scripted: text('x'); status('idle')                   | 1   | !. | true | yes | The kernel fell silent
            a reply for another cell        | scripted: reply(parent='other'); status('idle')       | 1   | !. | true | yes | The kernel fell silent
            no answer at all                | scripted: pass                                        | 1   | !. | true | no  | Cell execution timed out: cell 1 ran longer than 3 seconds
            ended cleanly in the middle     | scripted: text('x'); os._exit(0)                      | 138 | !. | true | no  | Kernel died while cell 1 ran: it ended with exit code 0
            hung up, and still there        | scripted: text('x'); time.sleep(0.3); shut(); time.sleep(60) | 138 | !. | true | no | Kernel died while cell 1 ran: it closed its connection
            started anew                    | scripted: status('restarting', parent='')             | 138 | !. | true | no  | Kernel died while cell 1 ran: it said of itself that it is restarting
            """;

    record Row(String what, String cell, int exit, String states, String flag, boolean marked, String sentence) {
        static Row parse(String line) {
            List<String> f = Stream.of((line + " ").split(" \\| ", -1))
                    .map(String::strip)
                    .toList();
            return new Row(
                    f.get(0),
                    f.get(1).replace("%n", "\n"),
                    Integer.parseInt(f.get(2)),
                    f.get(3),
                    f.get(4),
                    f.get(5).startsWith("yes"),
                    f.size() > 6 ? f.get(6) : "");
        }

        @Override
        public String toString() {
            return what;
        }
    }

    @TempDir
    static Path home;

    @TempDir
    Path folder;

    private static Map<String, String> variables;

    @BeforeAll
    static void installTheKernels() throws Exception {
        variables = KernelEnvironment.variables(home);
        Path script = Path.of("../kernel/src/test/resources/scripted_kernel.py").toRealPath();
        Path spec = Files.createDirectories(home.resolve(".local/share/jupyter/kernels/scripted"));
        Files.writeString(
                spec.resolve("kernel.json"),
                "{\"argv\": [\"python\", \"%s\", \"{connection_file}\"], \"language\": \"python\"}".formatted(script));
    }

    static List<Row> rows() {
        return TABLE.lines().map(Row::parse).toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void isToldAsItIs(Row row) throws Exception {
        boolean scripted = row.cell().startsWith(SCRIPT);
        String source = scripted ? row.cell().substring(SCRIPT.length()) : row.cell();
        Notebook in = Notebook.empty();
        in.insert(0, Cell.code(source));
        in.insert(1, Cell.code(scripted ? "done()" : "'the next cell'"));
        if (source.startsWith("#raises-exception")) {
            in.cells().getFirst().setTags(List.of("raises-exception"));
        }
        Files.writeString(folder.resolve("in.ipynb"), in.write());
        List<String> arguments = new ArrayList<>(List.of("in.ipynb", "__out.ipynb", "-l", "python"));
        arguments.addAll(List.of("-k", scripted ? "scripted" : "python3"));
        if (row.sentence().contains("timed out")) {
            arguments.addAll(List.of("--execution-timeout", "3"));
        }

        PapermillCases.Result result = PapermillCases.run(arguments, folder, variables);

        Notebook out = Notebook.read(result.output());
        assertAll(
                row.what() + ": " + result.stderr(),
                () -> assertEquals(row.exit(), result.exitCode()),
                () -> assertEquals(row.states(), states(out)),
                () -> assertEquals(
                        row.flag(),
                        out.metadata().path("papermill").path("exception").toString()),
                () -> assertEquals(row.marked() ? 2 : 0, out.cells().size() - 2),
                () -> assertTrue(result.stderr().contains(row.sentence()), "the sentence"));
    }

    private static String states(Notebook notebook) {
        return notebook.cells().stream()
                .filter(Cell::isCode)
                .map(cell -> cell.metadata().path("papermill").path("status").asString(""))
                .map(word -> switch (word) {
                    case "completed" -> "+";
                    case "failed" -> "!";
                    case "pending" -> ".";
                    default -> word;
                })
                .collect(Collectors.joining());
    }
}
