package dev.orrery.dag.template;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The arguments of a call in a template, by place or by name. */
record Arguments(String function, List<@Nullable Object> positional, Map<String, @Nullable Object> named) {

    static Arguments of(String function, @Nullable Object... values) {
        return new Arguments(function, Arrays.asList(values), Map.of());
    }

    /** Refuses arguments that a function with these parameters does not have. */
    Arguments only(String... parameters) {
        if (positional.size() > parameters.length) {
            throw new TemplateException(
                    function + "() takes at most " + parameters.length + " arguments", "Remove one.");
        }
        List<String> known = List.of(parameters);
        named.keySet().stream()
                .filter(name -> !known.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new TemplateException(
                            function + "() has no argument '" + name + "'", Unknown.remedy(name, known));
                });
        return this;
    }

    boolean has(int place, String name) {
        return place < positional.size() || named.containsKey(name);
    }

    @Nullable
    Object value(int place, String name) {
        if (place < positional.size()) {
            return positional.get(place);
        }
        if (!named.containsKey(name)) {
            throw new TemplateException(
                    function + "() needs '" + name + "'", "Give " + function + "() the argument '" + name + "'.");
        }
        return named.get(name);
    }

    @Nullable
    Object value(int place, String name, @Nullable Object otherwise) {
        return has(place, name) ? value(place, name) : otherwise;
    }

    String text(int place, String name) {
        if (value(place, name) instanceof String text) {
            return text;
        }
        throw wrong(name, "a text");
    }

    String text(int place, String name, String otherwise) {
        return has(place, name) ? text(place, name) : otherwise;
    }

    long whole(int place, String name) {
        return switch (value(place, name)) {
            case Long number -> number;
            case Boolean truth -> truth ? 1 : 0;
            case null, default -> throw wrong(name, "a whole number");
        };
    }

    long whole(int place, String name, long otherwise) {
        return has(place, name) ? whole(place, name) : otherwise;
    }

    double number(int place, String name, double otherwise) {
        if (!has(place, name)) {
            return otherwise;
        }
        if (value(place, name) instanceof Number number) {
            return number.doubleValue();
        }
        throw wrong(name, "a number");
    }

    TemplateException wrong(String name, String wanted) {
        return new TemplateException(
                "the argument '" + name + "' of " + function + "() is not " + wanted, "Give it " + wanted + ".");
    }
}
