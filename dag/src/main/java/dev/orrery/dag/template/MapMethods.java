package dev.orrery.dag.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The methods of Python's dict. */
final class MapMethods {
    static final List<String> NAMES = List.of(
            "get", "items", "keys", "values", "copy", "update", "pop", "popitem", "setdefault", "clear", "fromkeys");

    private MapMethods() {}

    @SuppressWarnings("unchecked") // every mapping of a template is a copy that it may change
    static @Nullable Object call(Map<?, ?> given, String method, Arguments arguments) {
        Map<@Nullable Object, @Nullable Object> map = (Map<@Nullable Object, @Nullable Object>) given;
        return switch (method) {
            case "get" -> {
                Object key = arguments.only("key", "default").value(0, "key");
                yield map.containsKey(key) ? map.get(key) : arguments.value(1, "default", null);
            }
            case "items" -> entries(map);
            case "keys" -> new ArrayList<>(map.keySet());
            case "values" -> new ArrayList<>(map.values());
            case "copy" -> new LinkedHashMap<>(map);
            case "update" -> {
                if (arguments.has(0, "other") && arguments.value(0, "other") instanceof Map<?, ?> other) {
                    map.putAll(other);
                }
                map.putAll(arguments.named());
                yield null;
            }
            case "pop" -> {
                Object key = arguments.value(0, "key");
                if (!map.containsKey(key) && !arguments.has(1, "default")) {
                    throw Unknown.attribute("a mapping", PyText.str(key), List.of());
                }
                yield map.containsKey(key) ? map.remove(key) : arguments.value(1, "default");
            }
            case "setdefault" -> {
                Object key = arguments.value(0, "key");
                if (!map.containsKey(key)) {
                    map.put(key, arguments.value(1, "default", null));
                }
                yield map.get(key);
            }
            case "clear" -> {
                map.clear();
                yield null;
            }
            default -> throw Unknown.attribute("a mapping", method + "()", NAMES);
        };
    }

    static List<@Nullable Object> entries(Map<?, ?> map) {
        List<@Nullable Object> entries = new ArrayList<>();
        map.forEach((key, value) -> entries.add(PyTuple.of(key, value)));
        return entries;
    }
}
