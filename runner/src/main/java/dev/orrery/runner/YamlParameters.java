package dev.orrery.runner;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.ConstructNode;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.Schema;

/**
 * Parameters written in YAML. Papermill reads YAML 1.1 as PyYAML has it (yes is true, 010 is eight), while the engine speaks
 * 1.2: it only builds the tree here, and the scalars are resolved by {@link Yaml11Scalar}. Dates stay texts.
 */
final class YamlParameters {
    private static final Tag PLAIN = new Tag("!plain");

    private final IdentityHashMap<Node, Object> made = new IdentityHashMap<>();
    private final Set<Node> open = new HashSet<>();

    private YamlParameters() {}

    /** The top mapping in its order; empty for an empty document. {@code source} names it in errors. */
    static Map<String, @Nullable Object> parse(String yaml, String source) {
        Object value;
        try {
            LoadSettings settings = LoadSettings.builder()
                    .setLabel(source)
                    .setSchema(new PlainSchema())
                    .build();
            Optional<Node> root = new Compose(settings).composeString(yaml);
            value = root.isEmpty() ? null : new YamlParameters().value(root.get());
        } catch (YamlEngineException e) {
            throw new RunException("The parameters in " + source + " are not YAML: " + e.getMessage());
        }
        if (value == null) {
            return Map.of();
        }
        if (!(value instanceof Map<?, ?> map)) {
            throw new RunException(
                    "The parameters in " + source + " are not a mapping. Write NAME: VALUE, one to a line.");
        }
        Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
        map.forEach((key, each) -> parameters.put(PythonRepr.text(key), each));
        return parameters;
    }

    private @Nullable Object value(Node node) {
        return switch (node) {
            case ScalarNode scalar -> scalar(scalar);
            case MappingNode mapping -> collection(mapping, () -> map(mapping));
            case SequenceNode sequence -> collection(sequence, () -> list(sequence));
            default -> throw new RunException("YAML of this kind cannot be a parameter: " + node.getTag());
        };
    }

    private interface Maker {
        Object make();
    }

    private Object collection(Node node, Maker maker) {
        if (node.getTag().equals(Tag.SET)) {
            throw new RunException("A YAML set cannot be a parameter. Write a list.");
        }
        Object known = made.get(node);
        if (known != null) {
            return known;
        }
        if (!open.add(node)) {
            throw new RunException("A YAML value contains itself. Write the parameters without that anchor.");
        }
        Object value = maker.make();
        open.remove(node);
        made.put(node, value);
        return value;
    }

    private List<@Nullable Object> list(SequenceNode sequence) {
        List<@Nullable Object> list = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            list.add(value(item));
        }
        return list;
    }

    private Map<@Nullable Object, @Nullable Object> map(MappingNode mapping) {
        Map<@Nullable Object, @Nullable Object> own = new LinkedHashMap<>();
        Map<@Nullable Object, @Nullable Object> merged = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            if (isMerge(tuple.getKeyNode())) {
                merge(tuple.getValueNode(), merged);
            } else {
                own.put(key(tuple.getKeyNode()), value(tuple.getValueNode()));
            }
        }
        if (merged.isEmpty()) {
            return own;
        }
        merged.putAll(own);
        return merged;
    }

    private @Nullable Object key(Node node) {
        if (node instanceof ScalarNode scalar && scalar.getValue().equals("=")) {
            return "=";
        }
        Object key = value(node);
        if (key instanceof Map<?, ?> || key instanceof List<?>) {
            throw new RunException("A YAML key is a list or a mapping. Give each value a name that is a text.");
        }
        return key;
    }

    private static boolean isMerge(Node key) {
        return key instanceof ScalarNode scalar
                && scalar.isPlain()
                && scalar.getValue().equals("<<");
    }

    private void merge(Node node, Map<@Nullable Object, @Nullable Object> into) {
        switch (node) {
            case MappingNode mapping -> {
                if (value(mapping) instanceof Map<?, ?> values) {
                    values.forEach(into::putIfAbsent);
                }
            }
            case SequenceNode sequence -> sequence.getValue().forEach(each -> merge(each, into));
            default -> throw new RunException("YAML's << takes a mapping or a list of mappings.");
        }
    }

    private static @Nullable Object scalar(ScalarNode scalar) {
        String text = scalar.getValue();
        if (scalar.getTag().equals(PLAIN)) {
            return Yaml11Scalar.resolve(text);
        }
        return scalar.getTag().equals(Tag.STR)
                ? text
                : Yaml11Scalar.tagged(scalar.getTag().getValue(), text);
    }

    /** Tells plain scalars without a tag from all others. */
    private static final class PlainSchema implements Schema {
        @Override
        public ScalarResolver getScalarResolver() {
            return (value, implicit) -> Boolean.TRUE.equals(implicit) ? PLAIN : Tag.STR;
        }

        @Override
        public Map<Tag, ConstructNode> getSchemaTagConstructors() {
            return Map.of();
        }
    }
}
