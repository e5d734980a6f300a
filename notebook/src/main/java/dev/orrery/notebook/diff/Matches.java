package dev.orrery.notebook.diff;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** Which items of a base sequence stand for which of a remote one: pairs that never cross. */
final class Matches {
    static final int NONE = -1;

    private final int[] remote;
    private final int remoteSize;
    private final BitSet equal = new BitSet();

    Matches(int baseSize, int remoteSize) {
        this.remote = new int[baseSize];
        this.remoteSize = remoteSize;
        Arrays.fill(remote, NONE);
    }

    void pair(int base, int other) {
        remote[base] = other;
    }

    /** Everything that is paired now is equal: nobody need look inside. */
    void pairedAreEqual() {
        for (int i = 0; i < remote.length; i++) {
            equal.set(i, remote[i] != NONE);
        }
    }

    boolean isEqual(int base) {
        return equal.get(base);
    }

    void unpair(int base) {
        remote[base] = NONE;
    }

    /** The remote index for a base index, or {@link #NONE}. */
    int remoteOf(int base) {
        return remote[base];
    }

    /** What lies between two matched pairs: a part of the base and a part of the remote, either of them empty, never both. */
    record Gap(int baseFrom, int baseTo, int remoteFrom, int remoteTo) {
        int baseSize() {
            return baseTo - baseFrom;
        }

        int remoteSize() {
            return remoteTo - remoteFrom;
        }

        boolean oneSided() {
            return baseSize() == 0 || remoteSize() == 0;
        }
    }

    /** Takes what {@link #walk} finds, in order. */
    interface Walker {
        void gap(Gap gap);

        void pair(int base, int remote);
    }

    void walk(Walker walker) {
        walk(new Gap(0, remote.length, 0, remoteSize), walker);
    }

    /** Goes through a part alone. */
    void walk(Gap part, Walker walker) {
        int baseFrom = part.baseFrom();
        int remoteFrom = part.remoteFrom();
        for (int base = baseFrom; base < part.baseTo(); base++) {
            int other = remote[base];
            if (other != NONE) {
                gap(walker, new Gap(baseFrom, base, remoteFrom, other));
                walker.pair(base, other);
                baseFrom = base + 1;
                remoteFrom = other + 1;
            }
        }
        gap(walker, new Gap(baseFrom, part.baseTo(), remoteFrom, part.remoteTo()));
    }

    private static void gap(Walker walker, Gap gap) {
        if (gap.baseSize() + gap.remoteSize() > 0) {
            walker.gap(gap);
        }
    }

    /** The gaps with something on both sides, as they are now. */
    List<Gap> openGaps(Gap part) {
        List<Gap> gaps = new ArrayList<>();
        walk(part, new Walker() {
            @Override
            public void gap(Gap gap) {
                if (!gap.oneSided()) {
                    gaps.add(gap);
                }
            }

            @Override
            public void pair(int base, int other) {
                // Nothing is open there.
            }
        });
        return gaps;
    }

    Gap whole() {
        return new Gap(0, remote.length, 0, remoteSize);
    }
}
