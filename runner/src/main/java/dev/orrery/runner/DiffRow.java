package dev.orrery.runner;

import dev.orrery.notebook.diff.DiffOp;
import dev.orrery.runner.DiffPaper.Ink;
import java.util.ArrayList;
import java.util.List;

/**
 * One line of the view of two texts.
 *
 * @param sign a space, {@code -} or {@code +}
 */
record DiffRow(char sign, List<Piece> pieces) {
    /** Unchanged stretches of a longer line are shortened, and changed ones cut. */
    private static final int LONG = 400;

    private static final int ENDS = 60;
    private static final int MOST = 2000;

    /** A stretch of a line, changed or not. */
    record Piece(String text, boolean changed) {}

    static DiffRow of(char sign, String line) {
        return new DiffRow(sign, List.of(new Piece(withoutEnd(line), false)));
    }

    /** The old line of a patched one, what goes marked. */
    static DiffRow old(String line, List<DiffOp> diff) {
        List<Piece> pieces = new ArrayList<>();
        int index = 0;
        int point = 0;
        for (DiffOp op : diff) {
            if (op instanceof DiffOp.RemoveRange remove) {
                int from = line.offsetByCodePoints(index, remove.key() - point);
                int to = line.offsetByCodePoints(from, remove.length());
                pieces.add(new Piece(line.substring(index, from), false));
                pieces.add(new Piece(line.substring(from, to), true));
                index = to;
                point = remove.key() + remove.length();
            }
        }
        pieces.add(new Piece(line.substring(index), false));
        return new DiffRow('-', pieces);
    }

    /** The new line of a patched one, what comes marked. */
    static DiffRow fresh(String line, List<DiffOp> diff) {
        List<Piece> pieces = new ArrayList<>();
        int index = 0;
        int point = 0;
        for (DiffOp op : diff) {
            int key = op instanceof DiffOp.OnSequence step ? step.key() : point;
            int at = line.offsetByCodePoints(index, key - point);
            pieces.add(new Piece(line.substring(index, at), false));
            index = at;
            point = key;
            if (op instanceof DiffOp.AddText text) {
                pieces.add(new Piece(text.text(), true));
            } else if (op instanceof DiffOp.RemoveRange remove) {
                index = line.offsetByCodePoints(at, remove.length());
                point += remove.length();
            }
        }
        pieces.add(new Piece(line.substring(index), false));
        return new DiffRow('+', pieces);
    }

    String text() {
        StringBuilder text = new StringBuilder();
        pieces.forEach(piece -> text.append(piece.text()));
        return withoutEnd(text.toString());
    }

    void write(DiffPaper paper, String indent) {
        Ink ink = sign == '-' ? Ink.OLD : sign == '+' ? Ink.NEW : Ink.PLAIN;
        Ink word = sign == '-' ? Ink.OLD_WORD : Ink.NEW_WORD;
        paper.ink(Ink.PLAIN, indent).ink(ink, sign + " ");
        boolean isLong =
                pieces.stream().mapToInt(piece -> piece.text().length()).sum() > LONG;
        for (Piece piece : pieces) {
            String text = withoutEnd(piece.text());
            if (isLong && text.length() > (piece.changed() ? MOST : LONG)) {
                text = shortened(text, piece.changed() ? MOST / 2 : ENDS);
            }
            paper.ink(piece.changed() ? word : ink, text);
        }
        paper.end();
    }

    private static String shortened(String text, int ends) {
        return text.substring(0, ends) + " ...(" + (text.length() - 2 * ends) + " characters)... "
                + text.substring(text.length() - ends);
    }

    private static String withoutEnd(String line) {
        return line.endsWith("\n") ? line.substring(0, line.length() - 1) : line;
    }
}
