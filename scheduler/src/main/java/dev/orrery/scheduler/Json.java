package dev.orrery.scheduler;

import dev.orrery.http.Exchange;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/** Lists and documents as text columns, written as the API writes them. */
final class Json {
    private static final TypeReference<List<String>> STRINGS = new TypeReference<>() {};
    private static final TypeReference<Map<String, @Nullable Object>> VALUES = new TypeReference<>() {};

    private Json() {}

    static String write(Object value) {
        return Exchange.JSON.writeValueAsString(value);
    }

    /** Any value as JSON, a null too. */
    static String writeValue(@Nullable Object value) {
        return value == null ? "null" : write(value);
    }

    /** A plain value, list or mapping. */
    static @Nullable Object value(String text) {
        return text.equals("null") ? null : Exchange.JSON.readValue(text, Object.class);
    }

    static <T> T read(String text, Class<T> type) {
        return Exchange.JSON.readValue(text, type);
    }

    static <T> T read(byte[] text, Class<T> type) {
        return Exchange.JSON.readValue(text, type);
    }

    static List<String> strings(String text) {
        return Exchange.JSON.readValue(text, STRINGS);
    }

    static Map<String, @Nullable Object> values(String text) {
        return Exchange.JSON.readValue(text, VALUES);
    }
}
