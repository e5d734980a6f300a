package dev.orrery.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orrery.notebook.Cell;
import dev.orrery.notebook.Notebook;
import dev.orrery.notebook.NotebookParts;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrowingFileTest {
    @TempDir
    Path folder;

    private final Notebook notebook = Notebook.empty();
    private final NotebookParts parts = new NotebookParts(notebook);

    @Test
    void eachVersionIsWholeAndTwoFilesTakeTurns() throws IOException {
        Path file = folder.resolve("out.ipynb");
        Set<Object> inodes = new HashSet<>();
        cells(20);
        try (GrowingFile growing = new GrowingFile(file, true)) {
            growing.write(parts.get());
            print(0, "x".repeat(1 << 20));
            for (int i = 1; i < 20; i++) {
                print(i, "y".repeat(i * 100));
                growing.write(parts.get());
                assertEquals(notebook.write(), Files.readString(file));
                inodes.add(Files.getAttribute(file, "fileKey"));
            }
            // Shorter than before, from the start.
            notebook.cells().get(0).outputs().removeAll();
            parts.changed(0);
            print(1, "z".repeat(1 << 20));
            growing.write(parts.get());
            assertEquals(notebook.write(), Files.readString(file));
            assertEquals(2, inodes.size());

            growing.finish(parts.get());
            assertEquals(notebook.write(), Files.readString(file));
        }
        assertEquals(List.of("out.ipynb"), names());
    }

    @Test
    void whoReadsAVersionReadsItToItsEnd() throws IOException {
        Path file = folder.resolve("out.ipynb");
        cells(20);
        print(0, "x".repeat(1 << 20));
        try (GrowingFile growing = new GrowingFile(file, false)) {
            for (int i = 1; i < 20; i++) {
                print(i, "y".repeat(100));
                growing.write(parts.get());
                String version = Files.readString(file);
                try (InputStream reader = new FileInputStream(file.toFile())) {
                    byte[] start = reader.readNBytes(100);
                    for (int more = 0; more < 3; more++) {
                        print(i, "z".repeat(100));
                        growing.write(parts.get());
                    }
                    assertEquals(
                            version,
                            new String(start, StandardCharsets.UTF_8)
                                    + new String(reader.readAllBytes(), StandardCharsets.UTF_8));
                }
            }
        }
    }

    @Test
    void whatOthersPutThereOrLinkedIsNotWrittenInto() throws IOException {
        Path file = folder.resolve("out.ipynb");
        cells(5);
        print(0, "x".repeat(1 << 20));
        try (GrowingFile growing = new GrowingFile(file, false)) {
            growing.write(parts.get());
            growing.write(parts.get());
            String version = Files.readString(file);
            Path copy = Files.createLink(folder.resolve("copy"), file);
            for (int i = 0; i < 3; i++) {
                print(1, "y");
                growing.write(parts.get());
            }
            assertEquals(version, Files.readString(copy));

            Path foreign = Files.writeString(folder.resolve("foreign"), "theirs".repeat(200_000));
            Files.createLink(folder.resolve("foreign2"), foreign);
            Files.move(foreign, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            for (int i = 0; i < 3; i++) {
                print(1, "y");
                growing.write(parts.get());
                assertEquals(notebook.write(), Files.readString(file));
            }
            assertEquals("theirs".repeat(200_000), Files.readString(folder.resolve("foreign2")));
        }
    }

    @Test
    void aFileKeepsItsPermissionsAndACancelledThreadSavesAllTheSame() throws IOException {
        Path file = Files.writeString(folder.resolve("out.ipynb"), "before");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        cells(5);
        print(0, "x".repeat(1 << 20));
        try (GrowingFile growing = new GrowingFile(file, true)) {
            for (int i = 0; i < 4; i++) {
                Thread.currentThread().interrupt();
                print(1, "y");
                growing.write(parts.get());
                assertTrue(Thread.interrupted());
                assertEquals(notebook.write(), Files.readString(file));
                assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            }
        }
    }

    @Test
    void leftoversOfRunsThatWereKilledAreCleared() throws IOException {
        long gone = ended();
        Files.createFile(folder.resolve(".out.ipynb.orrery-" + gone + "a"));
        Files.createFile(folder.resolve(".out.ipynb.orrery-" + gone + "b"));
        Files.createFile(folder.resolve(".out.ipynb.orrery-1a"));
        Files.createFile(folder.resolve(".out.ipynb.orrery-mine"));
        Files.createFile(folder.resolve(".other.ipynb.orrery-" + gone + "a"));

        new GrowingFile(folder.resolve("out.ipynb"), false).clearLeftovers();

        assertNotEquals(1, gone);
        assertEquals(
                List.of(".other.ipynb.orrery-" + gone + "a", ".out.ipynb.orrery-1a", ".out.ipynb.orrery-mine"),
                names());
    }

    private static long ended() throws IOException {
        try {
            Process process = new ProcessBuilder("/bin/sh", "-c", ":").start();
            process.waitFor();
            return process.pid();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void cells(int count) {
        for (int i = 0; i < count; i++) {
            notebook.insert(i, Cell.code("cell " + i));
        }
        parts.changed();
    }

    private void print(int cell, String text) {
        var output = notebook.cells().get(cell).outputs().addObject();
        output.put("output_type", "stream").put("name", "stdout").put("text", text);
        parts.changed(cell);
    }

    private List<String> names() throws IOException {
        List<String> names = new ArrayList<>();
        try (var files = Files.list(folder)) {
            files.forEach(path -> names.add(path.getFileName().toString()));
        }
        names.sort(null);
        return names;
    }
}
