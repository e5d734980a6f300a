package dev.orrery.dag;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** docs/dag-yml.md, made of the field table and the trigger rules. */
final class Reference {
    private static final JsonMapper JSON = JsonMapper.shared();

    private Reference() {}

    static String markdown() {
        return """
                <!-- Made by ReferenceTest in the module dag out of its field table. Do not edit; the test names the command. -->
                # dag.yml

                One file declares a dag: what it is called, when it runs, what it runs, in which order. It stands in the
                dag's folder, beside the notebooks. `orrery dag schema` prints the same as JSON Schema for editors, as [dag.schema.json](dag.schema.json) is.
                A field that is not listed here is an error. [analyst.md](analyst.md) explains schedules, parameters and templates.

                A dag has either `notebook_name` (one task), or `tasks`, `groups` or both.

                ## Fields of the dag

                """
                + table(own(Vocabulary.OF_DAG))
                + """

                ### consumes

                """
                + table(Vocabulary.OF_CONSUMES)
                + """

                ## Fields of a task

                `tasks` is a list of these, each with a `task_id`, or a mapping from the task's id to these.
                A task has exactly one of\s"""
                + KindReader.KINDS.stream().map(kind -> "`" + kind + "`").collect(Collectors.joining(", "))
                + """
                .

                """
                + table(own(Vocabulary.OF_TASK))
                + """

                ### sql_check

                """
                + table(Vocabulary.OF_SQL_CHECK)
                + """

                ### wait_for

                Exactly one of `time`, `delay`, `file`, `object`, `dag` and `table`. The task's `timeout` ends the wait.

                """
                + table(Vocabulary.OF_WAIT_FOR)
                + """

                ### for_each

                Templates of the task see `item` and `map_index` (from 0). What comes after the task comes after all its instances.

                """
                + table(Vocabulary.OF_FOR_EACH)
                + """

                ## Fields of a group

                `groups` is a mapping from the group's name to these. A task `load` in the group `sales` is called `sales.load`.

                """
                + table(own(Vocabulary.OF_GROUP))
                + """

                ## Fields of the dag, a group and a task

                What a task does not give it takes from its group, and what that does not give from the dag. Parameters and
                variables are merged.

                """
                + table(Vocabulary.SHARED)
                + """

                ## Trigger rules

                | `trigger_rule` | the task starts when |
                |---|---|
                """
                + rules();
    }

    private static List<Field> own(List<Field> fields) {
        return fields.stream()
                .filter(field -> !Vocabulary.SHARED.contains(field))
                .toList();
    }

    private static String table(List<Field> fields) {
        return "| field | value | what it says |\n|---|---|---|\n"
                + fields.stream().map(Reference::row).collect(Collectors.joining());
    }

    private static String row(Field field) {
        String required = field.required() ? " **(required)**" : "";
        return "| `%s`%s | %s | %s |\n"
                .formatted(field.name(), required, value(JSON.readTree(field.schema())), cell(field.description()));
    }

    private static String rules() {
        return Arrays.stream(TriggerRule.values())
                .map(rule -> "| `%s` | %s |\n".formatted(rule.word(), cell(rule.meaning())))
                .collect(Collectors.joining());
    }

    /** A JSON Schema in words. */
    private static String value(JsonNode schema) {
        if (schema.has("enum")) {
            return schema.get("enum").size() > 3
                    ? "one of the [rules below](#trigger-rules)"
                    : codes(schema.get("enum"));
        }
        List<String> types = new ArrayList<>();
        JsonNode type = schema.path("type");
        if (type.isArray()) {
            type.forEach(one -> types.add(word(one.asString())));
        } else {
            types.add(word(type.asString()));
        }
        StringBuilder words = new StringBuilder(String.join(" or ", types));
        if (schema.has("minimum") && schema.has("maximum")) {
            words.append(" from ").append(schema.get("minimum")).append(" to ").append(schema.get("maximum"));
        }
        if (schema.has("pattern")) {
            words.append(" that matches `")
                    .append(cell(schema.get("pattern").asString()))
                    .append('`');
        }
        if (schema.has("examples")) {
            words.append(", such as ").append(codes(schema.get("examples")));
        }
        schema.path("properties")
                .propertyStream()
                .forEach(property -> words.append("; `")
                        .append(property.getKey())
                        .append("`: ")
                        .append(value(property.getValue())));
        return words.toString();
    }

    private static String codes(JsonNode values) {
        return values.valueStream().map(one -> "`" + cell(one.asString()) + "`").collect(Collectors.joining(", "));
    }

    private static String word(String type) {
        return switch (type) {
            case "string" -> "text";
            case "object" -> "mapping";
            case "array" -> "list";
            case "null" -> "nothing";
            case "integer" -> "whole number";
            case "boolean" -> "`true` or `false`";
            case "number" -> "number";
            default -> throw new IllegalArgumentException("a type without a word: " + type);
        };
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
