package dev.orrery.dag.template;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What Python does with values of any kind. */
final class PyValues {
    private PyValues() {}

    /** A copy in the types that templates work with, which a template may change without anybody else seeing it. */
    static @Nullable Object of(@Nullable Object value) {
        return switch (value) {
            case Integer number -> number.longValue();
            case Short number -> number.longValue();
            case Byte number -> number.longValue();
            case Float number -> number.doubleValue();
            case BigDecimal number -> number.doubleValue();
            case BigInteger number -> PyNumbers.whole(number);
            case Map<?, ?> map -> {
                Map<@Nullable Object, @Nullable Object> copy = new LinkedHashMap<>();
                map.forEach((key, item) -> copy.put(of(key), of(item)));
                yield copy;
            }
            case List<?> list -> {
                List<@Nullable Object> copy = new ArrayList<>();
                list.forEach(item -> copy.add(of(item)));
                yield copy;
            }
            case null, default -> value == PyObject.None.NONE ? null : value;
        };
    }

    /** What a for loop goes through. */
    static List<@Nullable Object> items(@Nullable Object value) {
        List<@Nullable Object> items = new ArrayList<>();
        switch (Undefined.checked(value)) {
            case Map<?, ?> map -> items.addAll(map.keySet());
            case Iterable<?> several -> several.forEach(items::add);
            case String text -> text.codePoints().forEach(point -> items.add(Character.toString(point)));
            case null, default ->
                throw new TemplateException(
                        PyText.kind(value) + " cannot be gone through", "Give a list, a mapping or a text.");
        }
        return items;
    }

    static long length(@Nullable Object value) {
        return switch (Undefined.checked(value)) {
            case Map<?, ?> map -> map.size();
            case List<?> list -> list.size();
            case String text -> text.codePointCount(0, text.length());
            case null, default ->
                throw new TemplateException(
                        PyText.kind(value) + " has no length", "Add | list before it, or remove it.");
        };
    }

    static boolean contains(@Nullable Object container, @Nullable Object value) {
        Undefined.checked(value);
        return switch (Undefined.checked(container)) {
            case String text when value instanceof String part -> text.contains(part);
            case Map<?, ?> map -> map.containsKey(value) || key(map, value) != null;
            case Iterable<?> items -> {
                for (Object item : items) {
                    if (PythonOperators.same(item, value)) {
                        yield true;
                    }
                }
                yield false;
            }
            case null, default ->
                throw new TemplateException(
                        "'in' does not go between " + PyText.kind(value) + " and " + PyText.kind(container),
                        "Look in a list, a mapping or a text.");
        };
    }

    /** The key of a mapping that Python takes for the same as {@code key}, such as 1 for 1.0; null where there is none. */
    static @Nullable Object key(Map<?, ?> map, @Nullable Object key) {
        if (!PyNumbers.isNumber(key) || map.containsKey(key)) {
            return map.containsKey(key) ? key : null;
        }
        for (Object at : map.keySet()) {
            if (PythonOperators.same(at, key)) {
                return at;
            }
        }
        return null;
    }

    static long wholeNumber(@Nullable Object value, String what) {
        return switch (Undefined.checked(value)) {
            case Long number -> number;
            case Boolean truth -> truth ? 1 : 0;
            case null, default ->
                throw new TemplateException(
                        what + " is no whole number", "Give a whole number, for instance with | int.");
        };
    }
}
