package dev.orrery.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class NotebookPartsTest {
    private final Notebook notebook = Notebook.parse("{\"nbformat\": 4, \"nbformat_minor\": 5, \"cells\": [],"
            + " \"a\": 1, \"metadata\": {\"é\": \"\ud83d\ude00\"}, \"zz\": [2]}");
    private final NotebookParts parts = new NotebookParts(notebook);

    @Test
    void thePartsTogetherAreTheNotebook() throws IOException {
        assertEquals(notebook.write(), joined(parts.get()));
        for (String source : List.of("x = 'ü€\ud83d\ude00'\ny", "", "z\r\n\u2028")) {
            notebook.insert(notebook.cells().size(), Cell.code(source));
            parts.changed();
            assertEquals(notebook.write(), joined(parts.get()));
        }
        print(1, "long line \u00e9\n".repeat(100_000));
        parts.changed(1);
        assertEquals(notebook.write(), joined(parts.get()));
        notebook.tree().remove("metadata");
        notebook.tree().remove("nbformat");
        notebook.tree().remove("nbformat_minor");
        notebook.tree().remove("zz");
        notebook.remove(0);
        parts.changed();
        assertEquals(notebook.write(), joined(parts.get()));
    }

    @Test
    void onlyThePartOfACellThatChangedIsAnother() {
        notebook.insert(0, Cell.code("a")).insert(1, Cell.code("b")).insert(2, Cell.code("c"));
        List<NotebookParts.Part> before = parts.get();

        print(1, "b");
        parts.changed(1);
        List<NotebookParts.Part> after = parts.get();

        for (int i : new int[] {0, 1, 3, 4}) {
            assertSame(before.get(i), after.get(i));
        }
        assertNotSame(before.get(2), after.get(2));
    }

    private void print(int cell, String text) {
        var output = notebook.cells().get(cell).outputs().addObject();
        output.put("output_type", "stream").put("name", "stdout").put("text", text);
    }

    private static String joined(List<NotebookParts.Part> parts) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        long length = 0;
        for (NotebookParts.Part part : parts) {
            part.writeTo(bytes);
            length += part.length();
        }
        assertEquals(bytes.size(), length);
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
