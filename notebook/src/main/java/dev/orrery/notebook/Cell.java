package dev.orrery.notebook;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** One cell of a notebook: a view of its tree, not a copy. Texts are whole strings here; lines exist in the file alone. */
public final class Cell {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final ObjectNode tree;

    Cell(ObjectNode tree) {
        this.tree = tree;
    }

    /** A new code cell with a random id, no tags, no outputs. */
    public static Cell code(String source) {
        ObjectNode tree = fresh("code", source);
        tree.putNull("execution_count");
        tree.putArray("outputs");
        return new Cell(tree);
    }

    /** A new Markdown cell with a random id and no tags. */
    public static Cell markdown(String source) {
        return new Cell(fresh("markdown", source));
    }

    private static ObjectNode fresh(String type, String source) {
        ObjectNode tree = NODES.objectNode();
        tree.put("cell_type", type);
        tree.put("id", randomId());
        tree.putObject("metadata");
        tree.put("source", source);
        return tree;
    }

    /** Eight hexadecimal digits. An id tells cells apart, it is no secret. */
    static String randomId() {
        return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
    }

    /** The cell's tree, live. */
    public ObjectNode tree() {
        return tree;
    }

    /** {@code code}, {@code markdown}, {@code raw}, or what the file says. */
    public String type() {
        return tree.path("cell_type").asString("");
    }

    public boolean isCode() {
        return type().equals("code");
    }

    /** The cell's id; empty where the file has none of the right type. */
    public String id() {
        return tree.path("id").asString("");
    }

    public String source() {
        return tree.path("source").asString("");
    }

    public void setSource(String source) {
        tree.put("source", source);
    }

    /** The cell's metadata, live; made when there is none. */
    public ObjectNode metadata() {
        return Trees.object(tree, "metadata");
    }

    /** The tags, a copy. */
    public List<String> tags() {
        List<String> tags = new ArrayList<>();
        for (JsonNode tag : tree.path("metadata").path("tags")) {
            tags.add(tag.asString(""));
        }
        return tags;
    }

    public boolean hasTag(String tag) {
        return tags().contains(tag);
    }

    public void setTags(List<String> tags) {
        ArrayNode array = metadata().putArray("tags");
        tags.forEach(array::add);
    }

    /** The outputs, live; made when there are none. Meaningful for code cells only. */
    public ArrayNode outputs() {
        if (tree.get("outputs") instanceof ArrayNode outputs) {
            return outputs;
        }
        return tree.putArray("outputs");
    }

    /** The kernel's count of the cell's last execution, or null. */
    public @Nullable Integer executionCount() {
        JsonNode count = tree.path("execution_count");
        return count.isInt() ? (Integer) count.intValue() : null;
    }

    public void setExecutionCount(@Nullable Integer count) {
        tree.put("execution_count", count);
    }
}
