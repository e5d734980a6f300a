package dev.orrery.kernel;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * The JSON of messages between processes: Python's, with bare NaN and Infinity and whole numbers of any size. Built on the streaming parser
 * alone: loading the data binding would cost a short-lived process a good part of its start.
 */
public final class ProtocolJson {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(900)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNumberLength(4300)
                    .build())
            .build();

    /** For what is to be JSON as everybody reads it. */
    private static final JsonFactory STRICT = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(100)
                    .maxNumberLength(400)
                    .build())
            .build();

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private ProtocolJson() {}

    /** A new, empty object. */
    public static ObjectNode object() {
        return NODES.objectNode();
    }

    /** An object; what is another kind of value counts as an empty one. Throws Jackson's exceptions for what is no JSON. */
    public static ObjectNode read(byte[] text) {
        return read(text, NODES::stringNode);
    }

    /** As {@link #read}; bytes that are no UTF-8 become replacement characters. */
    static ObjectNode readLenient(byte[] text) {
        try {
            return read(text);
        } catch (JacksonException e) {
            byte[] mended = new String(text, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
            if (Arrays.equals(mended, text)) {
                throw e;
            }
            return read(mended);
        }
    }

    /** @param strings what stands in the tree for a string */
    static ObjectNode read(byte[] text, Function<String, StringNode> strings) {
        if (text.length == 0) {
            return object();
        }
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            parser.nextToken();
            return value(parser, strings) instanceof ObjectNode object ? object : object();
        }
    }

    /** One value of any kind and nothing behind it, as JSON has it: no NaN, nothing deeper than 100. Throws Jackson's exceptions. */
    public static JsonNode readValue(byte[] text) {
        try (JsonParser parser = STRICT.createParser(ObjectReadContext.empty(), text)) {
            parser.nextToken();
            JsonNode value = value(parser, NODES::stringNode);
            if (parser.nextToken() != null) {
                throw new StreamReadException(parser, "more than one value");
            }
            return value;
        }
    }

    /** UTF-8, on one line. */
    public static byte[] write(JsonNode node) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
            write(generator, node);
        }
        return bytes.toByteArray();
    }

    private static JsonNode value(JsonParser parser, Function<String, StringNode> strings) {
        JsonToken token = parser.currentToken();
        if (token == null) {
            throw new StreamReadException(parser, "no value, only blanks");
        }
        return switch (token) {
            case START_OBJECT -> members(parser, strings);
            case START_ARRAY -> elements(parser, strings);
            case VALUE_STRING -> strings.apply(parser.getString());
            case VALUE_NUMBER_INT -> wholeNumber(parser);
            case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDoubleValue());
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NODES.nullNode();
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT ->
                throw new StreamReadException(parser, "unexpected " + token);
        };
    }

    private static ObjectNode members(JsonParser parser, Function<String, StringNode> strings) {
        ObjectNode object = object();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            object.set(name, value(parser, strings));
        }
        return object;
    }

    private static ArrayNode elements(JsonParser parser, Function<String, StringNode> strings) {
        ArrayNode array = NODES.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(parser, strings));
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

    private static void write(JsonGenerator generator, JsonNode node) {
        switch (node) {
            case ObjectNode object -> {
                generator.writeStartObject();
                object.properties().forEach(member -> {
                    generator.writeName(member.getKey());
                    write(generator, member.getValue());
                });
                generator.writeEndObject();
            }
            case ArrayNode array -> {
                generator.writeStartArray();
                array.forEach(element -> write(generator, element));
                generator.writeEndArray();
            }
            default -> writeScalar(generator, node);
        }
    }

    private static void writeScalar(JsonGenerator generator, JsonNode node) {
        if (node.isString()) {
            generator.writeString(node.stringValue());
        } else if (node.isBoolean()) {
            generator.writeBoolean(node.booleanValue());
        } else if (node.isIntegralNumber()) {
            generator.writeNumber(node.bigIntegerValue());
        } else if (node.isNumber()) {
            generator.writeNumber(node.doubleValue());
        } else {
            generator.writeNull();
        }
    }
}
