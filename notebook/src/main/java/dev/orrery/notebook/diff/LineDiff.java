package dev.orrery.notebook.diff;

import dev.orrery.notebook.diff.Matches.Gap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The difference of two lines by code points. It follows words, so that no edit is an accident of letters. */
final class LineDiff {
    /** Edits with so few characters between them are one. */
    private static final int JOINED = 3;

    /** A shorter edit is shown by whole words; of a longer one, a hash or a data URL, what is equal at its ends is left out. */
    private static final int LONG = 40;

    /** An edit, in UTF-16 indices. */
    private record Edit(int from, int to, int remoteFrom, int remoteTo) {}

    private final String base;
    private final String remote;

    private LineDiff(String base, String remote) {
        this.base = base;
        this.remote = remote;
    }

    static List<DiffOp> of(String base, String remote, Effort effort) {
        return base.equals(remote) ? List.of() : new LineDiff(base, remote).diff(effort);
    }

    private List<DiffOp> diff(Effort effort) {
        int[] starts = pieces(base);
        int[] remoteStarts = pieces(remote);
        Anchors.Numbers numbers = new Anchors.Numbers();
        Matches matches = Myers.match(numbers(numbers, base, starts), numbers(numbers, remote, remoteStarts), effort);
        List<Edit> edits = new ArrayList<>();
        matches.walk(new Matches.Walker() {
            @Override
            public void gap(Gap gap) {
                add(
                        edits,
                        new Edit(
                                starts[gap.baseFrom()],
                                starts[gap.baseTo()],
                                remoteStarts[gap.remoteFrom()],
                                remoteStarts[gap.remoteTo()]));
            }

            @Override
            public void pair(int piece, int other) {
                // The same on both sides.
            }
        });
        return steps(edits);
    }

    private static void add(List<Edit> edits, Edit edit) {
        if (!edits.isEmpty() && edit.from() - edits.getLast().to() <= JOINED) {
            Edit before = edits.removeLast();
            edits.add(new Edit(before.from(), edit.to(), before.remoteFrom(), edit.remoteTo()));
        } else {
            edits.add(edit);
        }
    }

    private List<DiffOp> steps(List<Edit> edits) {
        List<DiffOp> diff = new ArrayList<>();
        int index = 0;
        int point = 0;
        for (Edit whole : edits) {
            Edit edit = trimmed(whole);
            point += base.codePointCount(index, edit.from());
            index = edit.from();
            if (edit.remoteTo() > edit.remoteFrom()) {
                diff.add(new DiffOp.AddText(point, remote.substring(edit.remoteFrom(), edit.remoteTo())));
            }
            if (edit.to() > edit.from()) {
                diff.add(new DiffOp.RemoveRange(point, base.codePointCount(edit.from(), edit.to())));
            }
        }
        return diff;
    }

    /** Without what both sides have at the ends, cut between code points. */
    private Edit trimmed(Edit edit) {
        int from = edit.from();
        int to = edit.to();
        int remoteFrom = edit.remoteFrom();
        int remoteTo = edit.remoteTo();
        if (Math.max(to - from, remoteTo - remoteFrom) <= LONG) {
            return edit;
        }
        while (from < to && remoteFrom < remoteTo && base.codePointAt(from) == remote.codePointAt(remoteFrom)) {
            int size = Character.charCount(base.codePointAt(from));
            from += size;
            remoteFrom += size;
        }
        while (from < to && remoteFrom < remoteTo && base.codePointBefore(to) == remote.codePointBefore(remoteTo)) {
            int size = Character.charCount(base.codePointBefore(to));
            to -= size;
            remoteTo -= size;
        }
        return new Edit(from, to, remoteFrom, remoteTo);
    }

    /** Where the pieces begin, and the end. */
    private static int[] pieces(String line) {
        int[] starts = new int[line.length() + 1];
        int count = 0;
        int index = 0;
        while (index < line.length()) {
            starts[count++] = index;
            index = Words.end(line, index, line.length());
        }
        starts[count++] = line.length();
        return Arrays.copyOf(starts, count);
    }

    private static int[] numbers(Anchors.Numbers numbers, String line, int[] starts) {
        int[] all = new int[starts.length - 1];
        for (int i = 0; i < all.length; i++) {
            all[i] = numbers.of(line.substring(starts[i], starts[i + 1]));
        }
        return all;
    }
}
