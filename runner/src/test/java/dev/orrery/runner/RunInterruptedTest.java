package dev.orrery.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.orrery.notebook.Cell;
import dev.orrery.notebook.Notebook;
import dev.orrery.notebook.PapermillMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What becomes of the output notebook when {@code orrery run} is ended from outside, or has no room to write. */
class RunInterruptedTest {
    private static final String SHOW_PID = "import os, time; print('kernel', os.getpid())";

    @TempDir
    Path folder;

    /** Half of the rounds with a notebook so large that it is not rewritten, but brought up to date. */
    @RepeatedTest(8)
    void aRunThatIsKilledLeavesAWholeNotebookWithEachCellThatWasDone(RepetitionInfo round) throws Exception {
        Random random = new Random(round.getCurrentRepetition());
        List<String> sources = new ArrayList<>();
        sources.add(SHOW_PID);
        sources.add(round.getCurrentRepetition() % 2 == 0 ? "print('x' * 2_000_000)" : "1");
        for (int i = 2; i < 30; i++) {
            sources.add("time.sleep(0.005); " + i);
        }
        RunningCommand.writeNotebook(folder.resolve("in.ipynb"), sources);
        RunningCommand run = RunningCommand.start(folder, "in.ipynb", "out.ipynb", "--log-output");
        int last = 2 + random.nextInt(28);

        assertTrue(run.await(line -> line.startsWith("Ending Cell " + last + "-")), run::said);
        run.process.waitFor(random.nextInt(20), TimeUnit.MILLISECONDS);
        run.signal("KILL");
        run.end();

        long done = run.lines().stream()
                .filter(line -> line.startsWith("Ending Cell"))
                .count();
        List<Cell> cells = Notebook.read(folder.resolve("out.ipynb")).cells();
        assertEquals(30, cells.size());
        for (int i = 0; i < done; i++) {
            assertEquals(PapermillMetadata.Status.COMPLETED, PapermillMetadata.status(cells.get(i)), "cell " + i);
            assertEquals(i + 1, cells.get(i).executionCount());
        }
        assertKernelEnds(run);

        // The next run to the same file clears what this one could not.
        RunningCommand.writeNotebook(folder.resolve("in.ipynb"), List.of("1"));
        RunningCommand next = RunningCommand.start(folder, "in.ipynb", "out.ipynb");
        assertEquals(0, next.end(), next::said);
        assertNothingElse("in.ipynb", "out.ipynb");
    }

    @Test
    void aKernelThatComputesWithoutEverLookingUpEndsWithItsRunner() throws Exception {
        // Holds Python's lock: no thread of the kernel gets to look for its parent, or to send what was printed.
        RunningCommand.writeNotebook(
                folder.resolve("in.ipynb"), List.of(SHOW_PID, "open('begun', 'w').close(); sum(range(10**12))"));
        RunningCommand run = RunningCommand.start(folder, "in.ipynb", "out.ipynb", "--log-output");
        assertTrue(run.await(line -> line.startsWith("Executing Cell 2-")), run::said);
        awaitFile("begun");

        run.signal("KILL");
        run.end();

        assertKernelEnds(run);
    }

    @ParameterizedTest
    @CsvSource({"TERM, 143", "INT, 130"})
    void aRunThatIsToldToEndInterruptsTheCellAndSavesIt(String signal, int exitCode) throws Exception {
        RunningCommand.writeNotebook(
                folder.resolve("in.ipynb"),
                List.of(SHOW_PID, "print('begun', flush=True); time.sleep(600)", "print('never')"));
        RunningCommand run = RunningCommand.start(folder, "in.ipynb", "out.ipynb", "--log-output");
        assertTrue(run.await(line -> line.startsWith("begun")), run::said);

        run.signal(signal);

        assertEquals(exitCode, run.end(), run::said);
        assertTrue(run.said().contains("Cancelled at cell 2"), run::said);
        List<Cell> cells = Notebook.read(folder.resolve("out.ipynb")).cells();
        assertEquals(PapermillMetadata.Status.FAILED, PapermillMetadata.status(cells.get(1)));
        assertEquals("begun\n", cells.get(1).outputs().get(0).path("text").stringValue());
        assertEquals(
                "KeyboardInterrupt", cells.get(1).outputs().get(1).path("ename").stringValue());
        assertEquals(PapermillMetadata.Status.PENDING, PapermillMetadata.status(cells.get(2)));
        assertKernelEnds(run);
        assertNothingElse("in.ipynb", "out.ipynb");
    }

    @Test
    void onAFullDiskTheLastWholeNotebookStaysAndTheRunSaysWhatToDo() throws Exception {
        Path disk = smallDisk();
        try {
            List<String> sources = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                sources.add("print('x' * 300_000)");
            }
            RunningCommand.writeNotebook(folder.resolve("in.ipynb"), sources);
            RunningCommand run = RunningCommand.start(folder, "in.ipynb", "disk/out.ipynb", "--log-output");

            assertEquals(1, run.end(), run::said);

            assertTrue(run.said().contains("Cannot write the notebook disk/out.ipynb"), run::said);
            assertTrue(run.said().contains("Is there room on the disk"), run::said);
            long done = run.lines().stream()
                    .filter(line -> line.startsWith("Ending Cell"))
                    .count();
            List<Cell> cells = Notebook.read(disk.resolve("out.ipynb")).cells();
            assertTrue(done > 0 && done < 20, run::said);
            for (int i = 0; i < done; i++) {
                assertEquals(PapermillMetadata.Status.COMPLETED, PapermillMetadata.status(cells.get(i)));
                assertEquals(300_001, printed(cells.get(i)));
            }
            assertEquals(List.of("out.ipynb"), names(disk));
        } finally {
            call("umount", disk.toString());
        }
    }

    @Test
    void copiesOfTheOutputThatCannotBeWrittenStopTheRun() throws Exception {
        RunningCommand.writeNotebook(folder.resolve("in.ipynb"), List.of("1", "print('to out')", "2"));
        RunningCommand run = RunningCommand.start(folder, "in.ipynb", "out.ipynb", "--stdout-file", "/dev/full");

        assertEquals(1, run.end(), run::said);

        assertTrue(run.said().contains("No space left on device"), run::said);
        assertTrue(run.said().contains("--stdout-file"), run::said);
        List<Cell> cells = Notebook.read(folder.resolve("out.ipynb")).cells();
        assertEquals(PapermillMetadata.Status.COMPLETED, PapermillMetadata.status(cells.get(0)));
        assertEquals(PapermillMetadata.Status.FAILED, PapermillMetadata.status(cells.get(1)));
        assertEquals(PapermillMetadata.Status.PENDING, PapermillMetadata.status(cells.get(2)));
    }

    /** How many characters; a kernel may send a long text in pieces. */
    private static int printed(Cell cell) {
        int length = 0;
        for (JsonNode output : cell.outputs()) {
            length += output.path("text").asString("").length();
        }
        return length;
    }

    private void awaitFile(String name) throws IOException, InterruptedException {
        try (WatchService watch = folder.getFileSystem().newWatchService()) {
            folder.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
            while (!Files.exists(folder.resolve(name))) {
                WatchKey key = watch.poll(1, TimeUnit.MINUTES);
                assertNotNull(key, "nobody made " + name);
                key.pollEvents();
                key.reset();
            }
        }
    }

    private Path smallDisk() throws IOException, InterruptedException {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        assumeTrue(
                call("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", disk.toString()) == 0,
                "a small file system can be mounted by root only, and not inside of every container");
        return disk;
    }

    private static int call(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    private static void assertKernelEnds(RunningCommand run) throws Exception {
        long pid = run.lines().stream()
                .filter(line -> line.startsWith("kernel "))
                .map(line -> Long.parseLong(line.substring("kernel ".length()).strip()))
                .findFirst()
                .orElseThrow();
        var kernel = ProcessHandle.of(pid);
        if (kernel.isPresent()) {
            kernel.get().onExit().get(10, TimeUnit.SECONDS);
        }
    }

    private void assertNothingElse(String... expected) throws IOException {
        List<String> names = names(folder);
        // Of Python's own: its home is this folder.
        names.removeIf(name -> name.equals(".ipython") || name.equals(".cache") || name.equals(".local"));
        assertEquals(List.of(expected), names);
    }

    private static List<String> names(Path directory) throws IOException {
        List<String> names = new ArrayList<>();
        try (var files = Files.list(directory)) {
            files.forEach(path -> names.add(path.getFileName().toString()));
        }
        names.sort(null);
        return names;
    }
}
