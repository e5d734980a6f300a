package dev.orrery.notebook.diff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orrery.notebook.Cell;
import dev.orrery.notebook.Notebook;
import dev.orrery.notebook.NotebookJson;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class NotebookDiffTest {
    /** Far more than it takes; that the time is bounded is what the tests are about. */
    private static final Duration BOUND = Duration.ofSeconds(20);

    @Test
    void anyEditIsRestored() {
        for (int seed = 0; seed < 2000; seed++) {
            RandomNotebooks random = new RandomNotebooks(seed);
            Notebook base = random.notebook(seed % 12);
            Notebook remote = random.edited(base, 1 + seed % 7);
            String before = base.write();
            List<DiffOp> diff = NotebookDiff.of(base, remote, DiffOptions.ALL);
            int failing = seed;
            assertEquals(remote.tree(), Patch.apply(base.tree(), diff), () -> "seed " + failing);
            assertEquals(before, base.write(), "the base is not touched");
            assertEquals(List.of(), NotebookDiff.of(base, base.copy(), DiffOptions.ALL));
            assertSorted(diff);
        }
    }

    /** Keys rise, and on one index additions come first. */
    private static void assertSorted(List<DiffOp> diff) {
        int last = -1;
        for (DiffOp op : diff) {
            if (op instanceof DiffOp.OnSequence item) {
                int rank = 2 * item.key() + (op instanceof DiffOp.AddRange || op instanceof DiffOp.AddText ? 0 : 1);
                assertTrue(rank > last, () -> "not sorted: " + diff);
                last = rank;
            }
            switch (op) {
                case DiffOp.PatchItem patch -> assertSorted(patch.diff());
                case DiffOp.PatchMember patch -> assertSorted(patch.diff());
                case DiffOp.Add add -> {}
                case DiffOp.AddRange add -> {}
                case DiffOp.AddText add -> {}
                case DiffOp.Remove remove -> {}
                case DiffOp.RemoveRange remove -> {}
                case DiffOp.Replace replace -> {}
            }
        }
    }

    private static Notebook notebook(String... sources) {
        Notebook notebook = Notebook.empty();
        for (int i = 0; i < sources.length; i++) {
            Cell cell = Cell.code(sources[i]);
            cell.tree().put("id", sources[i].isEmpty() ? "empty" + i : "id-" + sources[i].hashCode());
            notebook.insert(i, cell);
        }
        return notebook;
    }

    private static String diff(Notebook base, Notebook remote, DiffOptions options) {
        return NotebookJson.write(DiffJson.of(NotebookDiff.of(base, remote, options)))
                .replaceAll("\\s+", "");
    }

    @Test
    void aCellPutInLeavesTheOthersAlone() {
        String diff = diff(notebook("a = 1", "b = 2"), notebook("a = 1", "new = 3", "b = 2"), DiffOptions.ALL);
        assertTrue(
                diff.startsWith("[{\"diff\":[{\"key\":1,\"op\":\"addrange\",\"valuelist\":[{")
                        && diff.endsWith("}]}],\"key\":\"cells\",\"op\":\"patch\"}]"),
                diff);
    }

    @Test
    void anIdKeepsACellThatWasMostlyRewritten() {
        Notebook base = notebook("frame = load(path)\nframe.head()\nframe.describe()", "done = 1");
        Notebook remote = base.copy();
        remote.cells()
                .getFirst()
                .setSource("table = read(path, columns)\nframe.head(20)\nother(1, 2, 3, 4)\nmore(5, 6)");
        assertTrue(!diff(base, remote, DiffOptions.ALL).contains("cell_type"));
        remote.cells().getFirst().tree().put("id", "another");
        assertTrue(diff(base, remote, DiffOptions.ALL).contains("cell_type"));
    }

    @Test
    void countsCharactersAsPythonDoes() {
        assertEquals(
                "[{\"diff\":[{\"diff\":[{\"diff\":[{\"diff\":[{\"key\":11,\"op\":\"addrange\",\"valuelist\":\"2\"},"
                        + "{\"key\":11,\"length\":1,\"op\":\"removerange\"}],\"key\":0,\"op\":\"patch\"}],\"key\":\"source\",\"op\":\"patch\"}],"
                        + "\"key\":0,\"op\":\"patch\"}],\"key\":\"cells\",\"op\":\"patch\"}]",
                diff(
                        notebook("'😀😀' + a * 1"),
                        notebook("'😀😀' + a * 2"),
                        new DiffOptions(true, true, true, true, false, true)));
    }

    @Test
    void whatIsNotComparedIsNotInTheDifference() {
        Notebook base = notebook("a = 1");
        Notebook remote = base.copy();
        Cell cell = remote.cells().getFirst();
        cell.setSource("a = 2");
        cell.setTags(List.of("t"));
        cell.setExecutionCount(7);
        cell.outputs()
                .addObject()
                .put("output_type", "stream")
                .put("name", "stdout")
                .put("text", "x");
        cell.tree().put("id", "other");
        cell.tree().putObject("attachments").putObject("a").put("text/plain", "x");
        remote.metadata().put("a", 1);
        assertEquals("[]", diff(base, remote, new DiffOptions(false, false, false, false, false, false)));
        String[] keys = {"source", "outputs", "attachments", "metadata", "id", "execution_count"};
        for (int only = 0; only < keys.length; only++) {
            boolean[] on = new boolean[keys.length];
            on[only] = true;
            String diff = diff(base, remote, new DiffOptions(on[0], on[1], on[2], on[3], on[4], on[5]));
            for (int i = 0; i < keys.length; i++) {
                assertEquals(i == only, diff.contains("\"key\":\"" + keys[i] + "\""), keys[i] + " in " + diff);
            }
        }
    }

    @Test
    void numbersOfDifferentKindsDiffer() {
        Notebook base = notebook();
        base.metadata().put("a", 1);
        Notebook remote = notebook();
        remote.metadata().put("a", 1.0);
        assertTrue(diff(base, remote, DiffOptions.ALL).contains("1.0"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[3]",
                "[{\"op\":\"add\",\"key\":\"a\"}]",
                "[{\"op\":\"add\",\"key\":\"nbformat\",\"value\":1}]",
                "[{\"op\":\"remove\",\"key\":\"a\"}]",
                "[{\"op\":\"patch\",\"key\":\"nbformat\",\"diff\":[{\"op\":\"remove\",\"key\":\"a\"}]}]",
                "[{\"op\":\"addrange\",\"key\":0,\"valuelist\":[]}]",
                "[{\"op\":\"patch\",\"key\":\"cells\",\"diff\":[{\"op\":\"removerange\",\"key\":1,\"length\":2147483647}]}]",
                "[{\"op\":\"patch\",\"key\":\"cells\",\"diff\":[{\"op\":\"removerange\",\"key\":-1,\"length\":1}]}]",
                "[{\"op\":\"patch\",\"key\":\"cells\",\"diff\":[{\"op\":\"patch\",\"key\":2,\"diff\":[]}]}]",
                "[{\"op\":\"patch\",\"key\":\"cells\",\"diff\":[{\"op\":\"addrange\",\"key\":3,\"valuelist\":[]}]}]",
                "[{\"op\":\"patch\",\"key\":\"cells\",\"diff\":[{\"op\":\"addrange\",\"key\":0,\"valuelist\":\"text\"}]}]"
            })
    void aDifferenceThatDoesNotFitIsRefused(String json) {
        JsonNode tree = notebook("a", "b").tree();
        assertThrows(DiffException.class, () -> Patch.apply(tree, DiffJson.parse(NotebookJson.read(json))));
    }

    @Test
    void twoNotebooksThatHaveNothingInCommonTakeBoundedTime() {
        Random random = new Random(1);
        String[] left =
                IntStream.range(0, 2000).mapToObj(i -> lines(random, 20)).toArray(String[]::new);
        String[] right =
                IntStream.range(0, 2000).mapToObj(i -> lines(random, 20)).toArray(String[]::new);
        assertRestored(notebook(left), notebook(right));
    }

    @Test
    void cellsOfVeryManyLinesTakeBoundedTime() {
        Random random = new Random(2);
        String left = lines(random, 20_000);
        assertRestored(notebook(left), notebook(lines(random, 20_000)));
        assertRestored(notebook(left), notebook(left.replaceAll("(?m)^(.....).", "$1!")));
        assertRestored(notebook("x\n".repeat(200_000)), notebook("y\nx\n".repeat(100_000)));
    }

    @Test
    void lineOfManyMegabytesTakesBoundedTime() {
        assertRestored(notebook("a b " + "c d ".repeat(2_000_000)), notebook("a b " + "c e ".repeat(2_000_000) + "d"));
    }

    @Test
    void manyEmptyCellsTakeBoundedTime() {
        String[] empty = new String[30_000];
        Arrays.fill(empty, "");
        String[] other = empty.clone();
        for (int i = 0; i < other.length; i += 2) {
            other[i] = "x";
        }
        Notebook left = notebook(empty);
        Notebook right = notebook(other);
        left.cells().forEach(cell -> cell.tree().remove("id"));
        right.cells().forEach(cell -> cell.tree().remove("id"));
        assertRestored(left, right);
    }

    private static void assertRestored(Notebook base, Notebook remote) {
        assertTimeout(
                BOUND,
                () -> assertTrue(remote.tree()
                        .equals(Patch.apply(base.tree(), NotebookDiff.of(base, remote, DiffOptions.ALL)))));
    }

    private static String lines(Random random, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "value_" + random.nextInt(1000) + " = f(" + random.nextInt(50) + ")")
                .collect(Collectors.joining("\n"));
    }
}
