package dev.orrery.dag.template;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The methods of Python's dict and list that only read. */
final class CollectionMethods {
    static final List<String> OF_MAPS = List.of("get", "items", "keys", "values");
    static final List<String> OF_LISTS = List.of("index", "count");

    private CollectionMethods() {}

    static @Nullable Object call(Map<?, ?> map, String method, Arguments arguments) {
        return switch (method) {
            case "get" -> {
                Object key = arguments.value(0, "key");
                yield map.containsKey(key) ? map.get(key) : arguments.value(1, "default", null);
            }
            case "items" -> {
                List<Object> items = new ArrayList<>();
                map.forEach((key, value) -> items.add(Collections.unmodifiableList(pair(key, value))));
                yield items;
            }
            case "keys" -> new ArrayList<>(map.keySet());
            case "values" -> new ArrayList<>(map.values());
            default -> throw Unknown.attribute("a mapping", method + "()", OF_MAPS);
        };
    }

    private static List<@Nullable Object> pair(@Nullable Object key, @Nullable Object value) {
        List<@Nullable Object> pair = new ArrayList<>();
        pair.add(key);
        pair.add(value);
        return pair;
    }

    static Object call(List<?> list, String method, Arguments arguments) {
        Object wanted = arguments.value(0, "value");
        return switch (method) {
            case "index" -> (long) list.indexOf(wanted);
            case "count" ->
                list.stream().filter(item -> Objects.equals(item, wanted)).count();
            default -> throw Unknown.attribute("a list", method + "()", OF_LISTS);
        };
    }
}
