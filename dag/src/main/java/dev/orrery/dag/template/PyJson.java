package dev.orrery.dag.template;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** JSON as Python's json.dumps writes it: a space after each comma and colon, other letters than ASCII escaped. */
final class PyJson {
    private PyJson() {}

    /** @param html whether to escape what HTML takes for markup, and sort the keys, as Jinja's tojson does */
    static String write(@Nullable Object value, boolean html) {
        return switch (value) {
            case null -> "null";
            case PyObject.None _ -> "null";
            case Undefined undefined -> throw undefined.reason();
            case Boolean truth -> truth.toString();
            case Number number -> PyText.str(number);
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> sorted = new TreeMap<>();
                map.forEach((key, item) -> sorted.put(String.valueOf(key), item));
                Map<?, ?> ordered = html ? sorted : map;
                yield ordered.entrySet().stream()
                        .map(entry ->
                                quoted(String.valueOf(entry.getKey()), html) + ": " + write(entry.getValue(), html))
                        .collect(Collectors.joining(", ", "{", "}"));
            }
            case Collection<?> items ->
                items.stream().map(item -> write(item, html)).collect(Collectors.joining(", ", "[", "]"));
            default -> quoted(PyText.str(value), html);
        };
    }

    private static String quoted(String text, boolean html) {
        StringBuilder json = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean markup = html && "<>&'".indexOf(c) >= 0;
            switch (c) {
                case '"' -> json.append("\\\"");
                case '\\' -> json.append("\\\\");
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                default -> {
                    if (markup || c < ' ' || c > '~') {
                        json.append("\\u%04x".formatted((int) c));
                    } else {
                        json.append(c);
                    }
                }
            }
        }
        return json.append('"').toString();
    }
}
