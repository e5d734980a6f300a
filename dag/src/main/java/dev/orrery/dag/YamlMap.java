package dev.orrery.dag;

import dev.orrery.dag.schedule.Durations;
import java.time.Duration;
import java.util.ArrayList;
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

/** One mapping of a dag.yml with the line of each key; reading a value of the wrong type leaves a finding. */
final class YamlMap {
    /** A key's line and its value. */
    record Entry(int line, Node node) {}

    private final String path;
    private final int line;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Findings findings;
    private final YamlValues values;

    YamlMap(String path, MappingNode node, Findings findings, YamlValues values) {
        this.path = path;
        this.line = YamlValues.line(node);
        this.findings = findings;
        this.values = values;
        for (NodeTuple tuple : node.getValue()) {
            if (tuple.getKeyNode() instanceof ScalarNode key) {
                Entry before = entries.put(key.getValue(), new Entry(YamlValues.line(key), tuple.getValueNode()));
                if (before != null) {
                    wrong(
                            key.getValue(),
                            "'" + key.getValue() + "' stands twice, first in line " + before.line,
                            "Remove one of them.");
                }
            } else {
                findings.error(
                        YamlValues.line(tuple.getKeyNode()), null, "a key is not a name", "Write 'name: value'.");
            }
        }
    }

    int line() {
        return line;
    }

    Map<String, Entry> entries() {
        return entries;
    }

    String path(String field) {
        return path.isEmpty() ? field : path + "." + field;
    }

    int line(String field) {
        Entry entry = entries.get(field);
        return entry == null ? line : entry.line;
    }

    boolean has(String field) {
        return entries.containsKey(field);
    }

    void wrong(String field, String message, String remedy) {
        findings.error(line(field), path(field), message, remedy);
    }

    /** Unknown and missing fields. */
    void check(List<Field> fields) {
        entries.forEach((name, _) -> {
            if (Field.find(fields, name).isEmpty()) {
                List<String> known = Field.names(fields);
                String remedy = AirflowWords.remedy(name, known)
                        .or(() -> Nearest.to(name, known).map(near -> "Did you mean '" + near + "'?"))
                        .orElse("Remove it, or use one of " + String.join(", ", known) + ".");
                wrong(name, "there is no field '" + name + "'", remedy);
            }
        });
        fields.stream()
                .filter(field -> field.required() && !has(field.name()))
                .forEach(field -> findings.error(
                        line,
                        path(field.name()),
                        "'" + field.name() + "' is missing",
                        "Add '" + field.name() + ": …'. " + field.description()));
    }

    /** The field's value where it is there and not null. */
    private @Nullable Object value(String field) {
        Entry entry = entries.get(field);
        return entry == null ? null : values.of(entry.node, path(field));
    }

    @Nullable
    String text(String field) {
        Object value = value(field);
        if (value == null || value instanceof String) {
            boolean empty = value instanceof String text && text.isBlank();
            if (empty || (value == null && has(field) && !field.equals("description"))) {
                wrong(field, "'" + field + "' is empty", "Write its value, or remove the line.");
                return null;
            }
            return (String) value;
        }
        if (value instanceof Map || value instanceof List) {
            wrongType(field, "a text", value);
            return null;
        }
        return String.valueOf(value);
    }

    /** A path inside of the dag's folder, without a leading {@code ./}. */
    @Nullable
    String file(String field) {
        String path = has(field) ? text(field) : null;
        if (path == null) {
            return null;
        }
        String clean = path.replaceFirst("^(\\./)+", "");
        boolean leaves = clean.startsWith("/")
                || clean.contains("\\")
                || List.of(clean.split("/", -1)).stream()
                        .anyMatch(part -> part.isEmpty() || part.equals("..") || part.equals("."));
        if (leaves || clean.chars().anyMatch(Character::isISOControl)) {
            wrong(
                    field,
                    "'" + path + "' is no path inside of the dag's folder",
                    "Write it relative to dag.yml, such as notebooks/load.ipynb.");
            return null;
        }
        return clean;
    }

    boolean flag(String field, boolean otherwise) {
        Object value = value(field);
        if (value instanceof Boolean flag) {
            return flag;
        }
        if (has(field)) {
            wrongType(field, "true or false", value);
        }
        return otherwise;
    }

    int whole(String field, int least, int most, int otherwise) {
        Object value = value(field);
        if (!has(field)) {
            return otherwise;
        }
        if (!(value instanceof Long number)) {
            wrongType(field, "a whole number", value);
        } else if (number < least || number > most) {
            wrong(field, "'" + field + "' is " + number, "Write a number from " + least + " to " + most + ".");
        } else {
            return number.intValue();
        }
        return otherwise;
    }

    /** A length of time; a bare number counts seconds. */
    @Nullable
    Duration duration(String field, @Nullable Duration otherwise) {
        Object value = value(field);
        if (!has(field) || (value == null && otherwise == null)) {
            return otherwise;
        }
        Optional<Duration> length = switch (value) {
            case Long seconds when seconds >= 0 && seconds < 1_000_000_000L -> Optional.of(Duration.ofSeconds(seconds));
            case String text -> Durations.parse(text);
            case null, default -> Optional.empty();
        };
        if (length.isEmpty() || length.get().isNegative() || length.get().compareTo(Duration.ofDays(366)) > 0) {
            wrong(field, "'" + field + "' is no length of time up to a year", "Write such as 30s, 5m, 1h30m or 1d.");
            return otherwise;
        }
        return length.get();
    }

    /** A length of time over nothing. */
    @Nullable
    Duration length(String field, @Nullable Duration otherwise) {
        Duration length = duration(field, otherwise);
        if (length != null && length.isZero()) {
            wrong(field, "'" + field + "' is nothing", "Write such as 1h, or remove the line.");
            return otherwise;
        }
        return length;
    }

    double real(String field, double least, double most, double otherwise) {
        Object value = value(field);
        if (!has(field)) {
            return otherwise;
        }
        if (!(value instanceof Number number)) {
            wrongType(field, "a number", value);
        } else if (!(number.doubleValue() >= least && number.doubleValue() <= most)) {
            wrong(field, "'" + field + "' is " + number, "Write a number from " + least + " to " + most + ".");
        } else {
            return number.doubleValue();
        }
        return otherwise;
    }

    List<String> texts(String field) {
        Object value = value(field);
        List<String> texts = new ArrayList<>();
        switch (value) {
            case null -> {}
            case String text -> texts.add(text);
            case List<?> items
            when items.stream().allMatch(item -> item instanceof String || item instanceof Long) ->
                items.forEach(item -> texts.add(String.valueOf(item)));
            default -> wrongType(field, "a list of texts", value);
        }
        return texts;
    }

    @Nullable
    Object any(String field) {
        return value(field);
    }

    Optional<YamlMap> map(String field) {
        Entry entry = entries.get(field);
        if (entry == null) {
            return Optional.empty();
        }
        if (entry.node instanceof MappingNode node) {
            return Optional.of(new YamlMap(path(field), node, findings, values));
        }
        Object value = value(field);
        if (value != null) {
            wrongType(field, "a mapping", value);
        }
        return Optional.empty();
    }

    /** The field's list of nodes, empty where it is no list. */
    List<Node> nodes(String field) {
        Entry entry = entries.get(field);
        return entry != null && entry.node instanceof SequenceNode list ? list.getValue() : List.of();
    }

    /** The mapping of a task, whose path in findings is the same wherever it stands. */
    YamlMap task(String taskId, MappingNode node) {
        return new YamlMap("tasks." + taskId, node, findings, values);
    }

    void wrongType(String field, String wanted, @Nullable Object value) {
        String is = switch (value) {
            case null -> "nothing";
            case String text -> "the text '" + (text.length() > 40 ? text.substring(0, 40) + "…" : text) + "'";
            case Boolean flag -> "the truth value " + flag;
            case Number number -> "the number " + number;
            case List<?> _ -> "a list";
            default -> "a mapping";
        };
        wrong(field, "'" + field + "' is " + is + " instead of " + wanted, "Write " + wanted + " there.");
    }
}
