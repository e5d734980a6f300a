package dev.orrery.kernel;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The outputs of one cell, or of one Output widget, as they grow. */
final class CellOutputs {
    /** Neighbouring texts are merged up to this length: beyond it, growing one string would cost more than it saves. */
    private static final int MERGED_CHARS = 1 << 16;

    private final ArrayNode array;
    private final OutputBudget budget;
    /** The weight of each output, as taken from the budget. */
    private final List<Long> weights = new ArrayList<>();

    private boolean clearBeforeNext;
    private boolean cut;

    CellOutputs(ArrayNode array, OutputBudget budget) {
        this.array = array;
        this.budget = budget;
    }

    ArrayNode array() {
        return array;
    }

    /** The index of the added output, or -1 where it was merged or cut. */
    int add(ObjectNode output, long bytes) {
        if (clearBeforeNext) {
            clear();
        }
        if (mergeStream(output, bytes)) {
            return -1;
        }
        // An error is what a failure is told by: it is kept whatever else was cut.
        boolean error = output.path("output_type").asString("").equals("error");
        boolean fits = budget.take(bytes + OutputBudget.OVERHEAD);
        if (!fits && !error) {
            markCut();
            return -1;
        }
        array.add(output);
        weights.add(fits ? bytes + OutputBudget.OVERHEAD : 0);
        return array.size() - 1;
    }

    /** Replaces data and metadata of an output. */
    void update(int index, ObjectNode data, ObjectNode metadata, long bytes) {
        if (index >= array.size() || !(array.get(index) instanceof ObjectNode output)) {
            return;
        }
        long before = weights.get(index);
        budget.giveBack(before);
        if (!budget.take(bytes + OutputBudget.OVERHEAD)) {
            budget.take(before);
            markCut();
            return;
        }
        weights.set(index, bytes + OutputBudget.OVERHEAD);
        output.set("data", data.deepCopy());
        output.set("metadata", metadata.deepCopy());
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
        array.removeAll();
        weights.forEach(budget::giveBack);
        weights.clear();
        clearBeforeNext = false;
        cut = false;
    }

    private boolean mergeStream(ObjectNode output, long bytes) {
        if (array.isEmpty() || !isStream(output) || !(array.get(array.size() - 1) instanceof ObjectNode last)) {
            return false;
        }
        String text = last.path("text").asString("");
        if (cut
                || !isStream(last)
                || !last.path("name").equals(output.path("name"))
                || text.length() > MERGED_CHARS
                || !budget.take(bytes)) {
            return false;
        }
        last.put("text", text + output.path("text").asString(""));
        weights.set(weights.size() - 1, weights.getLast() + bytes);
        return true;
    }

    private static boolean isStream(JsonNode output) {
        return output.path("output_type").asString("").equals("stream");
    }

    private void markCut() {
        if (cut) {
            return;
        }
        cut = true;
        ObjectNode mark = array.addObject();
        mark.put("output_type", "stream");
        mark.put("name", "stderr");
        mark.put(
                "text",
                "\n[Orrery: output cut here. The outputs of this notebook reached the limit of " + budget.limit()
                        + " bytes; printed text goes on in the log.]\n");
        weights.add(0L);
    }
}
