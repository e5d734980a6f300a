package dev.orrery.runner;

import dev.orrery.notebook.Cell;
import dev.orrery.notebook.Notebook;
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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.node.ObjectNode;

/** The part of the {@link Training} that is {@code diff}: two notebooks that differ in all that can differ. */
final class TrainingDiff {
    private TrainingDiff() {}

    /** The exit code. */
    static int run(Path work) throws IOException {
        Files.writeString(work.resolve("a.ipynb"), notebook(1).write());
        Notebook remote = notebook(2);
        remote.insert(2, Cell.markdown("# New"));
        Cell moved = remote.remove(5);
        remote.insert(4, moved);
        Files.writeString(work.resolve("b.ipynb"), remote.write());
        int code = 0;
        for (String how : List.of("--color=always", "--json", "--out=d.json")) {
            ByteArrayOutputStream said = new ByteArrayOutputStream();
            PrintStream all = new PrintStream(said, true, StandardCharsets.UTF_8);
            RunTerminal terminal = new RunTerminal(
                    InputStream.nullInputStream(),
                    all,
                    all,
                    false,
                    false,
                    false,
                    Map.of(),
                    work,
                    InstantSource.system());
            int each = new DiffCommand(terminal, "").run(List.of("a.ipynb", "b.ipynb", how));
            if (each != 0) {
                System.err.println("training: exit code " + each + "\n" + said.toString(StandardCharsets.UTF_8));
            }
            code = Math.max(code, each);
        }
        return code;
    }

    private static Notebook notebook(int version) {
        Notebook notebook = Notebook.empty();
        for (int i = 0; i < 8; i++) {
            Cell cell = Cell.code(lines("x", 40, version));
            cell.tree().put("id", i == 3 ? "v" + version : "cell" + i);
            cell.setExecutionCount(version);
            cell.metadata().put("version", version);
            cell.outputs()
                    .addObject()
                    .put("output_type", "stream")
                    .put("name", "stdout")
                    .put("text", lines("y", 9, version));
            if (i != version) {
                result(cell.outputs().addObject(), version);
            }
            cell.outputs()
                    .addObject()
                    .put("output_type", "error")
                    .put("ename", "E")
                    .put("evalue", "v" + version)
                    .putArray("traceback")
                    .add("line " + version);
            notebook.insert(i, cell);
        }
        notebook.metadata()
                .putObject("a")
                .put("b", version)
                .put("text", lines("z", 9, version))
                .putArray("list")
                .add(version);
        notebook.metadata().put(version == 1 ? "gone" : "new", true);
        return notebook;
    }

    private static void result(ObjectNode output, int version) {
        output.put("output_type", "execute_result").put("execution_count", version);
        output.putObject("metadata").put("width", version);
        output.putObject("data")
                .put("text/plain", "<Figure " + version + ">")
                .put("text/html", lines("h", 9, version))
                .put("image/png", "iVBO".repeat(100 * version))
                .putObject("application/json")
                .put("version", version);
    }

    /** Every version has the same lines, but for one and what follows the last. */
    private static String lines(String name, int count, int version) {
        return IntStream.range(0, count + version)
                .mapToObj(i -> name + i + " = call(" + (i == 4 ? "other, " + version : "a, b, " + i) + ")")
                .collect(Collectors.joining("\n"));
    }
}
