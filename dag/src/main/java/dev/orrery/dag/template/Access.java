package dev.orrery.dag.template;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a dot, a bracket and a call mean. Only the values that this package makes can be reached, by the names that it lists, so
 * no template reaches a class or a method of Java.
 */
final class Access {
    private Access() {}

    /** {@code value.name}: the attribute or method, or else the item. */
    static @Nullable Object attribute(@Nullable Object value, String name) {
        guard(value, name);
        Object found = own(value, name);
        if (!(found instanceof Undefined)) {
            return found;
        }
        return value instanceof Map<?, ?> map && map.containsKey(name) ? map.get(name) : found;
    }

    /** The attribute or method alone. */
    static @Nullable Object attributeAlone(@Nullable Object value, String name) {
        guard(value, name);
        return own(value, name);
    }

    /** {@code value[key]}: the item, or else the attribute or method. */
    static @Nullable Object item(@Nullable Object value, @Nullable Object key) {
        Undefined.checked(key);
        if (key instanceof String name) {
            guard(value, name);
        }
        Undefined.checked(value);
        if (value instanceof Map<?, ?> map) {
            Object at = PyValues.key(map, key);
            if (at != null || map.containsKey(key)) {
                return map.get(at == null ? key : at);
            }
        }
        if (key instanceof Long place) {
            if (value instanceof List<?> list) {
                int index = index(place, list.size());
                return index < 0 ? missing(value, key) : list.get(index);
            }
            if (value instanceof String text) {
                int index = index(place, text.length());
                return index < 0 ? missing(value, key) : text.substring(index, index + 1);
            }
        }
        return key instanceof String name ? own(value, name) : missing(value, key);
    }

    private static void guard(@Nullable Object value, String name) {
        if (name.startsWith("__")) {
            throw new TemplateException("'" + name + "' is out of a template's reach", "Remove it.");
        }
        Undefined.checked(value);
    }

    private static int index(long place, int size) {
        long index = place < 0 ? place + size : place;
        return index >= 0 && index < size ? (int) index : -1;
    }

    private static @Nullable Object own(@Nullable Object value, String name) {
        return switch (value) {
            case PyObject object -> {
                Object attribute = object.attribute(name).orElse(null);
                yield attribute == PyObject.None.NONE
                        ? null
                        : attribute != null
                                ? attribute
                                : object.names().contains(name)
                                        ? new BoundMethod(name, args -> object.call(name, args))
                                        : new Undefined(new TemplateException(
                                                object.kind() + " has no '" + name + "'", object.remedy(name)));
            }
            case String text ->
                method(StringMethods.names(), "a text", name, args -> StringMethods.call(text, name, args));
            case Map<?, ?> map ->
                MapMethods.NAMES.contains(name)
                        ? new BoundMethod(name, args -> MapMethods.call(map, name, args))
                        : missing(map, name);
            case PyGroup group when name.equals("grouper") -> group.get(0);
            case PyGroup group when name.equals("list") -> group.get(1);
            case List<?> list ->
                method(ListMethods.names(list), PyText.kind(list), name, args -> ListMethods.call(list, name, args));
            case null, default -> undefined(PyText.kind(value), name, List.of());
        };
    }

    private static Object method(
            Collection<String> known,
            String kind,
            String name,
            java.util.function.Function<Arguments, @Nullable Object> body) {
        return known.contains(name) ? new BoundMethod(name, body) : undefined(kind, name, known);
    }

    private static Undefined missing(@Nullable Object value, @Nullable Object key) {
        if (value instanceof Map<?, ?> map) {
            List<String> known = map.keySet().stream().map(PyText::str).collect(Collectors.toList());
            return undefined("a mapping", PyText.str(key), known);
        }
        return undefined(PyText.kind(value), PyText.str(key), List.of());
    }

    private static Undefined undefined(String kind, String name, Collection<String> known) {
        return new Undefined(Unknown.attribute(kind, name, known));
    }

    /** {@code value[start:stop:step]}. */
    static Object slice(@Nullable Object value, @Nullable Object start, @Nullable Object stop, @Nullable Object step) {
        long by = step == null ? 1 : PyValues.wholeNumber(step, "the step of a slice");
        if (by == 0) {
            throw new TemplateException("the step of a slice is 0", "Give another.");
        }
        return switch (Undefined.checked(value)) {
            case String text ->
                places(start, stop, by, text.length()).stream()
                        .map(at -> text.substring(at, at + 1))
                        .collect(Collectors.joining());
            case List<?> list -> {
                List<@Nullable Object> items = new java.util.ArrayList<>();
                places(start, stop, by, list.size()).forEach(at -> items.add(list.get(at)));
                yield list instanceof PyTuple ? new PyTuple(items) : items;
            }
            case null, default ->
                throw new TemplateException(PyText.kind(value) + " cannot be sliced", "Slice a text or a list.");
        };
    }

    private static List<Integer> places(@Nullable Object start, @Nullable Object stop, long step, int size) {
        long from = bound(start, step > 0 ? 0 : size - 1, step, size);
        long to = bound(stop, step > 0 ? size : -1, step, size);
        List<Integer> places = new java.util.ArrayList<>();
        for (long at = from; step > 0 ? at < to : at > to; at += step) {
            places.add((int) at);
        }
        return places;
    }

    private static long bound(@Nullable Object given, long otherwise, long step, int size) {
        if (given == null) {
            return otherwise;
        }
        long bound = PyValues.wholeNumber(given, "the bound of a slice");
        long place = bound < 0 ? bound + size : bound;
        return step > 0 ? Math.clamp(place, 0L, size) : Math.clamp(place, -1L, size - 1L);
    }

    static @Nullable Object call(@Nullable Object function, Arguments arguments) {
        return switch (Undefined.checked(function)) {
            case BoundMethod method -> method.call(arguments);
            case PyNamespace namespace -> namespace.call("()", arguments);
            case PyLoop loop -> loop.call("()", arguments);
            case null, default ->
                throw new TemplateException(
                        PyText.kind(function) + " cannot be called", "Remove the round brackets behind it.");
        };
    }
}
