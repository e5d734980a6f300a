package dev.orrery.dag;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Turns YAML nodes into plain values: String, Long (BigInteger beyond it), Double, Boolean, null, List and Map. Counts what it
 * makes, so that aliases of aliases cannot grow into millions.
 */
final class YamlValues {
    static final int MOST_VALUES = 20_000;
    static final int DEEPEST = 40;

    private final Findings findings;
    private int made;

    YamlValues(Findings findings) {
        this.findings = findings;
    }

    static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    }

    /** A file that holds too much. */
    static final class TooMuch extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final int line;

        TooMuch(int line) {
            super("the file holds more than " + MOST_VALUES + " values or " + DEEPEST + " levels");
            this.line = line;
        }

        int line() {
            return line;
        }
    }

    @Nullable
    Object of(Node node, String path) {
        return of(node, path, 0);
    }

    private @Nullable Object of(Node node, String path, int depth) {
        if (++made > MOST_VALUES || depth > DEEPEST) {
            throw new TooMuch(line(node));
        }
        return switch (node) {
            case ScalarNode scalar -> scalar(scalar, path);
            case SequenceNode sequence -> {
                List<@Nullable Object> list = new ArrayList<>();
                sequence.getValue().forEach(item -> list.add(of(item, path, depth + 1)));
                yield Collections.unmodifiableList(list);
            }
            case MappingNode mapping -> map(mapping, path, depth);
            default -> null;
        };
    }

    private Map<String, @Nullable Object> map(MappingNode mapping, String path, int depth) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
            if (map.containsKey(key)) {
                findings.error(line(tuple.getKeyNode()), path, "'" + key + "' stands twice", "Remove one of them.");
            }
            map.put(key, of(tuple.getValueNode(), path, depth + 1));
        }
        return Collections.unmodifiableMap(map);
    }

    private @Nullable Object scalar(ScalarNode node, String path) {
        Tag tag = node.getTag();
        String text = node.getValue();
        if (tag.equals(Tag.STR)) {
            return text;
        } else if (tag.equals(Tag.NULL)) {
            return null;
        } else if (tag.equals(Tag.BOOL)) {
            return Boolean.valueOf(text.equalsIgnoreCase("true"));
        } else if (tag.equals(Tag.INT)) {
            return whole(text);
        } else if (tag.equals(Tag.FLOAT)) {
            return real(text);
        }
        findings.error(
                line(node), path, "the YAML tag " + tag.getValue() + " is not supported", "Write a plain value.");
        return null;
    }

    private static Object whole(String text) {
        BigInteger number = text.startsWith("0x")
                ? new BigInteger(text.substring(2), 16)
                : text.startsWith("0o") ? new BigInteger(text.substring(2), 8) : new BigInteger(text);
        return number.bitLength() < 64 ? (Object) number.longValue() : number;
    }

    private static Double real(String text) {
        String plain = text.toLowerCase(java.util.Locale.ROOT);
        if (plain.endsWith(".nan")) {
            return Double.NaN;
        }
        if (plain.endsWith(".inf")) {
            return plain.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        return Double.valueOf(plain);
    }
}
