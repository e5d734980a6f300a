package dev.orrery.publish;

import dev.orrery.notebook.Notebook;
import dev.orrery.notebook.NotebookException;
import dev.orrery.notebook.diff.NotebookDiff;
import java.util.List;
import java.util.Optional;

/**
 * What differs between two versions of one file: a notebook cell by cell, another text line by line. Whoever wrote the files may mean
 * harm: what is longer than {@value #MOST_BYTES} bytes or {@value #MOST_LINES} lines is not compared.
 */
sealed interface FileDiff {
    int MOST_BYTES = 4_000_000;
    int MOST_LINES = 200_000;

    /** A notebook on both sides. {@code also} names what else of it changed, as {@link CellDiff#also} does. */
    record Cells(List<CellDiff> cells, List<String> also) implements FileDiff {}

    record Lines(List<DiffLine> lines) implements FileDiff {}

    /** No text, or too much of it. */
    record NotCompared() implements FileDiff {}

    /**
     * The difference of two contents, either of them empty where there is no such file.
     *
     * @param context how many unchanged lines are told around each change
     */
    static FileDiff of(String path, byte[] old, byte[] fresh, int context) {
        Optional<String> before = text(path, old);
        Optional<String> after = text(path, fresh);
        if (before.isEmpty() || after.isEmpty()) {
            return new NotCompared();
        }
        return of(path, before.get(), after.get(), new DiffLine.Budget(context));
    }

    private static FileDiff of(String path, String before, String after, DiffLine.Budget budget) {
        if (path.endsWith(".ipynb")) {
            try {
                return CellDiff.of(notebook(before), notebook(after), budget);
            } catch (NotebookException _) {
                // A broken one is a text.
            }
        }
        return new Lines(DiffLine.of(before, NotebookDiff.ofTexts(before, after), budget));
    }

    private static Optional<String> text(String path, byte[] content) {
        if (content.length > MOST_BYTES) {
            return Optional.empty();
        }
        return switch (FileText.of(path, content)) {
            case FileText.Text(String text) -> Optional.of(text).filter(whole -> lines(whole) <= MOST_LINES);
            case FileText.NoText _ -> Optional.empty();
        };
    }

    /** At least as many lines as the text has, or the texts within a JSON text that it is. */
    private static int lines(String text) {
        int lines = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean isEnd = c < ' ' ? c != '\t' : c == '\u0085' || c == '\u2028' || c == '\u2029';
            boolean isEscaped = c == '\\' && i + 1 < text.length() && "nrfu".indexOf(text.charAt(i + 1)) >= 0;
            lines += isEnd || isEscaped ? 1 : 0;
        }
        return lines;
    }

    private static Notebook notebook(String text) {
        return Notebook.parseAsWritten(
                text.isBlank() ? "{\"cells\":[],\"metadata\":{},\"nbformat\":4,\"nbformat_minor\":5}" : text);
    }
}
