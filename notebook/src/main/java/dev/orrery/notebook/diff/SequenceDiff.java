package dev.orrery.notebook.diff;

import dev.orrery.notebook.diff.Matches.Gap;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The steps that follow from which items match. */
final class SequenceDiff {
    private SequenceDiff() {}

    /** What changed inside of a matched pair; empty for none. */
    interface Inner {
        List<DiffOp> of(int base, int remote);
    }

    static List<DiffOp> of(Matches matches, List<? extends JsonNode> remote, Inner inner) {
        List<DiffOp> diff = new ArrayList<>();
        matches.walk(new Matches.Walker() {
            @Override
            public void gap(Gap gap) {
                if (gap.remoteSize() > 0) {
                    diff.add(new DiffOp.AddRange(
                            gap.baseFrom(), List.copyOf(remote.subList(gap.remoteFrom(), gap.remoteTo()))));
                }
                if (gap.baseSize() > 0) {
                    diff.add(new DiffOp.RemoveRange(gap.baseFrom(), gap.baseSize()));
                }
            }

            @Override
            public void pair(int base, int other) {
                List<DiffOp> within = inner.of(base, other);
                if (!within.isEmpty()) {
                    diff.add(new DiffOp.PatchItem(base, within));
                }
            }
        });
        return diff;
    }
}
