package dev.orrery.notebook.diff;

import dev.orrery.notebook.PythonText;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** One line of two texts as a reader sees their difference, without its end. */
public record TextRow(Kind kind, List<Piece> pieces) {

    /** Which of the two texts a line is in. */
    public enum Kind {
        SAME,
        OLD,
        NEW
    }

    /** A stretch of a line; changed where the line that takes its place, or whose place it takes, is another there. */
    public record Piece(String text, boolean changed) {}

    public TextRow {
        pieces = List.copyOf(pieces);
    }

    /** A line that nothing stands against. */
    public static TextRow of(Kind kind, String line) {
        return new TextRow(kind, List.of(new Piece(withoutEnd(line), false)));
    }

    /** All lines of both texts; in every changed stretch first the old ones. */
    public static List<TextRow> of(String base, List<DiffOp> diff) {
        return rows(PythonText.splitLines(base), diff);
    }

    /** Which rows changed, or have no more than so many unchanged ones between themselves and one that did. */
    public static boolean[] near(List<TextRow> rows, int context) {
        boolean[] near = new boolean[rows.size()];
        int until = -1;
        for (int i = 0; i < near.length; i++) {
            until = rows.get(i).kind() == Kind.SAME ? until : i + context;
            near[i] = i <= until;
        }
        int from = near.length;
        for (int i = near.length - 1; i >= 0; i--) {
            from = rows.get(i).kind() == Kind.SAME ? from : i - context;
            near[i] |= i >= from;
        }
        return near;
    }

    public String text() {
        StringBuilder text = new StringBuilder();
        pieces.forEach(piece -> text.append(piece.text()));
        return text.toString();
    }

    private static List<TextRow> rows(List<String> base, List<DiffOp> diff) {
        List<TextRow> rows = new ArrayList<>();
        List<TextRow> added = new ArrayList<>();
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
                rows.add(of(Kind.SAME, base.get(next)));
            }
            switch (step) {
                case DiffOp.AddRange add -> {
                    for (JsonNode line : add.values()) {
                        added.add(of(Kind.NEW, line.asString("")));
                    }
                }
                case DiffOp.AddText text -> added.add(of(Kind.NEW, text.text()));
                case DiffOp.RemoveRange remove -> {
                    for (int end = next + remove.length(); next < end; next++) {
                        rows.add(of(Kind.OLD, base.get(next)));
                    }
                }
                case DiffOp.PatchItem patch -> patched(base.get(next++), patch, rows, added);
            }
        }
        rows.addAll(added);
        for (; next < base.size(); next++) {
            rows.add(of(Kind.SAME, base.get(next)));
        }
        return rows;
    }

    /** A line that only got its end, since another one follows now, did not change to a reader. */
    private static void patched(String line, DiffOp.PatchItem patch, List<TextRow> rows, List<TextRow> added) {
        TextRow old = new TextRow(Kind.OLD, oldPieces(line, patch.diff()));
        TextRow fresh = new TextRow(Kind.NEW, newPieces(line, patch.diff()));
        if (old.text().equals(fresh.text())) {
            rows.addAll(added);
            added.clear();
            rows.add(of(Kind.SAME, line));
        } else {
            rows.add(old);
            added.add(fresh);
        }
    }

    private static List<Piece> oldPieces(String line, List<DiffOp> diff) {
        List<Piece> pieces = new ArrayList<>();
        int index = 0;
        int point = 0;
        for (DiffOp op : diff) {
            if (op instanceof DiffOp.RemoveRange remove) {
                int from = line.offsetByCodePoints(index, remove.key() - point);
                int to = line.offsetByCodePoints(from, remove.length());
                add(pieces, line.substring(index, from), false);
                add(pieces, line.substring(from, to), true);
                index = to;
                point = remove.key() + remove.length();
            }
        }
        add(pieces, line.substring(index), false);
        return pieces;
    }

    private static List<Piece> newPieces(String line, List<DiffOp> diff) {
        List<Piece> pieces = new ArrayList<>();
        int index = 0;
        int point = 0;
        for (DiffOp op : diff) {
            int key = op instanceof DiffOp.OnSequence step ? step.key() : point;
            int at = line.offsetByCodePoints(index, key - point);
            add(pieces, line.substring(index, at), false);
            index = at;
            point = key;
            if (op instanceof DiffOp.AddText text) {
                add(pieces, text.text(), true);
            } else if (op instanceof DiffOp.RemoveRange remove) {
                index = line.offsetByCodePoints(at, remove.length());
                point += remove.length();
            }
        }
        add(pieces, line.substring(index), false);
        return pieces;
    }

    private static void add(List<Piece> pieces, String text, boolean changed) {
        String shown = withoutEnd(text);
        if (!shown.isEmpty()) {
            pieces.add(new Piece(shown, changed));
        }
    }

    private static String withoutEnd(String line) {
        return line.endsWith("\n") ? line.substring(0, line.length() - 1) : line;
    }
}
