package dev.orrery.notebook.diff;

import dev.orrery.notebook.diff.Matches.Gap;

/**
 * Pairs items that are alike, so that the sum of their likenesses is the largest that pairs without crossing can have (Needleman and
 * Wunsch's alignment).
 * A gap with too many pairs is looked at along its diagonal alone.
 */
final class LikenessMatcher {
    /** Pairs looked at in one gap. */
    private static final int MAX_PAIRS = 120_000;
    /** Pairs looked at where no effort is left, and what looking at one costs. */
    private static final int FREE_PAIRS = 400;

    private static final int STEPS = 20;
    /** A gap with more items than that on a side stays as it is. */
    private static final int MAX_ITEMS = MAX_PAIRS / 8;

    private static final byte SKIP_BASE = 0;
    private static final byte SKIP_REMOTE = 1;
    private static final byte PAIR = 2;

    /** How alike two items are; 0 where they may not be paired, below 2 at all times. */
    interface Likeness {
        double of(int base, int remote);
    }

    private final Likeness likeness;
    private final Matches matches;
    private final Effort effort;

    LikenessMatcher(Likeness likeness, Matches matches, Effort effort) {
        this.likeness = likeness;
        this.matches = matches;
        this.effort = effort;
    }

    void match(Gap gap) {
        int n = gap.baseSize();
        int m = gap.remoteSize();
        boolean few = (long) n * m <= FREE_PAIRS;
        if (n > MAX_ITEMS || m > MAX_ITEMS || (!few && !effort.isLeft())) {
            return;
        }
        int width = Math.min(m, MAX_PAIRS / Math.max(1, n));
        if (!few) {
            effort.spend((long) STEPS * n * width);
        }
        byte[][] choices = new byte[n][];
        int[] starts = new int[n];
        double[] above = new double[m + 1];
        double[] row = new double[m + 1];
        int aboveEnd = m;
        for (int i = 0; i < n; i++) {
            int start = width == m ? 0 : start(i, n, m, width);
            int end = Math.min(m, start + width);
            starts[i] = start;
            choices[i] = new byte[end - start];
            row[start] = above[Math.min(start, aboveEnd)];
            for (int j = start; j < end; j++) {
                double alike = likeness.of(gap.baseFrom() + i, gap.remoteFrom() + j);
                double pair = alike <= 0 ? -1 : above[Math.min(j, aboveEnd)] + alike;
                double skipBase = above[Math.min(j + 1, aboveEnd)];
                double skipRemote = row[j];
                byte choice = pair >= skipBase && pair >= skipRemote
                        ? PAIR
                        : skipBase >= skipRemote ? SKIP_BASE : SKIP_REMOTE;
                choices[i][j - start] = choice;
                row[j + 1] = choice == PAIR ? pair : Math.max(skipBase, skipRemote);
            }
            double[] swap = above;
            above = row;
            row = swap;
            aboveEnd = end;
        }
        trace(gap, choices, starts);
    }

    /** The first column of a row's band. */
    private static int start(int row, int rows, int columns, int width) {
        long middle = (long) row * columns / rows;
        return Math.clamp(middle - width / 2, 0, columns - width);
    }

    private void trace(Gap gap, byte[][] choices, int[] starts) {
        int j = gap.remoteSize();
        for (int i = gap.baseSize() - 1; i >= 0; i--) {
            int start = starts[i];
            j = Math.min(j, start + choices[i].length);
            while (j > start && choices[i][j - 1 - start] == SKIP_REMOTE) {
                j--;
            }
            if (j > start && choices[i][j - 1 - start] == PAIR) {
                matches.pair(gap.baseFrom() + i, gap.remoteFrom() + --j);
            }
        }
    }
}
