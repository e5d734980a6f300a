package dev.orrery.notebook.diff;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** Which outputs of two cells are the same: equal ones, and between these those of one kind whose text is alike. */
final class OutputMatcher {
    private static final double ALIKE = 0.3;
    /** Data without text: of the same kind, and no more is known. */
    private static final double SAME_KIND = 0.3;

    private final List<JsonNode> base;
    private final List<JsonNode> remote;
    private final Fingerprints basePrints;
    private final Fingerprints remotePrints;

    private OutputMatcher(List<JsonNode> base, List<JsonNode> remote) {
        this.base = base;
        this.remote = remote;
        this.basePrints = prints(base);
        this.remotePrints = prints(remote);
    }

    static Matches match(List<JsonNode> base, List<JsonNode> remote, Effort effort) {
        Anchors.Numbers numbers = new Anchors.Numbers();
        Matches matches = Myers.match(numbers.all(base, base.size()), numbers.all(remote, remote.size()), effort);
        List<Matches.Gap> gaps = matches.openGaps(matches.whole());
        if (!gaps.isEmpty()) {
            OutputMatcher matcher = new OutputMatcher(base, remote);
            LikenessMatcher alike = new LikenessMatcher(matcher::likeness, matches, effort);
            gaps.forEach(alike::match);
        }
        return matches;
    }

    private double likeness(int i, int j) {
        JsonNode first = base.get(i);
        JsonNode second = remote.get(j);
        if (!first.isObject() || !second.isObject() || !kind(first).equals(kind(second))) {
            return 0;
        }
        double likeness = basePrints.get(i).likeness(remotePrints.get(j));
        if (likeness >= ALIKE) {
            return likeness;
        }
        // Printed once more, with other words: still the cell's standard output.
        return kind(first).startsWith("stream ") || hasSameData(first.path("data"), second.path("data"))
                ? SAME_KIND
                : 0;
    }

    private static boolean hasSameData(JsonNode first, JsonNode second) {
        return !first.isEmpty()
                && first.size() == second.size()
                && first.propertyNames().containsAll(second.propertyNames());
    }

    private static String kind(JsonNode output) {
        String type = output.path("output_type").asString("");
        return type.equals("stream") ? "stream " + output.path("name").asString("") : type;
    }

    private static Fingerprints prints(List<JsonNode> outputs) {
        return new Fingerprints(outputs.size(), index -> Fingerprint.of(text(outputs.get(index))));
    }

    private static String text(JsonNode output) {
        return switch (output.path("output_type").asString("")) {
            case "stream" -> output.path("text").asString("");
            case "error" ->
                output.path("ename").asString("") + " " + output.path("evalue").asString("");
            default -> output.path("data").path("text/plain").asString("");
        };
    }
}
