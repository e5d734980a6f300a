package dev.orrery.notebook.diff;

import dev.orrery.notebook.diff.Matches.Gap;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which cells of two notebooks are the same: equal ones first; then those with one id whose content is alike; then those with the same
 * source; then, between these, those whose sources are alike, or whose outputs are equal.
 */
final class CellMatcher {
    /** Less alike cells are two cells. */
    private static final double ALIKE = 0.5;
    /** A short cell is as quickly read, and written, anew. */
    private static final double ALIKE_WHEN_SHORT = 0.6;

    private static final int SHORT_WORDS = 20;
    /** An id in common makes up for so much. */
    private static final double ALIKE_WITH_ID = 0.2;

    private static final double EQUAL_OUTPUTS = 0.45;

    private final List<ObjectNode> base;
    private final List<ObjectNode> remote;
    private final Fingerprints basePrints;
    private final Fingerprints remotePrints;
    private final Matches matches;

    private CellMatcher(List<ObjectNode> base, List<ObjectNode> remote) {
        this.base = base;
        this.remote = remote;
        this.basePrints = prints(base);
        this.remotePrints = prints(remote);
        this.matches = new Matches(base.size(), remote.size());
    }

    static Matches match(List<ObjectNode> base, List<ObjectNode> remote, Effort effort) {
        return new CellMatcher(base, remote).match(effort);
    }

    private Matches match(Effort effort) {
        anchorEqual();
        matches.pairedAreEqual();
        anchorIds();
        Anchors.Numbers sources = new Anchors.Numbers();
        anchor(sources(sources, base), sources(sources, remote));
        LikenessMatcher alike = new LikenessMatcher(this::likeness, matches, effort);
        matches.openGaps(matches.whole()).forEach(alike::match);
        return matches;
    }

    /** Cells with one id are compared as they are; the others by hash, which has to read all that they hold. */
    private void anchorEqual() {
        Anchors.Numbers numbers = new Anchors.Numbers();
        int[] baseKeys = new int[base.size()];
        int[] remoteKeys = new int[remote.size()];
        Arrays.fill(baseKeys, Matches.NONE);
        Arrays.fill(remoteKeys, Matches.NONE);
        sameIds((i, j) -> {
            if (base.get(i).equals(remote.get(j))) {
                int number = numbers.fresh();
                baseKeys[i] = number;
                remoteKeys[j] = number;
            }
        });
        numbers.fill(baseKeys, base);
        numbers.fill(remoteKeys, remote);
        anchor(baseKeys, remoteKeys);
    }

    private interface SameId {
        void found(int base, int remote);
    }

    /** Pairs with an id that either side has once. */
    private void sameIds(SameId pairs) {
        Map<String, Integer> others = places(remote);
        places(base).forEach((id, i) -> {
            Integer j = others.get(id);
            if (j != null) {
                pairs.found(i, j);
            }
        });
    }

    private void anchor(int[] baseKeys, int[] remoteKeys) {
        Anchors anchors = new Anchors(baseKeys, remoteKeys, matches);
        for (Gap gap : matches.openGaps(matches.whole())) {
            Gap inner = anchors.trim(gap);
            if (!inner.oneSided()) {
                anchors.unique(inner);
                matches.openGaps(inner).forEach(anchors::trim);
            }
        }
    }

    /** Cells get one number when they have one id, alone on their side, and are alike; else each has its own. */
    private void anchorIds() {
        int[] baseKeys = new int[base.size()];
        int[] remoteKeys = new int[remote.size()];
        int next = 0;
        for (int i = 0; i < baseKeys.length; i++) {
            baseKeys[i] = next++;
        }
        for (int j = 0; j < remoteKeys.length; j++) {
            remoteKeys[j] = next++;
        }
        sameIds((i, j) -> {
            if (matches.remoteOf(i) == Matches.NONE && sameType(i, j) && alikeEnough(i, j)) {
                remoteKeys[j] = baseKeys[i];
            }
        });
        anchor(baseKeys, remoteKeys);
    }

    private boolean alikeEnough(int i, int j) {
        return haveHalfInCommon(
                        base.get(i).path("source").asString(""),
                        remote.get(j).path("source").asString(""))
                || basePrints.get(i).likeness(remotePrints.get(j)) >= ALIKE_WITH_ID
                || equalOutputs(i, j);
    }

    /** Whether the ends of two texts that are equal make half of the longer one: quickly told, and the case where one place was edited. */
    private static boolean haveHalfInCommon(String first, String second) {
        int shorter = Math.min(first.length(), second.length());
        int from = 0;
        while (from < shorter && first.charAt(from) == second.charAt(from)) {
            from++;
        }
        int behind = 0;
        while (behind < shorter - from
                && first.charAt(first.length() - 1 - behind) == second.charAt(second.length() - 1 - behind)) {
            behind++;
        }
        return 2 * (from + behind) >= Math.max(first.length(), second.length());
    }

    private static Map<String, Integer> places(List<ObjectNode> cells) {
        Map<String, Integer> places = new HashMap<>();
        Set<String> twice = new HashSet<>();
        for (int i = 0; i < cells.size(); i++) {
            String id = cells.get(i).path("id").asString("");
            if (!id.isEmpty() && places.put(id, i) != null) {
                twice.add(id);
            }
        }
        places.keySet().removeAll(twice);
        return places;
    }

    private record Source(String type, JsonNode source) {}

    private static int[] sources(Anchors.Numbers numbers, List<ObjectNode> cells) {
        return numbers.all(
                cells.stream()
                        .map(cell -> new Source(type(cell), cell.path("source")))
                        .toList(),
                cells.size());
    }

    private double likeness(int i, int j) {
        if (!sameType(i, j)) {
            return 0;
        }
        Fingerprint first = basePrints.get(i);
        Fingerprint second = remotePrints.get(j);
        boolean equalOutputs = equalOutputs(i, j);
        double needed = first.words() + second.words() < 2 * SHORT_WORDS ? ALIKE_WHEN_SHORT : ALIKE;
        if (!equalOutputs && first.atMost(second) < needed) {
            return 0;
        }
        double likeness = first.likeness(second);
        if (likeness >= needed) {
            return likeness + (equalOutputs ? 0.1 : 0);
        }
        return equalOutputs ? EQUAL_OUTPUTS : 0;
    }

    private boolean sameType(int i, int j) {
        return type(base.get(i)).equals(type(remote.get(j)));
    }

    private static String type(ObjectNode cell) {
        return cell.path("cell_type").asString("");
    }

    private boolean equalOutputs(int i, int j) {
        JsonNode outputs = base.get(i).path("outputs");
        return !outputs.isEmpty() && outputs.equals(remote.get(j).path("outputs"));
    }

    private static Fingerprints prints(List<ObjectNode> cells) {
        return new Fingerprints(
                cells.size(),
                index -> Fingerprint.of(cells.get(index).path("source").asString("")));
    }
}
