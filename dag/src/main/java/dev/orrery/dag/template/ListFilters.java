package dev.orrery.dag.template;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Jinja's filters of lists. */
final class ListFilters {
    private ListFilters() {}

    static void addTo(Map<String, Filters.Filter> all) {
        Filters.put(all, "length", List.of(), (value, _) -> PyValues.length(value));
        Filters.put(all, "list", List.of(), (value, _) -> PyValues.items(value));
        Filters.put(all, "first", List.of(), (value, _) -> end(PyValues.items(value), true));
        Filters.put(all, "last", List.of(), (value, _) -> end(sequence(value), false));
        // A render is to be the same each time; any item is as random as another.
        Filters.put(all, "random", List.of(), (value, _) -> end(sequence(value), true));
        Filters.put(all, "join", List.of("d", "attribute"), ListFilters::join);
        Filters.put(all, "reverse", List.of(), (value, _) -> reversed(value));
        Filters.put(all, "sum", List.of("attribute", "start"), ListFilters::sum);
        Filters.put(all, "min", List.of("case_sensitive", "attribute"), (value, args) -> extreme(value, args, 1));
        Filters.put(all, "max", List.of("case_sensitive", "attribute"), (value, args) -> extreme(value, args, -1));
        Filters.put(all, "unique", List.of("case_sensitive", "attribute"), ListFilters::unique);
        Filters.put(all, "sort", List.of("reverse", "case_sensitive", "attribute"), ListFilters::sort);
        Filters.put(all, "dictsort", List.of("case_sensitive", "by", "reverse"), ListFilters::dictsort);
        Filters.put(all, "batch", List.of("linecount", "fill_with"), ListFilters::batch);
        Filters.put(all, "slice", List.of("slices", "fill_with"), ListFilters::slice);
        Filters.put(all, "groupby", List.of("attribute", "default", "case_sensitive"), ListFilters::groupby);
        Filters.put(all, "items", List.of(), (value, _) -> items(value));
        Choice.addTo(all);
    }

    private static List<@Nullable Object> sequence(@Nullable Object value) {
        if (value instanceof PyGenerator) {
            throw new TemplateException("a generator has no last item", "Add | list before it.");
        }
        return PyValues.items(value);
    }

    private static @Nullable Object end(List<@Nullable Object> items, boolean first) {
        if (items.isEmpty()) {
            return new Undefined(
                    new TemplateException("an empty list has no " + (first ? "first" : "last") + " item", "Test it."));
        }
        return first ? items.getFirst() : items.getLast();
    }

    private static String join(@Nullable Object value, Arguments args) {
        UnaryOperator<@Nullable Object> getter = Choice.getter(args.value(1, "attribute", null));
        String separator = PyText.str(args.value(0, "d", ""));
        StringBuilder text = new StringBuilder();
        boolean first = true;
        for (Object item : PyValues.items(value)) {
            text.append(first ? "" : separator).append(PyText.str(getter.apply(item)));
            first = false;
            StringMethods.limit(text.length());
        }
        return text.toString();
    }

    private static Object reversed(@Nullable Object value) {
        List<@Nullable Object> items = PyValues.items(value);
        Collections.reverse(items);
        if (value instanceof String) {
            return PyText.str(StringMethods.call("", "join", Arguments.of("join", items)));
        }
        return new PyGenerator(items);
    }

    private static @Nullable Object sum(@Nullable Object value, Arguments args) {
        UnaryOperator<@Nullable Object> getter = Choice.getter(args.value(0, "attribute", null));
        Object sum = args.value(1, "start", 0L);
        for (Object item : PyValues.items(value)) {
            sum = PythonOperators.binary("+", sum, getter.apply(item));
        }
        return sum;
    }

    private static @Nullable Object extreme(@Nullable Object value, Arguments args, int sign) {
        UnaryOperator<@Nullable Object> key =
                key(args.value(1, "attribute", null), args.value(0, "case_sensitive", false));
        List<@Nullable Object> items = PyValues.items(value);
        if (items.isEmpty()) {
            return new Undefined(new TemplateException("an empty list has no least or greatest item", "Test it."));
        }
        Object best = items.getFirst();
        for (Object item : items.subList(1, items.size())) {
            if (sign * PythonOperators.order(key.apply(item), key.apply(best)) < 0) {
                best = item;
            }
        }
        return best;
    }

    /** What items are compared by: case does not count unless asked for. */
    private static UnaryOperator<@Nullable Object> key(@Nullable Object attribute, @Nullable Object caseSensitive) {
        UnaryOperator<@Nullable Object> getter = Choice.getter(attribute);
        return PyText.truth(caseSensitive) ? getter : item -> folded(getter.apply(item));
    }

    private static @Nullable Object folded(@Nullable Object value) {
        return value instanceof String text ? text.toLowerCase(Locale.ROOT) : value;
    }

    private static PyGenerator unique(@Nullable Object value, Arguments args) {
        UnaryOperator<@Nullable Object> key =
                key(args.value(1, "attribute", null), args.value(0, "case_sensitive", false));
        List<@Nullable Object> seen = new ArrayList<>();
        List<@Nullable Object> items = new ArrayList<>();
        for (Object item : PyValues.items(value)) {
            Object by = Undefined.checked(key.apply(item));
            if (by instanceof ArrayList || by instanceof Map) {
                throw new TemplateException(PyText.kind(by) + " cannot be told apart by unique", "Give an attribute.");
            }
            if (!PyValues.contains(seen, by)) {
                seen.add(by);
                items.add(item);
            }
        }
        return new PyGenerator(items);
    }

    private static List<@Nullable Object> sort(@Nullable Object value, Arguments args) {
        Object attribute = args.value(2, "attribute", null);
        Object caseSensitive = args.value(1, "case_sensitive", false);
        UnaryOperator<@Nullable Object> key;
        if (attribute instanceof String names && names.contains(",")) {
            List<UnaryOperator<@Nullable Object>> keys = new ArrayList<>();
            for (String name : names.split(",", -1)) {
                keys.add(key(name.strip(), caseSensitive));
            }
            key = item -> new PyTuple(keys.stream().map(one -> one.apply(item)).toList());
        } else {
            key = key(attribute, caseSensitive);
        }
        return sorted(PyValues.items(value), key, PyText.truth(args.value(0, "reverse", false)));
    }

    private static List<@Nullable Object> sorted(
            List<@Nullable Object> items, UnaryOperator<@Nullable Object> key, boolean reverse) {
        Comparator<@Nullable Object> order = (one, other) -> PythonOperators.order(key.apply(one), key.apply(other));
        List<@Nullable Object> sorted = new ArrayList<>(items);
        // Equal ones keep their order either way, as in Python.
        sorted.sort(reverse ? (one, other) -> order.compare(other, one) : order);
        return sorted;
    }

    private static List<@Nullable Object> dictsort(@Nullable Object value, Arguments args) {
        if (!(value instanceof Map<?, ?> map)) {
            throw new TemplateException(PyText.kind(value) + " has no entries", "Use dictsort on a mapping.");
        }
        String by = args.text(1, "by", "key");
        if (!by.equals("key") && !by.equals("value")) {
            throw new TemplateException("dictsort sorts by 'key' or 'value'", "Use one of them.");
        }
        boolean caseSensitive = PyText.truth(args.value(0, "case_sensitive", false));
        int place = by.equals("key") ? 0 : 1;
        return sorted(
                MapMethods.entries(map),
                entry -> {
                    Object part = PyValues.items(entry).get(place);
                    return caseSensitive ? part : folded(part);
                },
                PyText.truth(args.value(2, "reverse", false)));
    }

    private static PyGenerator batch(@Nullable Object value, Arguments args) {
        int size = (int) args.whole(0, "linecount");
        List<@Nullable Object> batches = new ArrayList<>();
        List<@Nullable Object> batch = new ArrayList<>();
        for (Object item : PyValues.items(value)) {
            if (batch.size() == size) {
                batches.add(batch);
                batch = new ArrayList<>();
            }
            batch.add(item);
        }
        Object fill = args.value(1, "fill_with", null);
        if (!batch.isEmpty()) {
            while (fill != null && batch.size() < size) {
                batch.add(fill);
            }
            batches.add(batch);
        }
        return new PyGenerator(batches);
    }

    private static PyGenerator slice(@Nullable Object value, Arguments args) {
        List<@Nullable Object> items = PyValues.items(value);
        int slices = (int) args.whole(0, "slices");
        if (slices < 1) {
            throw args.wrong("slices", "a number over 0");
        }
        int size = items.size() / slices;
        int longer = items.size() % slices;
        Object fill = args.value(1, "fill_with", null);
        List<@Nullable Object> all = new ArrayList<>();
        int at = 0;
        for (int i = 0; i < slices; i++) {
            int end = at + size + (i < longer ? 1 : 0);
            List<@Nullable Object> part = new ArrayList<>(items.subList(at, end));
            if (fill != null && i >= longer) {
                part.add(fill);
            }
            all.add(part);
            at = end;
        }
        return new PyGenerator(all);
    }

    private static List<@Nullable Object> groupby(@Nullable Object value, Arguments args) {
        UnaryOperator<@Nullable Object> getter =
                Choice.getter(args.value(0, "attribute"), args.value(1, "default", null));
        boolean caseSensitive = PyText.truth(args.value(2, "case_sensitive", false));
        UnaryOperator<@Nullable Object> key = caseSensitive ? getter : item -> folded(getter.apply(item));
        Map<@Nullable Object, List<@Nullable Object>> groups = new LinkedHashMap<>();
        for (Object item : sorted(PyValues.items(value), key, false)) {
            groups.computeIfAbsent(Undefined.checked(key.apply(item)), _ -> new ArrayList<>())
                    .add(item);
        }
        List<@Nullable Object> result = new ArrayList<>();
        groups.forEach((_, items) ->
                result.add(new PyGroup(getter.apply(items.getFirst()), new ArrayList<@Nullable Object>(items))));
        return result;
    }

    private static PyGenerator items(@Nullable Object value) {
        return switch (value) {
            case Undefined _ -> new PyGenerator(List.of());
            case Map<?, ?> map -> new PyGenerator(MapMethods.entries(map));
            case null, default ->
                throw new TemplateException(PyText.kind(value) + " has no entries", "Use items on a mapping.");
        };
    }
}
