package dev.orrery.dag.template;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The methods of Python's list and tuple. */
final class ListMethods {
    private static final List<String> OF_TUPLES = List.of("index", "count");
    private static final List<String> OF_LISTS = List.of(
            "index", "count", "append", "extend", "insert", "pop", "remove", "sort", "reverse", "copy", "clear");

    private ListMethods() {}

    static List<String> names(List<?> list) {
        return list instanceof ArrayList ? OF_LISTS : OF_TUPLES;
    }

    @SuppressWarnings("unchecked") // every list of a template is its own, and it may change it
    static @Nullable Object call(List<?> given, String method, Arguments arguments) {
        List<@Nullable Object> list = (List<@Nullable Object>) given;
        return switch (method) {
            case "index" -> {
                long place = place(list, arguments.value(0, "value"));
                if (place < 0) {
                    throw new TemplateException("the list has no such item", "Test it with 'in' first.");
                }
                yield place;
            }
            case "count" -> {
                Object wanted = arguments.value(0, "value");
                yield list.stream()
                        .filter(item -> PythonOperators.same(item, wanted))
                        .count();
            }
            case "copy" -> new ArrayList<>(list);
            case "pop" -> {
                long place = arguments.whole(0, "index", -1);
                long index = place < 0 ? place + list.size() : place;
                if (index < 0 || index >= list.size()) {
                    throw new TemplateException("the list has no item " + place, "Test its length first.");
                }
                yield list.remove((int) index);
            }
            default -> {
                change(list, method, arguments);
                yield null;
            }
        };
    }

    private static void change(List<@Nullable Object> list, String method, Arguments arguments) {
        switch (method) {
            case "append" -> list.add(arguments.only("object").value(0, "object"));
            case "extend" -> list.addAll(PyValues.items(arguments.value(0, "iterable")));
            case "insert" -> {
                long place = arguments.whole(0, "index");
                list.add(
                        (int) Math.clamp(place < 0 ? place + list.size() : place, 0L, list.size()),
                        arguments.value(1, "object"));
            }
            case "remove" -> {
                long place = place(list, arguments.value(0, "value"));
                if (place < 0) {
                    throw new TemplateException("the list has no such item", "Test it with 'in' first.");
                }
                list.remove((int) place);
            }
            case "sort" -> {
                list.sort(PythonOperators::order);
                if (PyText.truth(arguments.value(0, "reverse", false))) {
                    Collections.reverse(list);
                }
            }
            case "reverse" -> Collections.reverse(list);
            case "clear" -> list.clear();
            default -> throw Unknown.attribute("a list", method + "()", OF_LISTS);
        }
        if (list.size() > 100_000) {
            throw new TemplateException("a list grows beyond 100000 items", "Let the notebook make lists this long.");
        }
    }

    private static long place(List<@Nullable Object> list, @Nullable Object wanted) {
        for (int i = 0; i < list.size(); i++) {
            if (PythonOperators.same(list.get(i), wanted)) {
                return i;
            }
        }
        return -1;
    }
}
