package dev.orrery.notebook.diff;

import dev.orrery.notebook.PythonText;
import java.util.AbstractList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The difference of two texts: line by line, and inside of a line that is like the old one by characters. */
final class TextDiff {
    /** Lines less alike than that are taken out and put in. */
    private static final double ALIKE = 0.5;

    private final List<String> base;
    private final List<String> remote;
    private final @Nullable Fingerprint[] basePrints;
    private final @Nullable Fingerprint[] remotePrints;

    private TextDiff(List<String> base, List<String> remote) {
        this.base = base;
        this.remote = remote;
        this.basePrints = new Fingerprint[base.size()];
        this.remotePrints = new Fingerprint[remote.size()];
    }

    static List<DiffOp> of(String base, String remote) {
        if (base.equals(remote)) {
            return List.of();
        }
        return new TextDiff(PythonText.splitLines(base), PythonText.splitLines(remote)).diff();
    }

    private List<DiffOp> diff() {
        Anchors.Numbers numbers = new Anchors.Numbers();
        Matches matches = Myers.match(numbers.all(base, base.size()), numbers.all(remote, remote.size()));
        LikenessMatcher alike = new LikenessMatcher(this::likeness, matches);
        matches.openGaps(matches.whole()).forEach(alike::match);
        return SequenceDiff.of(matches, nodes(remote), (i, j) -> LineDiff.of(base.get(i), remote.get(j)));
    }

    private double likeness(int i, int j) {
        Fingerprint first = print(base, basePrints, i);
        Fingerprint second = print(remote, remotePrints, j);
        if (first.isEmpty() || second.isEmpty() || first.atMost(second) < ALIKE) {
            return 0;
        }
        double likeness = first.likeness(second);
        return likeness < ALIKE ? 0 : likeness;
    }

    private static Fingerprint print(List<String> lines, @Nullable Fingerprint[] prints, int index) {
        Fingerprint known = prints[index];
        if (known == null) {
            known = Fingerprint.ofWords(lines.get(index));
            prints[index] = known;
        }
        return known;
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
