package dev.orrery.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportCommandTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path directory;

    private int export(@Nullable Path file) {
        return new ExportCommand()
                .run(directory, file, new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
    }

    @Test
    void theFileGoesToStandardOutputOrWhereItIsSaid() throws IOException {
        Files.writeString(directory.resolve("dag.yml"), TestingFolders.YAML);
        assertEquals(0, export(null));
        assertTrue(out.toString(UTF_8).contains("PapermillOperator("), out.toString(UTF_8));
        Path file = directory.resolve("dag.py");
        assertEquals(0, export(file));
        assertEquals(out.toString(UTF_8), Files.readString(file));
        assertEquals(2, export(directory.resolve("nowhere/dag.py")));
    }

    @Test
    void aDagWithErrorsIsNotExported() throws IOException {
        Files.writeString(directory.resolve("dag.yml"), "dag_id: a b\n");
        assertEquals(1, export(null));
        assertTrue(err.toString(UTF_8).contains("cannot be a dag_id"), err.toString(UTF_8));
        assertEquals("", out.toString(UTF_8));
    }
}
