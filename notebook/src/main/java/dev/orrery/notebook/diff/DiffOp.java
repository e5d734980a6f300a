package dev.orrery.notebook.diff;

import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * One step from a base to a remote value, in the terms of nbdime's diff format (https://nbdime.readthedocs.io, "diff format").
 * A difference is a list of them, sorted by key; keys index the base. On one index additions come before removals and patches.
 */
public sealed interface DiffOp {

    /** A step on an object. */
    sealed interface OnObject extends DiffOp {
        String key();
    }

    /** A step on a list, on the lines of a text (line ends kept, split as Python does), or on the code points of a line. */
    sealed interface OnSequence extends DiffOp {
        int key();
    }

    /** A member that the base has not. */
    record Add(String key, JsonNode value) implements OnObject {}

    /** A member that the remote has not. */
    record Remove(String key) implements OnObject {}

    /** A member whose value is another one. */
    record Replace(String key, JsonNode value) implements OnObject {}

    /** A member whose value changed in places. */
    record PatchMember(String key, List<DiffOp> diff) implements OnObject {
        public PatchMember {
            diff = List.copyOf(diff);
        }
    }

    /** Items, or lines, put in before the base's item at that index. */
    record AddRange(int key, List<JsonNode> values) implements OnSequence {
        public AddRange {
            values = List.copyOf(values);
        }
    }

    /** Characters put in before the base's code point at that index. */
    record AddText(int key, String text) implements OnSequence {}

    /** Items, lines or code points taken out. */
    record RemoveRange(int key, int length) implements OnSequence {}

    /** An item, or a line, that changed in places. */
    record PatchItem(int key, List<DiffOp> diff) implements OnSequence {
        public PatchItem {
            diff = List.copyOf(diff);
        }
    }
}
