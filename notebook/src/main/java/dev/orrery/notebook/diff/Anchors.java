package dev.orrery.notebook.diff;

import dev.orrery.notebook.diff.Matches.Gap;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Pairs of equal keys that are sure: those at both ends, and those that either side has once, as far as they keep their order
 * (Bram Cohen's patience diff). Costs n log n.
 */
final class Anchors {
    private static final int TWICE = -2;

    private final int[] base;
    private final int[] remote;
    private final Matches matches;

    Anchors(int[] base, int[] remote, Matches matches) {
        this.base = base;
        this.remote = remote;
        this.matches = matches;
    }

    /** Pairs the equal ends of a gap; what is left of it. */
    Gap trim(Gap gap) {
        int baseFrom = gap.baseFrom();
        int baseTo = gap.baseTo();
        int remoteFrom = gap.remoteFrom();
        int remoteTo = gap.remoteTo();
        while (baseFrom < baseTo && remoteFrom < remoteTo && base[baseFrom] == remote[remoteFrom]) {
            matches.pair(baseFrom++, remoteFrom++);
        }
        while (baseFrom < baseTo && remoteFrom < remoteTo && base[baseTo - 1] == remote[remoteTo - 1]) {
            matches.pair(--baseTo, --remoteTo);
        }
        return new Gap(baseFrom, baseTo, remoteFrom, remoteTo);
    }

    /** Pairs what is unique in a gap; whether there was any. */
    boolean unique(Gap gap) {
        Map<Integer, int[]> places = new HashMap<>();
        for (int i = gap.baseFrom(); i < gap.baseTo(); i++) {
            places.merge(base[i], new int[] {i, Matches.NONE}, (old, fresh) -> new int[] {TWICE, TWICE});
        }
        for (int j = gap.remoteFrom(); j < gap.remoteTo(); j++) {
            int[] place = places.get(remote[j]);
            if (place != null) {
                place[1] = place[1] == Matches.NONE ? j : TWICE;
            }
        }
        int[] candidates = new int[gap.baseSize()];
        int[] partners = new int[gap.baseSize()];
        int count = 0;
        for (int i = gap.baseFrom(); i < gap.baseTo(); i++) {
            int[] place = places.get(base[i]);
            if (place != null && place[0] == i && place[1] >= 0) {
                candidates[count] = i;
                partners[count++] = place[1];
            }
        }
        pairLongestRise(candidates, partners, count);
        return count > 0;
    }

    /** Pairs the longest run of partners that rise, by patience sorting. */
    private void pairLongestRise(int[] candidates, int[] partners, int count) {
        int[] tops = new int[count];
        int[] previous = new int[count];
        int piles = 0;
        for (int c = 0; c < count; c++) {
            int pile = pileFor(partners, tops, piles, partners[c]);
            previous[c] = pile == 0 ? -1 : tops[pile - 1];
            tops[pile] = c;
            piles = Math.max(piles, pile + 1);
        }
        for (int c = piles == 0 ? -1 : tops[piles - 1]; c >= 0; c = previous[c]) {
            matches.pair(candidates[c], partners[c]);
        }
    }

    private static int pileFor(int[] partners, int[] tops, int piles, int partner) {
        int low = 0;
        int high = piles;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (partners[tops[middle]] < partner) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Small numbers for things, equal for equal ones. */
    static final class Numbers {
        private final Map<Object, Integer> known = new HashMap<>();
        private int next;

        int of(Object thing) {
            return known.computeIfAbsent(thing, unknown -> fresh());
        }

        /** A number that nothing has yet. */
        int fresh() {
            return next++;
        }

        /** Numbers what has none. */
        void fill(int[] numbers, List<?> things) {
            for (int i = 0; i < numbers.length; i++) {
                if (numbers[i] == Matches.NONE) {
                    numbers[i] = of(things.get(i));
                }
            }
        }

        int[] all(Iterable<?> things, int size) {
            int[] numbers = new int[size];
            Arrays.fill(numbers, Matches.NONE);
            int index = 0;
            for (Object thing : things) {
                numbers[index++] = of(thing);
            }
            return numbers;
        }
    }
}
