package dev.orrery.dag;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The JSON Schemas that fields of dag.yml have. */
final class FieldTypes {
    static final String TEXT = "{\"type\": \"string\", \"minLength\": 1}";
    static final String TEXTS = "{\"type\": [\"array\", \"string\", \"null\"], \"items\": {\"type\": \"string\"}}";
    static final String FLAG = "{\"type\": \"boolean\"}";
    static final String DURATION = "{\"type\": [\"string\", \"integer\"], \"examples\": [\"30s\", \"5m\", \"1h30m\"]}";
    static final String NOTEBOOK = "{\"type\": \"string\", \"pattern\": \"\\\\.ipynb$\"}";
    static final String ID = "{\"type\": \"string\", \"pattern\": \"^[A-Za-z0-9][A-Za-z0-9_.-]{0,199}$\"}";
    static final String DATE = "{\"type\": \"string\", \"examples\": [\"2024-03-01\", \"2024-03-01T06:30:00\"]}";
    static final String MAPPING = "{\"type\": \"object\"}";
    static final String MAPPING_OR_NULL = "{\"type\": [\"object\", \"null\"]}";
    static final String RESOURCES = "{\"type\": \"object\", \"additionalProperties\": false, \"properties\": {"
            + "\"memory\": {\"type\": [\"string\", \"integer\"], \"examples\": [\"2G\", \"512M\"]},"
            + "\"cpus\": {\"type\": \"number\", \"exclusiveMinimum\": 0, \"maximum\": 1024}}}";
    static final String TASKS = "{\"type\": [\"array\", \"object\"]}";
    static final String NUMBER = "{\"type\": \"number\"}";

    private FieldTypes() {}

    static String whole(int least, int most) {
        return "{\"type\": \"integer\", \"minimum\": " + least + ", \"maximum\": " + most + "}";
    }

    static String number(int least, int most) {
        return "{\"type\": \"number\", \"minimum\": " + least + ", \"maximum\": " + most + "}";
    }

    static String words(String... words) {
        return "{\"enum\": ["
                + Arrays.stream(words).map(word -> '"' + word + '"').collect(Collectors.joining(", ")) + "]}";
    }

    static String types(String types, String... examples) {
        return "{\"type\": ["
                + Arrays.stream(types.split(" ", -1))
                        .map(type -> '"' + type + '"')
                        .collect(Collectors.joining(", "))
                + "], \"examples\": ["
                + Arrays.stream(examples)
                        .map(example -> '"' + example.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
                        .collect(Collectors.joining(", "))
                + "]}";
    }
}
