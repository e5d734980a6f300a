package dev.orrery.runner;

import dev.orrery.notebook.diff.TextRow;
import dev.orrery.runner.DiffPaper.Ink;

/** Writes one line of the view of two texts, with a sign before it: a space, {@code -} or {@code +}. */
final class DiffRow {
    /** Unchanged stretches of a longer line are shortened, and changed ones cut. */
    private static final int LONG = 400;

    private static final int ENDS = 60;
    private static final int MOST = 2000;

    private DiffRow() {}

    static void write(TextRow row, DiffPaper paper, String indent) {
        paper.ink(Ink.PLAIN, indent);
        switch (row.kind()) {
            case SAME -> write(row, paper, "  ", Ink.PLAIN, Ink.PLAIN);
            case OLD -> write(row, paper, "- ", Ink.OLD, Ink.OLD_WORD);
            case NEW -> write(row, paper, "+ ", Ink.NEW, Ink.NEW_WORD);
        }
    }

    private static void write(TextRow row, DiffPaper paper, String sign, Ink ink, Ink word) {
        paper.ink(ink, sign);
        boolean isLong =
                row.pieces().stream().mapToInt(piece -> piece.text().length()).sum() > LONG;
        for (TextRow.Piece piece : row.pieces()) {
            String text = piece.text();
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
}
