package dev.orrery.dag.template;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Jinja's global functions. */
final class Globals {
    /**
     * What {@code 'x' if false} without an else gives. In Jinja that is an undefined that prints as nothing, even where undefined
     * names are errors.
     */
    record Nothing() implements PyObject {
        @Override
        public String kind() {
            return "nothing";
        }

        @Override
        public Collection<String> names() {
            return List.of();
        }

        @Override
        public Optional<Object> attribute(String name) {
            return Optional.empty();
        }

        @Override
        public @Nullable Object call(String method, Arguments arguments) {
            throw Unknown.method(this, method);
        }

        @Override
        public String str() {
            return "";
        }

        @Override
        public boolean truth() {
            return false;
        }
    }

    private Globals() {}

    static Map<String, Object> all() {
        return Map.of(
                "range", new BoundMethod("range", Globals::range),
                "dict", new BoundMethod("dict", Globals::dict),
                "namespace", new BoundMethod("namespace", args -> new Space(members(args))),
                "cycler", new BoundMethod("cycler", args -> new Cycler(args.positional())),
                "joiner", new BoundMethod("joiner", args -> joiner(args.text(0, "sep", ", "))));
    }

    private static Object range(Arguments args) {
        args.only("start", "stop", "step");
        return args.positional().size() < 2
                ? new PyRange(0, args.whole(0, "stop"), 1)
                : new PyRange(args.whole(0, "start"), args.whole(1, "stop"), args.whole(2, "step", 1));
    }

    private static Map<@Nullable Object, @Nullable Object> dict(Arguments args) {
        return members(args);
    }

    private static Map<@Nullable Object, @Nullable Object> members(Arguments args) {
        Map<@Nullable Object, @Nullable Object> members = new LinkedHashMap<>();
        if (!args.positional().isEmpty()) {
            Object first = args.positional().getFirst();
            if (first instanceof Map<?, ?> map) {
                members.putAll(map);
            } else {
                for (Object pair : PyValues.items(first)) {
                    List<@Nullable Object> both = PyValues.items(pair);
                    if (both.size() != 2) {
                        throw args.wrong("iterable", "a list of pairs");
                    }
                    members.put(both.get(0), both.get(1));
                }
            }
        }
        members.putAll(args.named());
        return members;
    }

    private static BoundMethod joiner(String separator) {
        boolean[] used = new boolean[1];
        return new BoundMethod("joiner", _ -> {
            String text = used[0] ? separator : "";
            used[0] = true;
            return text;
        });
    }

    /** Jinja's namespace: attributes that an inner part of the template may set. */
    record Space(Map<@Nullable Object, @Nullable Object> members) implements PyObject {
        @Override
        public String kind() {
            return "a namespace";
        }

        @Override
        public Collection<String> names() {
            return members.keySet().stream().map(PyText::str).toList();
        }

        @Override
        public Optional<Object> attribute(String name) {
            if (!members.containsKey(name)) {
                return Optional.empty();
            }
            Object value = members.get(name);
            return Optional.of(value == null ? None.NONE : value);
        }

        @Override
        public @Nullable Object call(String method, Arguments arguments) {
            throw Unknown.method(this, method);
        }

        @Override
        public String str() {
            return "<Namespace " + PyText.str(members) + ">";
        }
    }

    private static final class Cycler implements PyObject {
        private final List<@Nullable Object> items;
        private int at;

        Cycler(List<@Nullable Object> items) {
            this.items = items;
        }

        @Override
        public String kind() {
            return "a cycler";
        }

        @Override
        public Collection<String> names() {
            return List.of("next", "reset", "current");
        }

        @Override
        public Optional<Object> attribute(String name) {
            return name.equals("current") ? Optional.ofNullable(items.get(at)) : Optional.empty();
        }

        @Override
        public @Nullable Object call(String method, Arguments arguments) {
            Object current = items.get(at);
            at = method.equals("next") ? (at + 1) % items.size() : 0;
            return method.equals("next") ? current : null;
        }

        @Override
        public String str() {
            return "<cycler>";
        }
    }
}
