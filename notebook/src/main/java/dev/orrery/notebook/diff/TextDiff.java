package dev.orrery.notebook.diff;

import dev.orrery.notebook.PythonText;
import java.util.AbstractList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The difference of two texts: line by line, and inside of a line that is like the old one by characters. */
final class TextDiff {
    /** Lines less alike than that are taken out and put in. */
    private static final double ALIKE = 0.5;
    /** So much of the longer line has to be in both. */
    private static final double KEPT = 0.5;

    private final List<String> base;
    private final List<String> remote;
    private final Effort effort;
    private final Fingerprints basePrints;
    private final Fingerprints remotePrints;

    private TextDiff(List<String> base, List<String> remote, Effort effort) {
        this.base = base;
        this.remote = remote;
        this.effort = effort;
        this.basePrints = prints(base);
        this.remotePrints = prints(remote);
    }

    static List<DiffOp> of(String base, String remote, Effort effort) {
        if (base.equals(remote)) {
            return List.of();
        }
        return new TextDiff(PythonText.splitLines(base), PythonText.splitLines(remote), effort).diff();
    }

    private List<DiffOp> diff() {
        Anchors.Numbers numbers = new Anchors.Numbers();
        Matches matches = Myers.match(numbers.all(base, base.size()), numbers.all(remote, remote.size()), effort);
        LikenessMatcher alike = new LikenessMatcher(this::likeness, matches, effort);
        matches.openGaps(matches.whole()).forEach(alike::match);
        Map<Integer, List<DiffOp>> changed = new HashMap<>();
        for (int i = 0; i < base.size(); i++) {
            if (matches.remoteOf(i) != Matches.NONE
                    && numbers.of(base.get(i)) != numbers.of(remote.get(matches.remoteOf(i)))) {
                line(i, matches, changed);
            }
        }
        return SequenceDiff.of(matches, nodes(remote), (i, j) -> changed.getOrDefault(i, List.of()));
    }

    /** The words may be alike and the line not, as when they stand in another order. */
    private void line(int index, Matches matches, Map<Integer, List<DiffOp>> changed) {
        String old = base.get(index);
        String fresh = remote.get(matches.remoteOf(index));
        List<DiffOp> diff = LineDiff.of(old, fresh, effort);
        int kept = old.codePointCount(0, old.length());
        for (DiffOp op : diff) {
            kept -= op instanceof DiffOp.RemoveRange remove ? remove.length() : 0;
        }
        if (kept >= KEPT * Math.max(old.length(), fresh.length())) {
            changed.put(index, diff);
        } else {
            matches.unpair(index);
        }
    }

    private double likeness(int i, int j) {
        Fingerprint first = basePrints.get(i);
        Fingerprint second = remotePrints.get(j);
        if (first.isEmpty() || second.isEmpty() || first.atMost(second) < ALIKE) {
            return 0;
        }
        double likeness = first.likeness(second);
        return likeness < ALIKE ? 0 : likeness;
    }

    private static Fingerprints prints(List<String> lines) {
        return new Fingerprints(lines.size(), index -> Fingerprint.ofWords(lines.get(index)));
    }

    private static List<JsonNode> nodes(List<String> lines) {
        return new AbstractList<>() {
            @Override
            public JsonNode get(int index) {
                return JsonNodeFactory.instance.stringNode(lines.get(index));
            }

            @Override
            public int size() {
                return lines.size();
            }
        };
    }
}
