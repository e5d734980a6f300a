package dev.orrery.notebook.diff;

import dev.orrery.notebook.PythonText;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Makes the remote value of a base and a difference. Neither is changed; what did not change is shared with the base. */
public final class Patch {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Patch() {}

    /** The remote; throws {@link DiffException} where the difference does not fit the base. */
    public static JsonNode apply(JsonNode base, List<DiffOp> diff) {
        if (diff.isEmpty()) {
            return base;
        }
        if (base.isString()) {
            return NODES.stringNode(text(base.stringValue(), diff));
        }
        return switch (base) {
            case ObjectNode object -> object(object, diff);
            case ArrayNode array ->
                NODES.arrayNode().addAll(items(array.valueStream().toList(), diff));
            default -> throw new DiffException("A difference is for an object, a list or a text, not for " + base);
        };
    }

    private static ObjectNode object(ObjectNode base, List<DiffOp> diff) {
        ObjectNode result = NODES.objectNode().setAll(base);
        for (DiffOp each : diff) {
            if (!(each instanceof DiffOp.OnObject op)) {
                throw new DiffException("A step for a list stands where an object is.");
            }
            JsonNode old = base.get(op.key());
            if ((old == null) != (op instanceof DiffOp.Add)) {
                throw new DiffException("The base has " + (old == null ? "no \"" : "a \"") + op.key() + "\".");
            }
            switch (op) {
                case DiffOp.Add add -> result.set(add.key(), add.value());
                case DiffOp.Remove remove -> result.remove(remove.key());
                case DiffOp.Replace replace -> result.set(replace.key(), replace.value());
                case DiffOp.PatchMember patch -> result.set(patch.key(), apply(old, patch.diff()));
            }
        }
        return result;
    }

    private static List<JsonNode> items(List<JsonNode> base, List<DiffOp> diff) {
        List<JsonNode> result = new ArrayList<>();
        int next = 0;
        for (DiffOp each : diff) {
            DiffOp.OnSequence op = sequenceOp(each, next, base.size());
            result.addAll(base.subList(next, op.key()));
            next = op.key();
            switch (op) {
                case DiffOp.AddRange add -> result.addAll(add.values());
                case DiffOp.AddText text ->
                    throw new DiffException("A list is made of items, not of the text " + text.text());
                case DiffOp.RemoveRange remove -> next = end(remove, base.size());
                case DiffOp.PatchItem patch -> result.add(apply(base.get(within(next++, base.size())), patch.diff()));
            }
        }
        result.addAll(base.subList(next, base.size()));
        return result;
    }

    /** A text is patched by lines; a line below it by characters. */
    private static String text(String base, List<DiffOp> diff) {
        List<String> lines = PythonText.splitLines(base);
        StringBuilder result = new StringBuilder();
        int next = 0;
        for (DiffOp each : diff) {
            DiffOp.OnSequence op = sequenceOp(each, next, lines.size());
            lines.subList(next, op.key()).forEach(result::append);
            next = op.key();
            switch (op) {
                case DiffOp.AddRange add -> append(result, add);
                case DiffOp.AddText text -> result.append(text.text());
                case DiffOp.RemoveRange remove -> next = end(remove, lines.size());
                case DiffOp.PatchItem patch -> line(result, lines.get(within(next++, lines.size())), patch.diff());
            }
        }
        lines.subList(next, lines.size()).forEach(result::append);
        return result.toString();
    }

    private static void line(StringBuilder result, String base, List<DiffOp> diff) {
        int length = base.codePointCount(0, base.length());
        int next = 0;
        int index = 0;
        for (DiffOp each : diff) {
            DiffOp.OnSequence op = sequenceOp(each, next, length);
            int at = base.offsetByCodePoints(index, op.key() - next);
            result.append(base, index, at);
            index = at;
            next = op.key();
            switch (op) {
                case DiffOp.AddRange add -> append(result, add);
                case DiffOp.AddText text -> result.append(text.text());
                case DiffOp.RemoveRange remove -> {
                    next = end(remove, length);
                    index = base.offsetByCodePoints(index, remove.length());
                }
                case DiffOp.PatchItem patch -> throw new DiffException("A character cannot be patched.");
            }
        }
        result.append(base, index, base.length());
    }

    private static void append(StringBuilder result, DiffOp.AddRange add) {
        for (JsonNode value : add.values()) {
            if (!value.isString()) {
                throw new DiffException("A text is made of texts, not of " + value);
            }
            result.append(value.stringValue());
        }
    }

    private static DiffOp.OnSequence sequenceOp(DiffOp op, int next, int size) {
        if (!(op instanceof DiffOp.OnSequence sequence)) {
            throw new DiffException("A step for an object stands where a list or a text is.");
        }
        if (sequence.key() < next) {
            throw new DiffException("The steps are not sorted: " + sequence.key() + " comes after " + next + ".");
        }
        if (sequence.key() > size) {
            throw new DiffException("There is no place " + sequence.key() + " among " + size + ".");
        }
        return sequence;
    }

    private static int within(int index, int size) {
        if (index >= size) {
            throw new DiffException("There is no item " + index + " among " + size + ".");
        }
        return index;
    }

    private static int end(DiffOp.RemoveRange remove, int size) {
        if (remove.length() < 0 || remove.length() > size - remove.key()) {
            throw new DiffException("Cannot take " + remove.length() + " out at " + remove.key() + " of " + size + ".");
        }
        return remove.key() + remove.length();
    }
}
