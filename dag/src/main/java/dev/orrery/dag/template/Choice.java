package dev.orrery.dag.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The filters that apply a filter, a test or an attribute to each item. */
final class Choice {
    private Choice() {}

    static void addTo(Map<String, Filters.Filter> all) {
        all.put("map", new Filters.Filter(null, Choice::mapped));
        all.put("select", new Filters.Filter(null, (value, args) -> chosen(value, args, false, true)));
        all.put("reject", new Filters.Filter(null, (value, args) -> chosen(value, args, false, false)));
        all.put("selectattr", new Filters.Filter(null, (value, args) -> chosen(value, args, true, true)));
        all.put("rejectattr", new Filters.Filter(null, (value, args) -> chosen(value, args, true, false)));
    }

    static UnaryOperator<@Nullable Object> getter(@Nullable Object attribute) {
        return getter(attribute, null);
    }

    /**
     * Gets an attribute, or with dots one of an attribute.
     *
     * @param otherwise in place of an undefined one; null for none
     */
    static UnaryOperator<@Nullable Object> getter(@Nullable Object attribute, @Nullable Object otherwise) {
        if (attribute == null) {
            return item -> item;
        }
        List<Object> path = new ArrayList<>();
        if (attribute instanceof String names) {
            for (String name : names.split("\\.", -1)) {
                path.add(name.matches("\\d+") ? (Object) Long.valueOf(name) : name);
            }
        } else {
            path.add(attribute);
        }
        return item -> {
            Object value = item;
            for (Object part : path) {
                value = Access.item(value, part);
                if (value instanceof Undefined && otherwise != null) {
                    value = otherwise;
                }
            }
            return value;
        };
    }

    private static PyGenerator mapped(@Nullable Object value, Arguments args) {
        List<@Nullable Object> results = new ArrayList<>();
        if (args.positional().isEmpty() && args.named().containsKey("attribute")) {
            UnaryOperator<@Nullable Object> getter = getter(args.value(0, "attribute"), args.value(1, "default", null));
            PyValues.items(value).forEach(item -> results.add(getter.apply(item)));
            return new PyGenerator(results);
        }
        String filter = args.text(0, "filter");
        Filters.check(filter);
        Arguments rest = rest(filter, args, 1);
        PyValues.items(value).forEach(item -> results.add(Filters.apply(filter, item, rest)));
        return new PyGenerator(results);
    }

    private static Arguments rest(String function, Arguments args, int from) {
        return new Arguments(
                function, args.positional().subList(from, args.positional().size()), new LinkedHashMap<>(args.named()));
    }

    private static PyGenerator chosen(@Nullable Object value, Arguments args, boolean byAttribute, boolean wanted) {
        UnaryOperator<@Nullable Object> getter = byAttribute ? getter(args.value(0, "attribute")) : item -> item;
        int at = byAttribute ? 1 : 0;
        List<@Nullable Object> items = new ArrayList<>();
        String test = args.positional().size() > at ? args.text(at, "test") : null;
        if (test != null) {
            Tests.check(test);
        }
        for (Object item : PyValues.items(value)) {
            Object tested = getter.apply(item);
            boolean holds = test == null ? PyText.truth(tested) : Tests.holds(test, tested, rest(test, args, at + 1));
            if (holds == wanted) {
                items.add(item);
            }
        }
        return new PyGenerator(items);
    }
}
