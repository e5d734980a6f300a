package dev.orrery.notebook.diff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orrery.notebook.Notebook;
import dev.orrery.notebook.NotebookJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** nbdime's own test notebooks, and what nbdime makes of them. */
class NbdimeDiffsTest {
    /** No difference is longer than nbdime's by more than that. */
    private static final double LONGER = 1.25;

    record Recorded(String base, String remote, JsonNode diff, int bytes) {
        @Override
        public String toString() {
            return base + " to " + remote;
        }
    }

    static List<Recorded> recorded() throws IOException {
        return NotebookJson.read(resource("diffs.json"))
                .valueStream()
                .map(each -> new Recorded(
                        each.path("base").stringValue(),
                        each.path("remote").stringValue(),
                        each.path("diff"),
                        each.path("bytes").intValue()))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void appliesWhatNbdimeFound(Recorded recorded) throws IOException {
        JsonNode patched = Patch.apply(notebook(recorded.base()).tree(), DiffJson.parse(recorded.diff()));
        JsonNode remote = notebook(recorded.remote()).tree();
        // nbdime's reader makes up ids where a document of 4.5 has none, new ones each time.
        for (int i = 0; i < remote.path("cells").size(); i++) {
            if (!remote.path("cells").get(i).has("id")) {
                ((ObjectNode) patched.path("cells").get(i)).remove("id");
            }
        }
        assertEquals(remote, patched);
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void findsADifferenceThatRestoresTheRemote(Recorded recorded) throws IOException {
        Notebook base = notebook(recorded.base());
        Notebook remote = notebook(recorded.remote());
        List<DiffOp> diff = NotebookDiff.of(base, remote, DiffOptions.ALL);
        assertEquals(remote.tree(), Patch.apply(base.tree(), diff));
        assertEquals(diff, DiffJson.parse(NotebookJson.read(NotebookJson.write(DiffJson.of(diff)))));
        int size = size(DiffJson.of(diff));
        assertTrue(size <= recorded.bytes() * LONGER, () -> size + " for nbdime's " + recorded.bytes());
    }

    @Test
    void isShorterThanNbdimeInAll() throws IOException {
        long ours = 0;
        long theirs = 0;
        for (Recorded each : recorded()) {
            ours += size(DiffJson.of(NotebookDiff.of(notebook(each.base()), notebook(each.remote()), DiffOptions.ALL)));
            theirs += each.bytes();
        }
        assertEquals(92, recorded().size());
        assertTrue(ours < theirs, ours + " for nbdime's " + theirs);
    }

    /** The length of the JSON that Python writes for a tree: no escapes but for what is beyond ASCII are of any weight here. */
    private static int size(JsonNode tree) {
        if (tree.isArray() || tree.isObject()) {
            int inner = tree.valueStream().mapToInt(NbdimeDiffsTest::size).sum();
            for (String key : tree.propertyNames()) {
                inner += key.length() + 4;
            }
            return inner + Math.max(2, 2 * tree.size());
        }
        String written = NotebookJson.write(tree);
        return written.codePoints().map(c -> c < 128 ? 1 : c < 0x10000 ? 6 : 12).sum();
    }

    private static Notebook notebook(String name) throws IOException {
        return Notebook.parseAsWritten(resource(name));
    }

    private static String resource(String name) throws IOException {
        try (var in = NbdimeDiffsTest.class.getResourceAsStream("/nbdime/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
