package dev.orrery.publish;

import dev.orrery.notebook.Notebook;
import dev.orrery.notebook.NotebookException;
import dev.orrery.notebook.Parameter;
import dev.orrery.notebook.Parameters;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A parameter that notebooks of a dag declare, as a form asks for it.
 *
 * @param kind {@code text}, {@code integer}, {@code number}, {@code boolean}, {@code json} for lists and the like, {@code any}
 *     where neither the type nor the default tells
 * @param type as written in the notebook; null where it names none
 * @param defaultText the default's source
 * @param help the comment behind it
 * @param notebooks that declare it; the first one's words count
 */
record DeclaredParameter(
        String name, String kind, @Nullable String type, String defaultText, String help, List<String> notebooks) {
    private static final Pattern INTEGER = Pattern.compile("[+-]?\\d[\\d_]*");
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d[\\d_]*\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
    private static final Pattern QUOTED = Pattern.compile("(?s)[rRuU]?(['\"]).*\\1");

    /** Of all notebooks of a folder that can be read, in the order of their paths. */
    static List<DeclaredParameter> of(Folder folder) {
        Map<String, DeclaredParameter> found = new LinkedHashMap<>();
        folder.files().forEach((path, content) -> {
            if (path.endsWith(".ipynb")) {
                for (Parameter parameter : declared(content)) {
                    found.merge(parameter.name(), of(parameter, path), (first, other) -> first.with(path));
                }
            }
        });
        return List.copyOf(found.values());
    }

    private static List<Parameter> declared(byte[] content) {
        try {
            return Parameters.infer(Notebook.parse(new String(content, StandardCharsets.UTF_8)));
        } catch (NotebookException e) {
            return List.of(); // A check of the folder says why; a form does without.
        }
    }

    private static DeclaredParameter of(Parameter parameter, String path) {
        return new DeclaredParameter(
                parameter.name(),
                kind(parameter.type(), parameter.defaultValue().strip()),
                parameter.type(),
                parameter.defaultValue(),
                parameter.help(),
                List.of(path));
    }

    private DeclaredParameter with(String path) {
        List<String> all = new ArrayList<>(notebooks);
        all.add(path);
        return new DeclaredParameter(name, kind, type, defaultText, help, List.copyOf(all));
    }

    static String kind(@Nullable String type, String defaultText) {
        String word = type == null ? "" : type.toLowerCase(Locale.ROOT).replaceFirst("^(typing\\.)?optional\\[", "");
        if (word.startsWith("int")) {
            return "integer";
        } else if (word.startsWith("float")) {
            return "number";
        } else if (word.startsWith("bool")) {
            return "boolean";
        } else if (word.startsWith("str")) {
            return "text";
        } else if (word.matches("(typing\\.)?(list|dict|tuple|set|sequence|mapping)\\b.*")) {
            return "json";
        } else if (!word.isEmpty()) {
            return "any";
        }
        return kindOfDefault(defaultText);
    }

    private static String kindOfDefault(String text) {
        if (text.equals("True") || text.equals("False")) {
            return "boolean";
        } else if (INTEGER.matcher(text).matches()) {
            return "integer";
        } else if (NUMBER.matcher(text).matches()) {
            return "number";
        } else if (QUOTED.matcher(text).matches()) {
            return "text";
        }
        return text.startsWith("[") || text.startsWith("{") ? "json" : "any";
    }
}
