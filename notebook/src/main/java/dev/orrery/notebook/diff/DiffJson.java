package dev.orrery.notebook.diff;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A difference as nbdime's JSON, and read from it. */
public final class DiffJson {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private DiffJson() {}

    /** The list of nbdime's entries. */
    public static ArrayNode of(List<DiffOp> diff) {
        ArrayNode array = NODES.arrayNode(diff.size());
        diff.forEach(op -> array.add(entry(op)));
        return array;
    }

    private static ObjectNode entry(DiffOp op) {
        ObjectNode entry = NODES.objectNode();
        switch (op) {
            case DiffOp.OnObject member -> entry.put("key", member.key());
            case DiffOp.OnSequence item -> entry.put("key", item.key());
        }
        switch (op) {
            case DiffOp.Add add -> entry.put("op", "add").set("value", add.value());
            case DiffOp.Remove remove -> entry.put("op", "remove");
            case DiffOp.Replace replace -> entry.put("op", "replace").set("value", replace.value());
            case DiffOp.PatchMember patch -> entry.put("op", "patch").set("diff", of(patch.diff()));
            case DiffOp.AddRange add ->
                entry.put("op", "addrange").set("valuelist", NODES.arrayNode().addAll(add.values()));
            case DiffOp.AddText text -> entry.put("op", "addrange").put("valuelist", text.text());
            case DiffOp.RemoveRange remove -> entry.put("op", "removerange").put("length", remove.length());
            case DiffOp.PatchItem patch -> entry.put("op", "patch").set("diff", of(patch.diff()));
        }
        return entry;
    }

    /** Reads nbdime's entries; throws {@link DiffException} with what is wrong. */
    public static List<DiffOp> parse(JsonNode json) {
        if (!json.isArray()) {
            throw new DiffException("A difference is a list of steps.");
        }
        List<DiffOp> diff = new ArrayList<>(json.size());
        for (JsonNode entry : json) {
            diff.add(entry.path("key").isInt() ? onSequence(entry) : onObject(entry));
        }
        return diff;
    }

    private static DiffOp onObject(JsonNode entry) {
        if (!entry.path("key").isString()) {
            throw new DiffException("A step's \"key\" is a name or a whole number.");
        }
        String key = entry.path("key").stringValue();
        return switch (op(entry)) {
            case "add" -> new DiffOp.Add(key, required(entry, "value"));
            case "remove" -> new DiffOp.Remove(key);
            case "replace" -> new DiffOp.Replace(key, required(entry, "value"));
            case "patch" -> new DiffOp.PatchMember(key, parse(required(entry, "diff")));
            case String other -> throw new DiffException("An object has no step \"" + other + "\".");
        };
    }

    private static DiffOp onSequence(JsonNode entry) {
        int key = entry.path("key").intValue();
        if (key < 0) {
            throw new DiffException("A step's place is not negative: " + key + ".");
        }
        return switch (op(entry)) {
            case "addrange" -> {
                JsonNode values = required(entry, "valuelist");
                if (values.isString()) {
                    yield new DiffOp.AddText(key, values.stringValue());
                }
                if (!values.isArray()) {
                    throw new DiffException("\"valuelist\" is a list or a text.");
                }
                yield new DiffOp.AddRange(key, values.valueStream().toList());
            }
            case "removerange" -> {
                if (!entry.path("length").isInt()) {
                    throw new DiffException("A \"removerange\" has a whole number \"length\".");
                }
                yield new DiffOp.RemoveRange(key, entry.path("length").intValue());
            }
            case "patch" -> new DiffOp.PatchItem(key, parse(required(entry, "diff")));
            case String other -> throw new DiffException("A list has no step \"" + other + "\".");
        };
    }

    private static String op(JsonNode entry) {
        return entry.path("op").asString("");
    }

    private static JsonNode required(JsonNode entry, String key) {
        JsonNode value = entry.get(key);
        if (value == null) {
            throw new DiffException("A step \"" + op(entry) + "\" has no \"" + key + "\".");
        }
        return value;
    }
}
