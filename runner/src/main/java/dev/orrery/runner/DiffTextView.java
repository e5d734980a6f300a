package dev.orrery.runner;

import dev.orrery.notebook.PythonText;
import dev.orrery.notebook.diff.DiffOp;
import dev.orrery.runner.DiffPaper.Ink;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

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
        List<DiffRow> rows = rows(PythonText.splitLines(base), diff);
        boolean[] shown = shown(rows);
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
                rows.get(i).write(paper, indent);
            }
            oldLine += rows.get(i).sign() == '+' ? 0 : 1;
            newLine += rows.get(i).sign() == '-' ? 0 : 1;
        }
    }

    private static long changed(List<DiffRow> rows, int from) {
        return rows.subList(from, rows.size()).stream()
                .filter(row -> row.sign() != ' ')
                .count();
    }

    private void header(String indent, List<DiffRow> rows, boolean[] shown, int from, int oldLine, int newLine) {
        int oldCount = 0;
        int newCount = 0;
        for (int i = from; i < rows.size() && shown[i]; i++) {
            oldCount += rows.get(i).sign() == '+' ? 0 : 1;
            newCount += rows.get(i).sign() == '-' ? 0 : 1;
        }
        paper.line(
                Ink.PLACE,
                indent + "@@ -" + (oldCount == 0 ? oldLine - 1 : oldLine) + "," + oldCount + " +"
                        + (newCount == 0 ? newLine - 1 : newLine) + "," + newCount + " @@");
    }

    private boolean[] shown(List<DiffRow> rows) {
        boolean[] shown = new boolean[rows.size()];
        int until = -1;
        for (int i = 0; i < shown.length; i++) {
            until = rows.get(i).sign() == ' ' ? until : i + context;
            shown[i] = i <= until;
        }
        int from = shown.length;
        for (int i = shown.length - 1; i >= 0; i--) {
            from = rows.get(i).sign() == ' ' ? from : i - context;
            shown[i] |= i >= from;
        }
        return shown;
    }

    /** All lines, in every changed stretch first the old ones. */
    private static List<DiffRow> rows(List<String> base, List<DiffOp> diff) {
        List<DiffRow> rows = new ArrayList<>();
        List<DiffRow> added = new ArrayList<>();
        int next = 0;
        for (DiffOp op : diff) {
            if (!(op instanceof DiffOp.OnSequence step)) {
                continue;
            }
            if (step.key() > next) {
                rows.addAll(added);
                added.clear();
            }
            for (; next < step.key(); next++) {
                rows.add(DiffRow.of(' ', base.get(next)));
            }
            switch (step) {
                case DiffOp.AddRange add -> {
                    for (JsonNode line : add.values()) {
                        added.add(DiffRow.of('+', line.asString("")));
                    }
                }
                case DiffOp.AddText text -> added.add(DiffRow.of('+', text.text()));
                case DiffOp.RemoveRange remove -> {
                    for (int end = next + remove.length(); next < end; next++) {
                        rows.add(DiffRow.of('-', base.get(next)));
                    }
                }
                case DiffOp.PatchItem patch -> patched(base.get(next++), patch, rows, added);
            }
        }
        rows.addAll(added);
        for (; next < base.size(); next++) {
            rows.add(DiffRow.of(' ', base.get(next)));
        }
        return rows;
    }

    /** A line that only got its end, since another one follows now, did not change to a reader. */
    private static void patched(String line, DiffOp.PatchItem patch, List<DiffRow> rows, List<DiffRow> added) {
        DiffRow old = DiffRow.old(line, patch.diff());
        DiffRow fresh = DiffRow.fresh(line, patch.diff());
        if (old.text().equals(fresh.text())) {
            rows.addAll(added);
            added.clear();
            rows.add(DiffRow.of(' ', line));
        } else {
            rows.add(old);
            added.add(fresh);
        }
    }
}
