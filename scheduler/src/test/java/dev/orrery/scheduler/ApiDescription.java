package dev.orrery.scheduler;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;

/** The API's description, against which answers are checked: its required members, and no others than it has, of its types. */
final class ApiDescription {
    private final Map<String, Object> document;

    private ApiDescription(Map<String, Object> document) {
        this.document = document;
    }

    @SuppressWarnings("unchecked") // the document is a mapping of names
    static ApiDescription read() throws IOException {
        Path file = Path.of("..", "server", "src", "main", "resources", "api", "openapi.yaml");
        Object document = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
        return new ApiDescription((Map<String, Object>) document);
    }

    /** The schema of an answer. */
    Map<String, Object> answer(String path, String method, int status) {
        Map<String, Object> operation = at(document, "paths", path, method);
        assertNotNull(operation, method + " " + path);
        Map<String, Object> response = at(operation, "responses", String.valueOf(status));
        assertNotNull(response, status + " of " + path);
        return at(at(response, "content"), "application/json", "schema");
    }

    void check(String where, JsonNode value, Map<String, Object> given) {
        Map<String, Object> schema = whole(given);
        if (schema.get("oneOf") instanceof List<?> choices) {
            if (!value.isNull()) {
                check(where, value, map(choices.getFirst()));
            }
            return;
        }
        Set<Object> types = schema.get("type") instanceof List<?> list ? Set.copyOf(list) : Set.of(schema.get("type"));
        assertTrue(
                types.contains(typeOf(value)) || value.isIntegralNumber() && types.contains("number"),
                () -> where + " is " + value + ", not " + types);
        if (schema.get("enum") instanceof List<?> words) {
            assertTrue(words.contains(value.asString()), () -> where + " is " + value + ", none of " + words);
        }
        if ("date-time".equals(schema.get("format")) && !value.isNull()) {
            assertTrue(value.asString().endsWith("Z"), where);
            Instant.parse(value.asString());
        }
        if (value.isArray()) {
            value.forEach(item -> check(where + "[]", item, map(schema.get("items"))));
        }
        if (value.isObject() && schema.containsKey("properties")) {
            Map<String, Object> properties = map(schema.get("properties"));
            Set<String> names = new LinkedHashSet<>(value.propertyNames());
            Set<Object> required = new LinkedHashSet<>((List<?>) schema.get("required"));
            assertTrue(names.containsAll(required), () -> where + " lacks some of " + required + ": " + names);
            assertTrue(properties.keySet().containsAll(names), () -> where + " has more than " + properties.keySet());
            names.forEach(name -> check(where + "." + name, value.get(name), map(properties.get(name))));
        }
    }

    /** With references followed and parts put together. */
    private Map<String, Object> whole(Map<String, Object> schema) {
        if (schema.get("$ref") instanceof String reference) {
            return whole(at(document, reference.substring(2).split("/")));
        }
        if (!(schema.get("allOf") instanceof List<?> parts)) {
            return schema;
        }
        Map<String, Object> properties = new LinkedHashMap<>();
        Set<Object> required = new LinkedHashSet<>();
        for (Object part : parts) {
            Map<String, Object> one = whole(map(part));
            properties.putAll(map(one.get("properties")));
            required.addAll((List<?>) one.get("required"));
        }
        return Map.of("type", "object", "properties", properties, "required", List.copyOf(required));
    }

    private static String typeOf(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> "object";
            case ARRAY -> "array";
            case STRING -> "string";
            case BOOLEAN -> "boolean";
            case NULL -> "null";
            case NUMBER -> value.isIntegralNumber() ? "integer" : "number";
            case BINARY, MISSING, POJO -> throw new AssertionError(value.getNodeType());
        };
    }

    private static Map<String, Object> at(Map<String, Object> from, String... names) {
        Map<String, Object> found = from;
        for (String name : names) {
            found = found == null ? null : map(found.get(name));
        }
        return found;
    }

    @SuppressWarnings("unchecked") // the document is a mapping of names
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }
}
