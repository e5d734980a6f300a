package dev.orrery.dag.template;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A named set of values and functions, such as {@code dag} or {@code macros}. */
record PyNamespace(
        String name, Map<String, Object> values, Map<String, Function<Arguments, @Nullable Object>> functions)
        implements PyObject {
    PyNamespace(String name, Map<String, Object> values) {
        this(name, values, Map.of());
    }

    @Override
    public String kind() {
        return "'" + name + "'";
    }

    @Override
    public Collection<String> names() {
        List<String> names = new ArrayList<>(values.keySet());
        names.addAll(functions.keySet());
        return names;
    }

    @Override
    public Optional<Object> attribute(String attribute) {
        return Optional.ofNullable(values.get(attribute));
    }

    @Override
    public @Nullable Object call(String method, Arguments arguments) {
        Function<Arguments, @Nullable Object> function = functions.get(method);
        if (function != null) {
            return function.apply(arguments);
        }
        if (values.get(method) instanceof PyNamespace callable && callable.functions.containsKey("()")) {
            return callable.call("()", arguments);
        }
        throw Unknown.method(this, method);
    }

    @Override
    public String str() {
        return name;
    }
}
