package dev.orrery.kernel;

import dev.orrery.notebook.LongText;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a part of a notebook's tree takes, roughly and never much too little.
 *
 * @param file bytes in the notebook's file, in which lines and elements are indented
 * @param memory bytes of this process's memory
 */
record Weight(long file, long memory) {
    static final Weight NONE = new Weight(0, 0);

    /** Quotes, comma, line feed and the indentation of a line of text. */
    private static final int LINE = 13;

    private static final int CONTROL = 5;
    private static final int NODE = 48;

    static Weight of(JsonNode node) {
        return of(node, 3);
    }

    /** What a text takes in the file. */
    static long of(String text) {
        long weight = text.length() + 4L;
        for (int i = 0; i < text.length(); i++) {
            weight += extra(text.charAt(i));
        }
        return weight;
    }

    /** What a character takes beyond one byte. */
    static int extra(char c) {
        if (c < ' ') {
            return c == '\n' || c == '\r' ? LINE : CONTROL;
        }
        return c >= 0x80 ? 2 : c == '"' || c == '\\' ? 1 : 0;
    }

    Weight plus(Weight other) {
        return new Weight(file + other.file, memory + other.memory);
    }

    private static Weight of(JsonNode node, int depth) {
        return switch (node) {
            case SpooledText text -> new Weight(text.weight(), 4 * NODE + text.bytes() / (Spool.BLOCK / 8));
            case LongText text -> new Weight(text.bytes(), NODE);
            case JsonNode text
            when text.isString() -> {
                String value = text.stringValue();
                yield new Weight(of(value), 2L * NODE + value.length());
            }
            case JsonNode tree
            when tree.isContainer() -> {
                long file = 2;
                long memory = 2 * NODE;
                for (JsonNode child : tree) {
                    Weight weight = of(child, depth + 1);
                    file += weight.file + depth + 2;
                    memory += weight.memory + 8;
                }
                if (tree instanceof ObjectNode object) {
                    for (Map.Entry<String, JsonNode> member : object.properties()) {
                        file += of(member.getKey()) + 2;
                        memory += 2L * NODE + member.getKey().length();
                    }
                }
                yield new Weight(file, memory);
            }
            default -> new Weight(node.isNumber() ? 20 : 5, node.isNumber() ? NODE : 0);
        };
    }
}
