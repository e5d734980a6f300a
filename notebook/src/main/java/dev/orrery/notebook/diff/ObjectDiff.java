package dev.orrery.notebook.diff;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Differences of JSON of which nothing more is known: metadata, and what a later version of the format may bring. */
final class ObjectDiff {
    /** Deeper values are replaced as a whole. */
    private static final int MAX_DEPTH = 60;
    /** Texts so short are replaced: a patch would be longer. */
    private static final int SHORT = 60;

    private final Effort effort;

    ObjectDiff(Effort effort) {
        this.effort = effort;
    }

    /** The difference of a member that both sides have and that is not equal. */
    interface Members {
        DiffOp changed(String key, JsonNode base, JsonNode remote);
    }

    static List<DiffOp> of(ObjectNode base, ObjectNode remote, Predicate<String> compared, Members members) {
        TreeSet<String> keys = new TreeSet<>(base.propertyNames());
        keys.addAll(remote.propertyNames());
        List<DiffOp> diff = new ArrayList<>();
        for (String key : keys) {
            JsonNode old = base.get(key);
            JsonNode fresh = remote.get(key);
            if (!compared.test(key)) {
                continue;
            }
            if (old == null) {
                diff.add(new DiffOp.Add(key, fresh));
            } else if (fresh == null) {
                diff.add(new DiffOp.Remove(key));
            } else if (!old.equals(fresh)) {
                DiffOp op = members.changed(key, old, fresh);
                // Values that differ in what is not compared alone.
                if (!(op instanceof DiffOp.PatchMember patch) || !patch.diff().isEmpty()) {
                    diff.add(op);
                }
            }
        }
        return diff;
    }

    private List<DiffOp> of(ObjectNode base, ObjectNode remote, int depth) {
        return of(base, remote, key -> true, (key, old, fresh) -> changed(key, old, fresh, depth));
    }

    /** The step for a member of any kind. */
    DiffOp changed(String key, JsonNode base, JsonNode remote) {
        return changed(key, base, remote, 0);
    }

    private DiffOp changed(String key, JsonNode base, JsonNode remote, int depth) {
        if (depth < MAX_DEPTH) {
            if (base instanceof ObjectNode object && remote instanceof ObjectNode other) {
                return new DiffOp.PatchMember(key, of(object, other, depth + 1));
            }
            if (base instanceof ArrayNode list && remote instanceof ArrayNode other) {
                return new DiffOp.PatchMember(key, list(list, other, depth + 1));
            }
            if (base.isString() && remote.isString() && base.stringValue().length() > SHORT) {
                return text(key, base, remote);
            }
        }
        return new DiffOp.Replace(key, remote);
    }

    /** A text is compared by lines; anything else in its place is replaced. */
    DiffOp text(String key, JsonNode base, JsonNode remote) {
        return base.isString() && remote.isString()
                ? new DiffOp.PatchMember(key, TextDiff.of(base.stringValue(), remote.stringValue(), effort))
                : new DiffOp.Replace(key, remote);
    }

    /** Equal items match, and objects that stand in the same place between them. */
    private List<DiffOp> list(ArrayNode base, ArrayNode remote, int depth) {
        Anchors.Numbers numbers = new Anchors.Numbers();
        Matches matches = Myers.match(numbers.all(base, base.size()), numbers.all(remote, remote.size()), effort);
        for (Matches.Gap gap : matches.openGaps(matches.whole())) {
            for (int i = 0; i < gap.baseSize() && gap.baseSize() == gap.remoteSize(); i++) {
                if (base.get(gap.baseFrom() + i).isObject()
                        && remote.get(gap.remoteFrom() + i).isObject()) {
                    matches.pair(gap.baseFrom() + i, gap.remoteFrom() + i);
                }
            }
        }
        return SequenceDiff.of(
                matches,
                remote.valueStream().toList(),
                (i, j) -> base.get(i) instanceof ObjectNode object && remote.get(j) instanceof ObjectNode other
                        ? of(object, other, depth)
                        : List.of());
    }
}
