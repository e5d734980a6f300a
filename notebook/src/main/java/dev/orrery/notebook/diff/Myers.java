package dev.orrery.notebook.diff;

import dev.orrery.notebook.diff.Matches.Gap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * The shortest script between two sequences (E. W. Myers, "An O(ND) difference algorithm", 1986) where it is short; where it is
 * not, the sequence is cut at {@link Anchors} first, and what has none is left unmatched.
 */
final class Myers {
    /** Where the script gets longer than that, the shortest one is not looked for. */
    private static final int MAX_EDITS = 1000;

    private static final int MAX_EDITS_WITHOUT_EFFORT = 100;
    /** A gap inside of a gap inside of a gap: deeper ones are left unmatched. */
    private static final int MAX_ROUNDS = 40;

    private final int[] base;
    private final int[] remote;
    private final Matches matches;
    private final Effort effort;

    private Myers(int[] base, int[] remote, Matches matches, Effort effort) {
        this.base = base;
        this.remote = remote;
        this.matches = matches;
        this.effort = effort;
    }

    /** Matches equal numbers of the whole of both. */
    static Matches match(int[] base, int[] remote, Effort effort) {
        Matches matches = new Matches(base.length, remote.length);
        new Myers(base, remote, matches, effort).all();
        return matches;
    }

    private record Round(Gap gap, int depth) {}

    private void all() {
        Anchors anchors = new Anchors(base, remote, matches);
        Deque<Round> open = new ArrayDeque<>();
        open.push(new Round(matches.whole(), 0));
        while (!open.isEmpty()) {
            Round round = open.pop();
            Gap gap = anchors.trim(round.gap());
            if (gap.oneSided() || shortest(gap) || round.depth() == MAX_ROUNDS) {
                continue;
            }
            if (anchors.unique(gap)) {
                matches.openGaps(gap).forEach(inner -> open.push(new Round(inner, round.depth() + 1)));
            }
        }
    }

    /** Pairs by the shortest script if it is short enough to look for. */
    private boolean shortest(Gap gap) {
        int n = gap.baseSize();
        int m = gap.remoteSize();
        int limit = Math.min(effort.isLeft() ? MAX_EDITS : MAX_EDITS_WITHOUT_EFFORT, n + m);
        int[] reach = new int[2 * limit + 3];
        int middle = limit + 1;
        List<int[]> steps = new ArrayList<>();
        for (int d = 0; d <= limit; d++) {
            effort.spend(d + 1);
            for (int k = -d; k <= d; k += 2) {
                int x = down(reach, middle, k, d) ? reach[middle + k + 1] : reach[middle + k - 1] + 1;
                while (x < n
                        && x - k < m
                        && x - k >= 0
                        && base[gap.baseFrom() + x] == remote[gap.remoteFrom() + x - k]) {
                    x++;
                }
                reach[middle + k] = x;
                if (x >= n && x - k >= m) {
                    steps.add(Arrays.copyOfRange(reach, middle - d, middle + d + 1));
                    trace(gap, steps);
                    return true;
                }
            }
            steps.add(Arrays.copyOfRange(reach, middle - d, middle + d + 1));
        }
        return false;
    }

    private static boolean down(int[] reach, int middle, int k, int d) {
        return k == -d || (k != d && reach[middle + k - 1] < reach[middle + k + 1]);
    }

    /** Goes the script back and pairs along its diagonals. A step's array has the reach of the diagonals -d to d. */
    private void trace(Gap gap, List<int[]> steps) {
        int x = gap.baseSize();
        int y = gap.remoteSize();
        for (int d = steps.size() - 1; d > 0; d--) {
            int[] before = steps.get(d - 1);
            int k = x - y;
            int middle = d - 1;
            boolean down = k == -d || (k != d && reachOf(before, middle, k - 1) < reachOf(before, middle, k + 1));
            int fromK = down ? k + 1 : k - 1;
            int fromX = reachOf(before, middle, fromK);
            int fromY = fromX - fromK;
            int snake = down ? fromX : fromX + 1;
            while (x > snake) {
                matches.pair(gap.baseFrom() + --x, gap.remoteFrom() + --y);
            }
            x = fromX;
            y = fromY;
        }
        while (x > 0 && y > 0) {
            matches.pair(gap.baseFrom() + --x, gap.remoteFrom() + --y);
        }
    }

    private static int reachOf(int[] step, int middle, int k) {
        return step[middle + k];
    }
}
