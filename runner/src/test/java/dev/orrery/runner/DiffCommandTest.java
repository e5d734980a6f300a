package dev.orrery.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orrery.notebook.Cell;
import dev.orrery.notebook.Notebook;
import dev.orrery.notebook.NotebookJson;
import dev.orrery.notebook.diff.DiffJson;
import dev.orrery.notebook.diff.Patch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiffCommandTest {
    @TempDir
    Path folder;

    private Notebook base;
    private Notebook remote;

    @BeforeEach
    void twoNotebooks() throws IOException {
        base = Notebook.empty();
        base.insert(0, cell("c0", "import pandas\nframe = pandas.read_csv('a.csv')\nframe.head()"));
        base.insert(1, cell("c1", "print(len(frame))"));
        base.insert(2, cell("c2", "frame.plot()"));
        base.cells()
                .get(1)
                .outputs()
                .addObject()
                .put("output_type", "stream")
                .put("name", "stdout")
                .put("text", "1\n");
        base.cells()
                .get(2)
                .outputs()
                .addObject()
                .put("output_type", "display_data")
                .putObject("data")
                .put("image/png", "A".repeat(16_000))
                .put("text/plain", "<Figure>");
        remote = base.copy();
        write();
    }

    private static Cell cell(String id, String source) {
        Cell cell = Cell.code(source);
        cell.tree().put("id", id);
        return cell;
    }

    private void write() throws IOException {
        Files.writeString(folder.resolve("a.ipynb"), base.write());
        Files.writeString(folder.resolve("b.ipynb"), remote.write());
    }

    private record Said(int code, String out, String err) {}

    private Said diff(String... arguments) {
        return diff(Map.of(), false, List.of(arguments));
    }

    private Said diff(Map<String, String> environment, boolean onTerminal, List<String> arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        RunTerminal terminal = new RunTerminal(
                InputStream.nullInputStream(),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                onTerminal,
                false,
                environment,
                folder,
                InstantSource.system());
        int code = new DiffCommand(terminal, "orrery").run(arguments);
        return new Said(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void saysNothingOfEqualNotebooks() {
        assertEquals(new Said(0, "", ""), diff("a.ipynb", "b.ipynb"));
        assertEquals(new Said(0, "", ""), diff("a.ipynb", "b.ipynb", "--exit-code"));
        assertEquals(new Said(0, "[]\n", ""), diff("a.ipynb", "b.ipynb", "--json"));
    }

    @Test
    void showsCellsSourcesAndOutputs() throws IOException {
        remote.cells().get(0).setSource("import pandas\nframe = pandas.read_csv('b.csv')\nframe.head()\nframe.tail()");
        remote.remove(1);
        remote.insert(2, cell("c9", "new = 1"));
        remote.cells().get(1).outputs().get(0).path("data").asObject().put("image/png", "B".repeat(20_000));
        remote.cells().get(1).setExecutionCount(4);
        remote.metadata().putObject("kernelspec").put("name", "python3");
        write();
        assertEquals("""
                --- a.ipynb
                +++ b.ipynb
                cell 1 (code c0), changed
                  @@ -1,3 +1,4 @@
                    import pandas
                  - frame = pandas.read_csv('a.csv')
                  + frame = pandas.read_csv('b.csv')
                    frame.head()
                  + frame.tail()
                cell 2 (code c1), removed
                  - print(len(frame))
                  - [output: stdout, 1 line]
                cell 3 -> 2 (code c2), changed
                  output 1: image/png, 15 kB; text/plain, 1 line, changed
                    image/png, 12 kB -> 15 kB, changed
                  execution_count: null -> 4
                cell 3 (code c9), added
                  + new = 1
                notebook
                  + metadata.kernelspec: { "name": "python3" }
                """, diff("a.ipynb", "b.ipynb").out());
    }

    @Test
    void marksTheWordsThatChanged() throws IOException {
        remote.cells().get(1).setSource("print(len(table))");
        write();
        String out = diff(Map.of(), true, List.of("a.ipynb", "b.ipynb")).out();
        assertTrue(
                out.contains("\u001b[31mprint(len(\u001b[m\u001b[7;31mframe\u001b[m\u001b[31m))\u001b[m\n")
                        && out.contains("\u001b[7;32mtable\u001b[m"),
                out);
    }

    @Test
    void coloursAreForTerminalsUnlessAskedFor() throws IOException {
        remote.cells().get(1).setSource("print(len(table))");
        write();
        List<String> plain = List.of("a.ipynb", "b.ipynb");
        assertFalse(diff(Map.of(), false, plain).out().contains("\u001b"));
        assertFalse(diff(Map.of("NO_COLOR", "1"), true, plain).out().contains("\u001b"));
        assertFalse(diff(Map.of("TERM", "dumb"), true, plain).out().contains("\u001b"));
        assertFalse(diff(Map.of(), true, List.of("a.ipynb", "b.ipynb", "--color=never"))
                .out()
                .contains("\u001b"));
        assertTrue(diff(Map.of("NO_COLOR", "1"), false, List.of("--color", "always", "a.ipynb", "b.ipynb"))
                .out()
                .contains("\u001b"));
    }

    @Test
    void sendsNoControlSequenceOfANotebookToTheTerminal() throws IOException {
        String evil = "x\u001b]0;title\u0007\u009b31m\u202e\u0085\r";
        remote.insert(0, cell(evil, evil + "\n" + evil));
        remote.cells().get(2).setSource("print(len(frame))\n" + evil);
        remote.cells()
                .get(2)
                .outputs()
                .addObject()
                .put("output_type", "stream")
                .put("name", evil)
                .put("text", evil);
        remote.cells().get(2).outputs().get(0).asObject().put("text", "1\n" + evil);
        remote.cells()
                .get(2)
                .outputs()
                .addObject()
                .put("output_type", "error")
                .put("ename", evil)
                .put("evalue", evil);
        remote.metadata().put(evil, evil).putObject("o").put(evil, 1);
        write();
        Path named = Files.copy(folder.resolve("b.ipynb"), folder.resolve("c\u001b[2J.ipynb"));
        String out = diff("a.ipynb", named.getFileName().toString()).out();
        assertTrue(out.contains("x^[]0;title^G\\u009b31m\\u202e"), out);
        out.codePoints()
                .forEach(c -> assertTrue(c == '\n' || (c >= ' ' && c < 0x7f) || c > 0xa0 && c != 0x202e, () -> "" + c));
        assertFalse(diff("missing\u001b[2J.ipynb", "a.ipynb").err().contains("\u001b"));
    }

    @Test
    void writesNbdimesFormat() throws IOException {
        remote.cells().get(1).setSource("print(len(table))");
        write();
        String json = diff("a.ipynb", "b.ipynb", "--json").out();
        assertEquals(remote.tree(), Patch.apply(base.tree(), DiffJson.parse(NotebookJson.read(json))));
        Said toFile = diff("a.ipynb", "b.ipynb", "--out", "d.json");
        assertEquals(new Said(0, "", ""), toFile);
        assertEquals(json, Files.readString(folder.resolve("d.json")));
        assertEquals(1, diff("a.ipynb", "b.ipynb", "--json", "--exit-code").code());
        assertEquals(1, diff("a.ipynb", "b.ipynb", "--exit-code").code());
        assertEquals(0, diff("a.ipynb", "b.ipynb").code());
    }

    @Test
    void comparesThePartsAskedFor() throws IOException {
        remote.cells().get(1).setSource("print(len(table))");
        remote.cells().get(1).setExecutionCount(5);
        remote.cells().get(1).tree().put("id", "other");
        write();
        assertTrue(diff("a.ipynb", "b.ipynb", "-s").out().contains("table"));
        assertFalse(diff("a.ipynb", "b.ipynb", "-s").out().contains("execution_count"));
        assertTrue(diff("a.ipynb", "b.ipynb", "-di").out().contains("id: \"c1\" -> \"other\""));
        assertFalse(diff("a.ipynb", "b.ipynb", "-di").out().contains("table"));
        assertFalse(diff("a.ipynb", "b.ipynb", "-S").out().contains("table"));
        assertEquals("", diff("a.ipynb", "b.ipynb", "-SD", "--ignore-id").out());
        assertEquals("", diff("a.ipynb", "b.ipynb", "-oma").out());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--what a.ipynb b.ipynb",
                "-x a.ipynb b.ipynb",
                "--color=often a.ipynb b.ipynb",
                "--out",
                "-U x a.ipynb b.ipynb",
                "-s -I a.ipynb b.ipynb",
                "--json=1 a.ipynb b.ipynb",
                "--git-driver a b",
                "a.ipynb b.ipynb a.ipynb"
            })
    void refusesWhatItDoesNotUnderstand(String line) {
        Said said = diff(line.split(" "));
        assertEquals(2, said.code());
        assertEquals("", said.out());
        assertTrue(said.err().startsWith("orrery diff: "), said.err());
    }

    @Test
    void namesAnInputThatIsMissingOrNoNotebook() throws IOException {
        Files.writeString(folder.resolve("broken.ipynb"), "{\n\"cells\": [}");
        Files.writeString(folder.resolve("other.ipynb"), "{\"a\": 1}");
        for (String bad : List.of("missing.ipynb", "broken.ipynb", "other.ipynb")) {
            Said said = diff("a.ipynb", bad);
            assertEquals(1, said.code());
            assertTrue(said.err().contains(bad) && said.err().lines().count() == 1, said.err());
        }
        assertTrue(diff("a.ipynb", "broken.ipynb").err().contains("line 2"));
    }

    @Test
    void showsContextAsAskedAndShortensLongLines() throws IOException {
        base.cells().get(0).setSource("1\n2\n3\n4\nx = '" + "a".repeat(5000) + "'\n6\n7\n8");
        remote.cells().get(0).setSource("1\n2\n3\n4\ny = '" + "a".repeat(5000) + "'\n6\n7\n8");
        write();
        String out = diff("a.ipynb", "b.ipynb", "-U1").out();
        assertTrue(out.contains("@@ -4,3 +4,3 @@\n    4\n  - x = 'aaa"), out);
        assertTrue(out.length() < 1000, () -> out.length() + " characters");
        assertTrue(diff("a.ipynb", "b.ipynb", "--unified=0").out().contains("@@ -5,1 +5,1 @@"));
    }

    @Test
    void helpNamesEverySwitch() {
        String help = diff("--help").out();
        for (String word : List.of("--json", "--out", "--color", "--exit-code", "--install-git", "--ignore-id", "-U")) {
            assertTrue(help.contains(word), word);
        }
    }
}
