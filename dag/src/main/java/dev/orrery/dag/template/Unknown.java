package dev.orrery.dag.template;

import dev.orrery.dag.Nearest;
import java.util.Collection;
import java.util.List;

/** The exceptions for names that nothing has, with the nearest that something has. */
final class Unknown {
    private static final int MOST_NAMES = 12;

    private Unknown() {}

    static TemplateException name(String name, Collection<String> known) {
        return new TemplateException("'" + name + "' is undefined", remedy(name, known));
    }

    static TemplateException attribute(String kind, String name, Collection<String> known) {
        return new TemplateException(kind + " has no '" + name + "'", remedy(name, known));
    }

    static TemplateException method(PyObject object, String name) {
        return attribute(object.kind(), name + "()", withoutCall(object.names()));
    }

    private static List<String> withoutCall(Collection<String> names) {
        return names.stream().filter(name -> !name.equals("()")).toList();
    }

    static String remedy(String name, Collection<String> known) {
        return Nearest.to(name.replace("()", ""), known)
                .map(near -> "Did you mean '" + near + "'?")
                .orElseGet(() -> known.isEmpty() ? "Remove it." : "Known: " + some(known) + ".");
    }

    private static String some(Collection<String> known) {
        List<String> sorted = known.stream().sorted().toList();
        return sorted.size() <= MOST_NAMES
                ? String.join(", ", sorted)
                : String.join(", ", sorted.subList(0, MOST_NAMES)) + ", …";
    }
}
