package dev.orrery.dag.export;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A Python file as it is put together: what it imports, and its lines. */
final class Source {
    private final Map<String, TreeSet<String>> imports = new TreeMap<>();
    private final StringBuilder body = new StringBuilder();

    /** The name, which the file imports. */
    Python.Code from(String module, String name) {
        imports.computeIfAbsent(module, _ -> new TreeSet<>()).add(name);
        return new Python.Code(name);
    }

    void line(String line) {
        body.append(line).append('\n');
    }

    String text(String head) {
        String lines = imports.entrySet().stream()
                .map(entry -> "from " + entry.getKey() + " import " + String.join(", ", entry.getValue()) + "\n")
                .collect(Collectors.joining());
        return head + lines + "\n" + body;
    }

    /** A call with its named arguments; those that are null are left out. */
    static final class Call {
        private final String function;
        private final Map<String, Object> arguments = new LinkedHashMap<>();
        private final Map<String, Object> each = new LinkedHashMap<>();

        Call(Python.Code function) {
            this.function = function.source();
        }

        Call with(String name, @Nullable Object value) {
            if (value != null) {
                arguments.put(name, value);
            }
            return this;
        }

        /** Makes it one call for each of several values of an argument. */
        Call forEach(String name, List<? extends @Nullable Object> values) {
            each.put(name, values);
            return this;
        }

        Call withUnless(String name, Object value, Object otherwise) {
            return value.equals(otherwise) ? this : with(name, value);
        }

        String source(String indent) {
            return each.isEmpty()
                    ? function + bracketed(arguments, indent)
                    : function + ".partial" + bracketed(arguments, indent) + ".expand" + bracketed(each, indent);
        }

        private static String bracketed(Map<String, Object> arguments, String indent) {
            return arguments.entrySet().stream()
                    .map(entry -> indent + "    " + entry.getKey() + "=" + Python.of(entry.getValue()) + ",\n")
                    .collect(Collectors.joining("", "(\n", indent + ")"));
        }
    }
}
