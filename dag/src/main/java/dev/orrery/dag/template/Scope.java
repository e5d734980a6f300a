package dev.orrery.dag.template;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The names that a part of a template has given values to, inside of those of the part around it. */
final class Scope {
    private final @Nullable Scope outer;
    private final Map<String, @Nullable Object> values = new HashMap<>();

    Scope(@Nullable Scope outer) {
        this.outer = outer;
    }

    void set(String name, @Nullable Object value) {
        values.put(name, value);
    }

    boolean has(String name) {
        return values.containsKey(name) || (outer != null && outer.has(name));
    }

    @Nullable
    Object get(String name) {
        return values.containsKey(name) || outer == null ? values.get(name) : outer.get(name);
    }
}
