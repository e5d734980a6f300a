package dev.orrery.notebook;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON that notebooks are written in: Python's, with bare NaN and Infinity and whole numbers of any size.
 * Built on the streaming parser alone: a short-lived process need not load the data binding.
 */
public final class NotebookJson {
    /** As deep as Python's own parser goes before it gives up, and small enough for the stack of a virtual thread. */
    private static final int MAX_DEPTH = 900;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    // One output may hold a large image or table; the heap is the limit.
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNumberLength(4300)
                    .build())
            .build();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private NotebookJson() {}

    /** Reads one JSON document; throws {@link NotebookException} with the line. */
    public static JsonNode read(String text) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            if (parser.nextToken() == null) {
                throw notJson("The file is empty.", 1, null);
            }
            JsonNode node = value(parser);
            if (parser.nextToken() != null) {
                throw notJson("There is more text after the end of the document.", line(parser), null);
            }
            return node;
        } catch (JacksonException e) {
            throw notJson(plain(e.getOriginalMessage()), line(e.getLocation()), e);
        }
    }

    /** The parser's words without where it thinks the text came from, which says nothing to a person. */
    private static String plain(@Nullable String message) {
        return String.valueOf(message).replaceAll("\\s*\\(start marker at .*\\)$", "") + ".";
    }

    /** Writes any tree with indent 1 and sorted keys, no line end at the end; a text is one string, whatever lines it has. */
    public static String write(JsonNode tree) {
        return NotebookWriter.writePlain(tree);
    }

    private static JsonNode value(JsonParser parser) {
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> NODES.stringNode(parser.getString());
            case VALUE_NUMBER_INT -> wholeNumber(parser);
            case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDoubleValue());
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NODES.nullNode();
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT ->
                throw notJson("Unexpected " + token + ".", line(parser), null);
        };
    }

    private static ObjectNode object(JsonParser parser) {
        ObjectNode object = NODES.objectNode();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            object.set(name, value(parser));
        }
        return object;
    }

    private static ArrayNode array(JsonParser parser) {
        ArrayNode array = NODES.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(parser));
        }
        return array;
    }

    private static JsonNode wholeNumber(JsonParser parser) {
        return switch (parser.getNumberType()) {
            case INT -> NODES.numberNode(parser.getIntValue());
            case LONG -> NODES.numberNode(parser.getLongValue());
            case BIG_INTEGER, FLOAT, DOUBLE, BIG_DECIMAL -> NODES.numberNode(parser.getBigIntegerValue());
        };
    }

    private static int line(JsonParser parser) {
        return line(parser.currentLocation());
    }

    private static int line(@Nullable TokenStreamLocation location) {
        return location == null ? 1 : Math.max(1, location.getLineNr());
    }

    private static NotebookException notJson(String what, int line, @Nullable Throwable cause) {
        return new NotebookException(
                NotebookException.Code.NOT_JSON,
                "Notebook does not appear to be JSON: line " + line + ": " + what
                        + " Open it in a text editor, or restore an earlier version.",
                line,
                cause);
    }
}
