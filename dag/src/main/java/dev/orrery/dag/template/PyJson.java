package dev.orrery.dag.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * JSON as Python's json.dumps writes it.
 *
 * @param html whether to escape what HTML takes for markup
 * @param sorted whether to sort the keys
 * @param indent spaces before each level; below 0 for all in one line
 * @param comma between items
 * @param colon between key and value
 * @param ascii whether to escape other letters than ASCII
 */
record PyJson(boolean html, boolean sorted, int indent, String comma, String colon, boolean ascii) {
    /** As Jinja's tojson has it. */
    static PyJson html(int indent) {
        return new PyJson(true, true, indent, indent < 0 ? ", " : ",", ": ", true);
    }

    /** {@code json.dumps(obj, indent=, sort_keys=, separators=, ensure_ascii=)}. */
    static String dumps(Arguments args) {
        int indent = args.has(99, "indent") && args.value(99, "indent") != null ? (int) args.whole(99, "indent") : -1;
        List<@Nullable Object> separators = args.has(99, "separators")
                ? PyValues.items(args.value(99, "separators"))
                : List.of(indent < 0 ? ", " : ",", ": ");
        return new PyJson(
                        false,
                        PyText.truth(args.value(99, "sort_keys", false)),
                        indent,
                        PyText.str(separators.get(0)),
                        PyText.str(separators.get(1)),
                        PyText.truth(args.value(99, "ensure_ascii", true)))
                .write(args.value(0, "obj"));
    }

    String write(@Nullable Object value) {
        StringBuilder json = new StringBuilder();
        write(value, json, 1);
        return json.toString();
    }

    private void write(@Nullable Object value, StringBuilder json, int level) {
        switch (value) {
            case null -> json.append("null");
            case Undefined(TemplateException reason) -> throw reason;
            case AtRunTime later -> later.truth();
            case Boolean truth -> json.append(truth);
            case Double number ->
                json.append(
                        number.isNaN()
                                ? "NaN"
                                : number.isInfinite() ? (number > 0 ? "Infinity" : "-Infinity") : PyText.str(number));
            case Number number -> json.append(number);
            case Map<?, ?> map -> map(map, json, level);
            case List<?> items
            when !(items instanceof PyRange) -> {
                List<Runnable> parts = new ArrayList<>();
                items.forEach(item -> parts.add(() -> write(item, json, level + 1)));
                bracketed('[', ']', parts, json, level);
            }
            case String text -> quoted(text, json);
            default ->
                throw new TemplateException(
                        PyText.kind(value) + " has no form in JSON", "Make it a text with | string first.");
        }
    }

    private void map(Map<?, ?> map, StringBuilder json, int level) {
        Map<@Nullable Object, @Nullable Object> ordered = sorted ? new TreeMap<>(PythonOperators::order) : null;
        if (ordered != null) {
            ordered.putAll(map);
        }
        List<Runnable> parts = new ArrayList<>();
        (ordered == null ? map : ordered)
                .forEach((key, item) -> parts.add(() -> {
                    String name = key == null || key instanceof Boolean
                            ? new PyJson(false, false, -1, "", "", true).write(key)
                            : PyText.str(key);
                    quoted(name, json);
                    json.append(colon);
                    write(item, json, level + 1);
                }));
        bracketed('{', '}', parts, json, level);
    }

    private void bracketed(char open, char close, List<Runnable> parts, StringBuilder json, int level) {
        json.append(open);
        for (int i = 0; i < parts.size(); i++) {
            json.append(i == 0 ? "" : comma);
            line(json, level);
            parts.get(i).run();
        }
        if (!parts.isEmpty()) {
            line(json, level - 1);
        }
        json.append(close);
    }

    private void line(StringBuilder json, int level) {
        if (indent >= 0) {
            json.append('\n').append(" ".repeat(indent * level));
        }
    }

    private void quoted(String text, StringBuilder json) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean markup = html && "<>&'".indexOf(c) >= 0;
            switch (c) {
                case '"' -> json.append("\\\"");
                case '\\' -> json.append("\\\\");
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                case '\b' -> json.append("\\b");
                case '\f' -> json.append("\\f");
                default -> {
                    if (markup || c < ' ' || (ascii && c > '~' && c != 0x7f)) {
                        json.append("\\u%04x".formatted((int) c));
                    } else {
                        json.append(c);
                    }
                }
            }
        }
        json.append('"');
    }
}
