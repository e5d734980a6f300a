package dev.orrery.notebook;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Steps on Jackson trees that the data binding would be too slow to load for. */
final class Trees {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Trees() {}

    /** The object below that key, live; made (in place of anything else there) when there is none. */
    static ObjectNode object(ObjectNode parent, String key) {
        return parent.get(key) instanceof ObjectNode object ? object : parent.putObject(key);
    }

    /** A tree of a parameter's value; what JSON has no word for becomes its text. */
    static JsonNode of(@Nullable Object value) {
        return switch (value) {
            case null -> NODES.nullNode();
            case JsonNode node -> node;
            case Boolean truth -> NODES.booleanNode(truth);
            case BigInteger big -> NODES.numberNode(big);
            case Double number -> NODES.numberNode(number);
            case Float number -> NODES.numberNode((double) number);
            case BigDecimal number -> NODES.numberNode(number.doubleValue());
            case Number whole -> NODES.numberNode(whole.longValue());
            case Map<?, ?> map -> {
                ObjectNode object = NODES.objectNode();
                map.forEach((key, each) -> object.set(jsonKey(key), of(each)));
                yield object;
            }
            case Iterable<?> list -> {
                ArrayNode array = NODES.arrayNode();
                list.forEach(each -> array.add(of(each)));
                yield array;
            }
            default -> NODES.stringNode(value.toString());
        };
    }

    /** Python's JSON writes a key that is no string as the value's JSON. */
    private static String jsonKey(@Nullable Object key) {
        return switch (key) {
            case null -> "null";
            case Double number -> PythonText.repr(number);
            default -> key.toString();
        };
    }
}
