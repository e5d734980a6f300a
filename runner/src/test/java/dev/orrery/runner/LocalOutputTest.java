package dev.orrery.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orrery.notebook.Notebook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Outputs that are no plain files. */
class LocalOutputTest {
    @TempDir
    Path folder;

    @BeforeEach
    void write() throws IOException {
        RunningCommand.writeNotebook(folder.resolve("in.ipynb"), List.of("1"));
    }

    @Test
    void aSymbolicLinkIsWrittenThroughAndStays() throws IOException {
        Path target = Files.createDirectory(folder.resolve("elsewhere")).resolve("target.ipynb");
        Files.createSymbolicLink(folder.resolve("second"), Path.of("elsewhere/target.ipynb"));
        Files.createSymbolicLink(folder.resolve("out.ipynb"), Path.of("second"));

        for (int i = 0; i < 2; i++) {
            assertEquals(0, prepare("out.ipynb").exitCode());
            assertEquals(1, Notebook.read(target).cells().size());
            assertTrue(Files.isSymbolicLink(folder.resolve("out.ipynb")));
            assertTrue(Files.isSymbolicLink(folder.resolve("second")));
            try (var files = Files.list(target.getParent())) {
                assertEquals(1, files.count());
            }
        }
    }

    @Test
    void aPipeTakesTheNotebookOnce() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        try (ExecutorService reading = Executors.newVirtualThreadPerTaskExecutor()) {
            var read = CompletableFuture.supplyAsync(() -> Notebook.read(pipe), reading);
            assertEquals(0, prepare("pipe").exitCode());
            assertEquals(1, read.get(30, TimeUnit.SECONDS).cells().size());
        }
        assertTrue(Files.exists(pipe) && !Files.isRegularFile(pipe));
    }

    @Test
    void aDeviceIsWrittenToAndAFullOneIsAFailure() {
        assertEquals(0, prepare("/dev/null").exitCode());
        PapermillCases.Result result = prepare("/dev/full");
        assertEquals(1, result.exitCode());
        assertTrue(
                result.stderr().contains("Cannot write the notebook /dev/full: No space left on device"),
                result.stderr());
    }

    private PapermillCases.Result prepare(String output) {
        return PapermillCases.run(List.of("in.ipynb", output, "--prepare-only"), folder, Map.of());
    }
}
