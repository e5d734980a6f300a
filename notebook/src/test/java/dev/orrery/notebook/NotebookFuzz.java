package dev.orrery.notebook;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What must hold for any bytes that are read as a notebook: a {@link NotebookException} or a document that can be checked, given
 * parameters and written, and whose text reads as the same document again. Called by the fuzzer ({@code ./fuzz}) and by the tests.
 */
public final class NotebookFuzz {
    private NotebookFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        Notebook notebook;
        try {
            notebook = Notebook.parse(new String(data, StandardCharsets.UTF_8));
        } catch (NotebookException e) {
            return;
        }
        notebook.problems();
        String written = notebook.write();
        if (!Notebook.parse(written).write().equals(written)) {
            throw new IllegalStateException("A notebook that was written reads as another one.");
        }
        Parameters.infer(notebook);
        PapermillMetadata.prepare(notebook);
        PapermillMetadata.hideSources(notebook);
        ErrorMarkers.remove(notebook);
        ErrorMarkers.find(notebook);
        try {
            Parameters.inject(
                    notebook,
                    Map.of("a", 1L),
                    notebook.kernelName().orElse(""),
                    notebook.language().orElse("python"));
        } catch (NotebookException e) {
            // A language that has no way to write parameters.
        }
        notebook.write();
    }
}
