package dev.orrery.runner;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Fills a path's {@code {name}} fields in, as Python's {@code str.format} does with papermill's parameters. */
final class PathTemplate {
    private final String template;
    private final Map<String, ? extends @Nullable Object> values;
    private int index;

    private PathTemplate(String template, Map<String, ? extends @Nullable Object> values) {
        this.template = template;
        this.values = values;
    }

    /** @throws RunException for an unknown name or a field that is not understood */
    static String fill(String template, Map<String, ? extends @Nullable Object> values) {
        return isTemplate(template) ? new PathTemplate(template, values).fill(2) : template;
    }

    static boolean isTemplate(String text) {
        return text.indexOf('{') >= 0 || text.indexOf('}') >= 0;
    }

    /** @param depth how deep fields may stand in each other: a format specification may hold some */
    private String fill(int depth) {
        if (depth == 0) {
            throw bad("fields stand too deep in each other");
        }
        StringBuilder out = new StringBuilder();
        while (index < template.length()) {
            char c = template.charAt(index++);
            boolean doubled = index < template.length() && template.charAt(index) == c;
            if ((c == '{' || c == '}') && doubled) {
                out.append(c);
                index++;
            } else if (c == '{') {
                out.append(field(depth));
            } else if (c == '}') {
                throw bad("single '}' encountered; write '}}' for a brace");
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    /** From behind the opening brace to behind the closing one. */
    private String field(int depth) {
        int start = index;
        char end = name();
        String name = template.substring(start, index - 1);
        String conversion = "";
        if (end == '!') {
            conversion = conversion();
            end = next("end of string while looking for conversion specifier");
            if (end != '}' && end != ':') {
                throw bad("expected ':' after conversion specifier");
            }
        }
        String spec = end == ':' ? spec() : "";
        if (isTemplate(spec)) {
            spec = new PathTemplate(spec, values).fill(depth - 1);
        }
        Object value = new PathField(template, values).value(name);
        return switch (conversion) {
            case "" -> PythonFormat.format(value, spec);
            case "s" -> PythonFormat.format(PythonRepr.text(value), spec);
            case "r" -> PythonFormat.format(PythonRepr.repr(value), spec);
            case "a" -> PythonFormat.format(PythonRepr.ascii(value), spec);
            default -> throw bad("unknown conversion '!" + conversion + "'");
        };
    }

    /** Passes the name and returns what ends it; inside of brackets nothing does. */
    private char name() {
        boolean bracket = false;
        while (true) {
            char c = next("expected '}' before end of string");
            switch (c) {
                case '{' -> throw bad("unexpected '{' in field name");
                case '[' -> bracket = true;
                case ']' -> bracket = false;
                case '}', ':', '!' -> {
                    if (!bracket) {
                        return c;
                    }
                }
                default -> {
                    // One more letter of the name.
                }
            }
        }
    }

    private String conversion() {
        return String.valueOf(next("end of string while looking for conversion specifier"));
    }

    private String spec() {
        int start = index;
        for (int open = 1; open > 0; ) {
            char c = next("unmatched '{' in format spec");
            open += c == '{' ? 1 : c == '}' ? -1 : 0;
        }
        return template.substring(start, index - 1);
    }

    private char next(String orElse) {
        if (index == template.length()) {
            throw bad(orElse);
        }
        return template.charAt(index++);
    }

    private RunException bad(String why) {
        return new RunException("The path template " + template + " is not understood: " + why + ".");
    }
}
