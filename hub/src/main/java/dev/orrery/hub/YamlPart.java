package dev.orrery.hub;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A part of a YAML file that knows its line. */
record YamlPart(Node node) {

    /** What is wrong in which line, counted from 1, and what to do. */
    static final class Wrong extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final int line;

        private Wrong(int line, String message) {
            super(message);
            this.line = line;
        }

        int line() {
            return line;
        }
    }

    Wrong wrong(String message) {
        return new Wrong(node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1), message);
    }

    /** The member of that name. */
    Optional<YamlPart> find(String name) {
        return node instanceof MappingNode ? Optional.ofNullable(members().get(name)) : Optional.empty();
    }

    Map<String, YamlPart> members() {
        if (!(node instanceof MappingNode mapping)) {
            throw wrong("here must be members with values. Write NAME: VALUE lines.");
        }
        Map<String, YamlPart> members = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            members.put(new YamlPart(tuple.getKeyNode()).value(), new YamlPart(tuple.getValueNode()));
        }
        return members;
    }

    List<YamlPart> list(String what) {
        if (!(node instanceof SequenceNode sequence)) {
            throw wrong("here must be " + what + ". Begin each with '- '.");
        }
        return sequence.getValue().stream().map(YamlPart::new).toList();
    }

    String value() {
        if (!(node instanceof ScalarNode scalar)) {
            throw wrong("here must be a text or a number, and nothing below it.");
        }
        return scalar.getValue();
    }

    @Nullable
    String text(String name) {
        return find(name).map(YamlPart::value).orElse(null);
    }

    boolean isTrue(String name) {
        return "true".equalsIgnoreCase(text(name));
    }

    void onlyKnows(String... names) {
        members().forEach((name, part) -> {
            if (!List.of(names).contains(name)) {
                throw part.wrong("'" + name + "' is not known here. Take it out, or write one of: "
                        + String.join(", ", names) + ".");
            }
        });
    }
}
