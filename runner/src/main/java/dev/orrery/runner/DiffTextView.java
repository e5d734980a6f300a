package dev.orrery.runner;

import dev.orrery.notebook.diff.DiffOp;
import dev.orrery.notebook.diff.TextRow;
import dev.orrery.notebook.diff.TextRow.Kind;
import dev.orrery.runner.DiffPaper.Ink;
import java.util.List;

/** A text's difference as lines with a few unchanged ones around, as {@code diff -u} shows it. */
final class DiffTextView {
    private final DiffPaper paper;
    private final int context;

    DiffTextView(DiffPaper paper, int context) {
        this.paper = paper;
        this.context = context;
    }

    /** Writes at most so many lines. */
    void write(String indent, String base, List<DiffOp> diff, int most) {
        List<TextRow> rows = TextRow.of(base, diff);
        boolean[] shown = TextRow.near(rows, context);
        int written = 0;
        int oldLine = 1;
        int newLine = 1;
        for (int i = 0; i < rows.size(); i++) {
            if (shown[i]) {
                if (written++ == most) {
                    paper.line(Ink.PLACE, indent + "... " + changed(rows, i) + " more changed lines");
                    return;
                }
                if (i == 0 || !shown[i - 1]) {
                    header(indent, rows, shown, i, oldLine, newLine);
                }
                DiffRow.write(rows.get(i), paper, indent);
            }
            oldLine += rows.get(i).kind() == Kind.NEW ? 0 : 1;
            newLine += rows.get(i).kind() == Kind.OLD ? 0 : 1;
        }
    }

    private static long changed(List<TextRow> rows, int from) {
        return rows.subList(from, rows.size()).stream()
                .filter(row -> row.kind() != Kind.SAME)
                .count();
    }

    private void header(String indent, List<TextRow> rows, boolean[] shown, int from, int oldLine, int newLine) {
        int oldCount = 0;
        int newCount = 0;
        for (int i = from; i < rows.size() && shown[i]; i++) {
            oldCount += rows.get(i).kind() == Kind.NEW ? 0 : 1;
            newCount += rows.get(i).kind() == Kind.OLD ? 0 : 1;
        }
        paper.line(
                Ink.PLACE,
                indent + "@@ -" + (oldCount == 0 ? oldLine - 1 : oldLine) + "," + oldCount + " +"
                        + (newCount == 0 ? newLine - 1 : newLine) + "," + newCount + " @@");
    }
}
