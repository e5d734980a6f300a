package dev.orrery.kernel;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The outputs of one cell, or of one Output widget, as they grow. */
final class CellOutputs {
    /** Neighbouring texts are merged up to this length: beyond it, growing one string would cost more than it saves. */
    private static final int MERGED_CHARS = 1 << 16;

    /** The beginning of a text that is shorter than this is not worth keeping. */
    private static final int LEAST_HEAD = 256;

    /** Errors that are kept beyond the limit. A cell has one; what sends more of them does so on purpose. */
    private static final int MOST_ERRORS = 16;

    private final ArrayNode array;
    private final OutputBudget budget;
    private final OutputContent content;
    /** The weight of each output, as taken from the budget. */
    private final List<Weight> weights = new ArrayList<>();

    private final CutMark mark = new CutMark();
    private boolean clearBeforeNext;
    private int errorsBeyond;

    CellOutputs(ArrayNode array, OutputBudget budget, OutputContent content) {
        this.array = array;
        this.budget = budget;
        this.content = content;
    }

    ArrayNode array() {
        return array;
    }

    /** Takes an output, whose long texts it lets go one day. The index of the added output, or -1 where it was merged or cut. */
    int add(ObjectNode output) {
        if (clearBeforeNext) {
            clear();
        }
        if (isStream(output) && (mark.isSet() || mergeStream(output))) {
            if (mark.isSet()) {
                leaveOut(output, "");
            }
            return -1;
        }
        Weight weight = Weight.of(output);
        // An error is what a failure is told by: it is kept whatever else was cut.
        boolean error = output.path("output_type").asString("").equals("error");
        String refusal = budget.refusal(weight);
        if (refusal == null) {
            budget.take(weight);
            return put(output, weight);
        }
        if (error && errorsBeyond++ < MOST_ERRORS) {
            return put(output, Weight.NONE);
        }
        keepHead(output);
        leaveOut(output, refusal);
        return -1;
    }

    /** Something could not even be received. */
    void lost(String what, long bytes, String why) {
        if (clearBeforeNext) {
            clear();
        }
        mark(why).leftOut(what, bytes);
    }

    /** Replaces data and metadata of an output. */
    void update(int index, ObjectNode data, ObjectNode metadata) {
        if (index >= array.size() || !(array.get(index) instanceof ObjectNode output)) {
            return;
        }
        ObjectNode changed = ProtocolJson.object();
        output.properties().forEach(member -> changed.set(member.getKey(), member.getValue()));
        changed.set("data", content.keep(data));
        changed.set("metadata", content.keep(metadata));
        Weight before = weights.get(index);
        Weight after = Weight.of(changed);
        budget.giveBack(before);
        String refusal = budget.refusal(after);
        if (refusal != null) {
            budget.take(before);
            leaveOut(changed, refusal);
            return;
        }
        budget.take(after);
        weights.set(index, after);
        OutputContent.letGo(output);
        output.setAll(changed);
    }

    /** Whether something changed at once. */
    boolean clear(boolean wait) {
        if (wait) {
            clearBeforeNext = true;
            return false;
        }
        clear();
        return true;
    }

    boolean isClearing() {
        return clearBeforeNext;
    }

    private void clear() {
        OutputContent.letGo(array);
        array.removeAll();
        weights.forEach(budget::giveBack);
        weights.clear();
        clearBeforeNext = false;
        errorsBeyond = 0;
        mark.reset();
    }

    private int put(ObjectNode output, Weight weight) {
        array.add(output);
        weights.add(weight);
        return array.size() - 1;
    }

    private boolean mergeStream(ObjectNode output) {
        if (array.isEmpty()
                || !(array.get(array.size() - 1) instanceof ObjectNode last)
                || !isStream(last)
                || !last.path("name").equals(output.path("name"))
                || last.path("text") instanceof SpooledText
                || output.path("text") instanceof SpooledText) {
            return false;
        }
        String more = output.path("text").asString("");
        Weight added = new Weight(Weight.of(more), more.length());
        if (!budget.take(added)) {
            return false;
        }
        String text = last.path("text").asString("") + more;
        Weight weight = weights.getLast().plus(added);
        if (text.length() > MERGED_CHARS) {
            last.set("text", content.store(text));
            Weight stored = Weight.of(last);
            budget.giveBack(weight);
            budget.take(stored);
            weight = stored;
        } else {
            last.put("text", text);
        }
        weights.set(weights.size() - 1, weight);
        return true;
    }

    /** A text that does not fit is kept as far as it does. */
    private void keepHead(ObjectNode output) {
        long left = budget.left() - LEAST_HEAD;
        if (!isStream(output) || left < LEAST_HEAD) {
            return;
        }
        ObjectNode head = output.deepCopy();
        try {
            if (output.path("text") instanceof SpooledText text) {
                head.set("text", text.head(left));
            } else {
                head.set("text", headOf(output.path("text").asString(""), left));
            }
        } catch (IOException e) {
            return;
        }
        Weight weight = Weight.of(head);
        if (budget.take(weight)) {
            put(head, weight);
        } else {
            OutputContent.letGo(head);
        }
    }

    private JsonNode headOf(String text, long most) {
        long weight = 0;
        int end = 0;
        while (end < text.length() && weight + 1 + Weight.extra(text.charAt(end)) <= most) {
            weight += 1 + Weight.extra(text.charAt(end));
            end++;
        }
        if (end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        return tools.jackson.databind.node.StringNode.valueOf(text.substring(0, end));
    }

    private void leaveOut(ObjectNode output, String why) {
        mark(why).leftOut(CutMark.what(output), Weight.of(output).file());
        OutputContent.letGo(output);
    }

    private CutMark mark(String why) {
        if (!mark.isSet()) {
            put(mark.set(why), Weight.NONE);
        }
        return mark;
    }

    private static boolean isStream(JsonNode output) {
        return output.path("output_type").asString("").equals("stream");
    }
}
