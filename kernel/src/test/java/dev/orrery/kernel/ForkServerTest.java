package dev.orrery.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orrery.notebook.Cell;
import dev.orrery.notebook.Notebook;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real kernels from a real fork server. */
@Timeout(120)
class ForkServerTest {
    private static final String SELF_PORTRAIT = """
            import os, random, sys
            print(os.getpgrp() == os.getpid() == os.getsid(0), os.getcwd(), os.environ['MINE'], sys.argv[0])
            print(len(os.listdir('/proc/self/task')) > 0, sorted(n for n in globals() if not n.startswith('_')))
            print('seed', random.random())""";

    @TempDir
    Path folder;

    private final Path jupyter = TestingPython.jupyter();

    private ExecutionOptions options(String mine) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("MINE", mine);
        environment.put("PYTHONPATH", folder.toString());
        return new ExecutionOptions("python3", folder, environment, List.of(jupyter));
    }

    private ForkServer server(String... imports) {
        return ForkServer.start(options("server"), InstantSource.system(), List.of(imports));
    }

    private static Notebook notebook(String... sources) {
        Notebook notebook = Notebook.empty();
        Stream.of(sources).forEach(source -> notebook.insert(notebook.cells().size(), Cell.code(source)));
        return notebook;
    }

    private ExecutionResult run(ForkServer server, String mine, Notebook notebook) {
        try (StartedKernel kernel = server.fork(options(mine))) {
            return new NotebookExecutor(InstantSource.system()).execute(notebook, kernel, new ExecutionListener() {});
        }
    }

    private static String text(Notebook notebook) {
        StringBuilder text = new StringBuilder();
        notebook.cells()
                .getFirst()
                .outputs()
                .forEach(output -> text.append(output.path("text").asString("")));
        return text.toString();
    }

    @Test
    void aForkedKernelIsAsOneOfItsOwn() {
        try (ForkServer server = server("json")) {
            assertEquals("", server.refusal());
            Notebook one = notebook(SELF_PORTRAIT);
            Notebook other = notebook(SELF_PORTRAIT);
            assertInstanceOf(ExecutionResult.Completed.class, run(server, "1", one));
            assertInstanceOf(ExecutionResult.Completed.class, run(server, "2", other));
            assertTrue(text(one).startsWith("True " + folder + " 1 "), () -> text(one));
            assertTrue(text(other).startsWith("True " + folder + " 2 "), () -> text(other));
            Notebook plain = notebook(SELF_PORTRAIT);
            new NotebookExecutor(InstantSource.system()).execute(plain, options("1"), new ExecutionListener() {});
            assertEquals(
                    text(plain).lines().skip(1).limit(1).toList(),
                    text(one).lines().skip(1).limit(1).toList());
            assertNotEquals(
                    text(one).lines().toList().getLast(),
                    text(other).lines().toList().getLast(),
                    "seeds");
        }
    }

    @Test
    void twentyAtOnceAllEndWell() throws Exception {
        try (ForkServer server = server();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<ExecutionResult>> all = Stream.generate(
                            () -> (Callable<ExecutionResult>) () -> run(server, "x", notebook("print(1)")))
                    .limit(20)
                    .toList();
            for (Future<ExecutionResult> result : threads.invokeAll(all)) {
                assertInstanceOf(ExecutionResult.Completed.class, result.get());
            }
        }
    }

    @Test
    void howAForkedKernelDiesIsKnownAsWell() {
        try (ForkServer server = server()) {
            for (String death : List.of(
                    "import os; os.kill(os.getpid(), 11)",
                    "import faulthandler; faulthandler._sigabrt()",
                    "import os; os._exit(7)")) {
                var plain = new NotebookExecutor(InstantSource.system())
                        .execute(notebook(death), options("x"), new ExecutionListener() {});
                assertInstanceOf(ExecutionResult.KernelDied.class, plain);
                assertEquals(plain, run(server, "x", notebook(death)));
            }
        }
    }

    @Test
    void kernelsEndWithTheirServer() throws Exception {
        StartedKernel kernel;
        try (ForkServer server = server()) {
            kernel = server.fork(options("x"));
            kernel.awaitReady();
        }
        var ended = new CountDownLatch(1);
        kernel.onExit(ended::countDown);
        assertTrue(ended.await(10, TimeUnit.SECONDS));
        kernel.close();
    }

    @Test
    void whereAnImportStartsAThreadKernelsAreStartedPlainly() throws Exception {
        String module = "import threading\nthreading.Thread(target=threading.Event().wait, daemon=True).start()\n";
        Files.writeString(folder.resolve("threaded_import.py"), module);
        try (ForkServer server = server("threaded_import")) {
            assertEquals("the imports have started 1 threads", server.refusal());
            Notebook notebook = notebook("print('all the same')");
            assertInstanceOf(ExecutionResult.Completed.class, run(server, "x", notebook));
            assertEquals("all the same\n", text(notebook));
        }
    }

    @Test
    void anImportThatFailsIsSaid() {
        KernelException failed = assertThrows(KernelException.class, () -> server("no_such_module"));
        assertTrue(String.valueOf(failed.getMessage()).contains("no_such_module"));
    }
}
