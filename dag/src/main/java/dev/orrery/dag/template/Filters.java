package dev.orrery.dag.template;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Jinja's filters and those that Airflow adds, by their names. */
final class Filters {
    private static final Map<String, Filter> ALL = all();
    /** These may meet what is undefined. */
    private static final Set<String> LAX = Set.of("default", "d", "items");

    private Filters() {}

    /** What a filter does. */
    interface Body {
        @Nullable
        Object apply(@Nullable Object value, Arguments arguments);
    }

    /** @param parameters the names of its arguments, in their order; null for any */
    record Filter(@Nullable List<String> parameters, Body body) {}

    private static Map<String, Filter> all() {
        Map<String, Filter> all = new HashMap<>();
        TextFilters.addTo(all);
        ListFilters.addTo(all);
        ValueFilters.addTo(all);
        all.put("count", all.get("length"));
        all.put("d", all.get("default"));
        all.put("e", all.get("escape"));
        return Map.copyOf(all);
    }

    static void put(Map<String, Filter> all, String name, List<String> parameters, Body body) {
        all.put(name, new Filter(parameters, body));
    }

    static boolean known(String name) {
        return ALL.containsKey(name);
    }

    static void check(String name) {
        if (!known(name)) {
            throw unknown(name);
        }
    }

    private static TemplateException unknown(String name) {
        return new TemplateException("there is no filter '" + name + "'", Unknown.remedy(name, ALL.keySet()));
    }

    static @Nullable Object apply(String name, @Nullable Object value, Arguments arguments) {
        Filter filter = ALL.get(name);
        if (filter == null) {
            throw unknown(name);
        }
        if (filter.parameters() != null) {
            arguments.only(filter.parameters().toArray(String[]::new));
        }
        if (!LAX.contains(name)) {
            Undefined.checked(value);
        }
        return filter.body().apply(value, arguments);
    }
}
