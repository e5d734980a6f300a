package dev.orrery.publish;

import dev.orrery.notebook.diff.DiffOp;
import dev.orrery.notebook.diff.TextRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One line of a difference, or lines that are not told.
 *
 * @param kind {@code same}, {@code old}, {@code new}; {@code gap}: unchanged lines left out; {@code cut}: the rest, too long to be told
 * @param before its number in the old text, from 1; of a gap that of its first line
 * @param after its number in the new text, from 1; of a gap that of its first line
 * @param count how many lines this is: 1 but for {@code gap} and {@code cut}
 */
record DiffLine(
        String kind, @Nullable Integer before, @Nullable Integer after, int count, List<TextRow.Piece> pieces) {
    /** A line in more pieces is told whole. */
    private static final int MOST_PIECES = 500;

    /** How much of one file's difference is told, counted in pieces of lines. */
    static final class Budget {
        private static final int PIECES = 20_000;

        private final int context;
        private int left = PIECES;

        /** @param context how many unchanged lines are told around each change */
        Budget(int context) {
            this.context = context;
        }
    }

    static List<DiffLine> of(String base, List<DiffOp> diff, Budget budget) {
        List<TextRow> rows = TextRow.of(base, diff);
        boolean[] near = TextRow.near(rows, budget.context);
        List<DiffLine> lines = new ArrayList<>();
        int before = 1;
        int after = 1;
        for (int i = 0; i < rows.size(); ) {
            if (budget.left <= 0) {
                lines.add(new DiffLine("cut", before, after, rows.size() - i, List.of()));
                return lines;
            }
            TextRow row = rows.get(i);
            int count = near[i] ? 1 : gap(near, i);
            lines.add(
                    near[i] ? line(row, before, after, budget) : new DiffLine("gap", before, after, count, List.of()));
            before += row.kind() == TextRow.Kind.NEW ? 0 : count;
            after += row.kind() == TextRow.Kind.OLD ? 0 : count;
            i += count;
        }
        return lines;
    }

    private static int gap(boolean[] near, int from) {
        int end = from;
        while (end < near.length && !near[end]) {
            end++;
        }
        return end - from;
    }

    private static DiffLine line(TextRow row, int before, int after, Budget budget) {
        List<TextRow.Piece> pieces =
                row.pieces().size() > MOST_PIECES ? List.of(new TextRow.Piece(row.text(), false)) : row.pieces();
        budget.left -= 1 + pieces.size();
        return new DiffLine(
                row.kind().name().toLowerCase(Locale.ROOT),
                row.kind() == TextRow.Kind.NEW ? null : before,
                row.kind() == TextRow.Kind.OLD ? null : after,
                1,
                pieces);
    }
}
