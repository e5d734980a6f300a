package dev.orrery.publish;

import static dev.orrery.publish.TestingFolders.YAML;
import static dev.orrery.publish.TestingFolders.notebook;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orrery.http.Exchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path directory;

    @Test
    void aSoundFolderEndsWith0() throws IOException {
        Files.writeString(directory.resolve("dag.yml"), YAML);
        Files.writeString(directory.resolve("notebook.ipynb"), notebook("msgs = 1"));
        assertEquals(0, run(false));
        assertEquals("sales: nothing to mend.\n", out.toString(UTF_8));
    }

    @Test
    void problemsAreToldAsACompilerDoesAndEndWith1() throws IOException {
        Files.writeString(directory.resolve("dag.yml"), YAML);
        Files.writeString(directory.resolve("notebook.ipynb"), notebook("msg = 1"));
        assertEquals(1, run(false));
        String[] lines = out.toString(UTF_8).split("\n");
        assertTrue(lines[0].startsWith(directory.resolve("dag.yml") + ":7: error: nobody reads"), lines[0]);
        assertEquals("    Did you mean 'msg'?", lines[1]);
    }

    @Test
    void jsonIsWhatTheApiAnswers() throws IOException {
        Files.writeString(directory.resolve("dag.yml"), YAML);
        assertEquals(1, run(true));
        var json = Exchange.JSON.readTree(out.toString(UTF_8));
        assertEquals("sales", json.get("dag_id").asString());
        assertEquals(5, json.get("problems").get(0).get("line").asInt());
    }

    @Test
    void aFolderThatIsNotThereEndsWith2() {
        directory = directory.resolve("nowhere");
        assertEquals(2, run(false));
        assertTrue(err.toString(UTF_8).contains("nowhere"));
        assertEquals("", out.toString(UTF_8));
    }

    @Test
    void aFindingCannotSteerTheTerminal() throws IOException {
        Files.writeString(
                directory.resolve("dag.yml"), YAML.replace("notebook.ipynb", "\"a\\u001b]0;title\\u0007.ipynb\""));
        assertEquals(1, run(false));
        assertFalse(out.toString(UTF_8).contains("\u001b"), out.toString(UTF_8));
    }

    private int run(boolean json) {
        return new CheckCommand(new DagChecker(Set.of("python3")))
                .run(directory, json, new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
    }
}
