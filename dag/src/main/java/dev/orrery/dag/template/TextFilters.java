package dev.orrery.dag.template;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Jinja's filters of texts. */
final class TextFilters {
    private static final Pattern WORD_BEGINNING = Pattern.compile("([-\\s({\\[<]+)|([^-\\s({\\[<]+)");
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}\\p{Mn}_]+");

    private TextFilters() {}

    static void addTo(Map<String, Filters.Filter> all) {
        Filters.put(all, "string", List.of(), (value, _) -> PyText.str(value));
        for (String same : List.of("upper", "lower", "capitalize")) {
            Filters.put(all, same, List.of(), (value, args) -> StringMethods.call(PyText.str(value), same, args));
        }
        Filters.put(all, "title", List.of(), (value, _) -> title(PyText.str(value)));
        Filters.put(
                all, "trim", List.of("chars"), (value, args) -> StringMethods.call(PyText.str(value), "strip", args));
        Filters.put(all, "replace", List.of("old", "new", "count"), TextFilters::replaced);
        Filters.put(
                all,
                "center",
                List.of("width"),
                (value, args) -> StringMethods.centered(PyText.str(value), args.whole(0, "width", 80), " "));
        Filters.put(all, "indent", List.of("width", "first", "blank"), TextFilters::indented);
        Filters.put(all, "truncate", List.of("length", "killwords", "end", "leeway"), TextFilters::truncated);
        Filters.put(
                all,
                "wordwrap",
                List.of("width", "break_long_words", "wrapstring", "break_on_hyphens"),
                TextFilters::wrapped);
        Filters.put(
                all,
                "wordcount",
                List.of(),
                (value, _) -> WORD.matcher(PyText.str(value)).results().count());
        all.put("format", new Filters.Filter(null, (value, args) -> {
            if (!args.named().isEmpty() && !args.positional().isEmpty()) {
                throw new TemplateException("format gets values both by place and by name", "Use one of them.");
            }
            return PercentFormat.percent(
                    PyText.str(value), args.named().isEmpty() ? new PyTuple(args.positional()) : args.named());
        }));
        Filters.put(all, "escape", List.of(), (value, _) -> escaped(PyText.str(value)));
        Filters.put(all, "forceescape", List.of(), (value, _) -> escaped(PyText.str(value)));
        Filters.put(all, "safe", List.of(), (value, _) -> PyText.str(value));
        Filters.put(
                all,
                "striptags",
                List.of(),
                (value, _) -> PyText.str(value)
                        .replaceAll("(?s)<!--.*?-->", "")
                        .replaceAll("(?s)<[^>]*>", "")
                        .strip()
                        .replaceAll("\\s+", " "));
        Filters.put(all, "urlencode", List.of(), (value, _) -> urlEncoded(value));
        Filters.put(all, "xmlattr", List.of("autospace"), TextFilters::attributes);
    }

    private static String title(String text) {
        StringBuilder result = new StringBuilder();
        Matcher matcher = WORD_BEGINNING.matcher(text);
        while (matcher.find()) {
            String part = matcher.group();
            result.append(part.substring(0, 1).toUpperCase(Locale.ROOT))
                    .append(part.substring(1).toLowerCase(Locale.ROOT));
        }
        return result.toString();
    }

    private static String replaced(@Nullable Object value, Arguments args) {
        Object count = args.value(2, "count", null);
        Arguments texts = Arguments.of(
                "replace",
                PyText.str(args.value(0, "old")),
                PyText.str(args.value(1, "new")),
                count == null ? (Object) Long.valueOf(-1) : count);
        return PyText.str(StringMethods.call(PyText.str(value), "replace", texts));
    }

    private static String indented(@Nullable Object value, Arguments args) {
        Object width = args.value(0, "width", 4L);
        String space = width instanceof String text ? text : " ".repeat((int) args.whole(0, "width", 4));
        List<String> lines = StringMethods.lines(PyText.str(value) + "\n", false);
        boolean blank = PyText.truth(args.value(2, "blank", false));
        StringBuilder text = new StringBuilder(PyText.truth(args.value(1, "first", false)) ? space : "");
        for (int i = 0; i < lines.size(); i++) {
            boolean spaced = i > 0 && (blank || !lines.get(i).isEmpty());
            text.append(i == 0 ? "" : "\n").append(spaced ? space : "").append(lines.get(i));
        }
        return text.toString();
    }

    private static String truncated(@Nullable Object value, Arguments args) {
        String text = PyText.str(value);
        int length = (int) args.whole(0, "length", 255);
        String end = args.text(2, "end", "...");
        long leeway = args.value(3, "leeway", null) == null ? 5 : args.whole(3, "leeway");
        if (length < end.length() || leeway < 0) {
            throw new TemplateException("truncate gets a length shorter than its end", "Give a greater length.");
        }
        if (text.length() <= length + leeway) {
            return text;
        }
        String cut = text.substring(0, length - end.length());
        int space = cut.lastIndexOf(' ');
        boolean words = !PyText.truth(args.value(1, "killwords", false)) && space >= 0;
        return (words ? cut.substring(0, space) : cut) + end;
    }

    private static String wrapped(@Nullable Object value, Arguments args) {
        int width = (int) args.whole(0, "width", 79);
        boolean longWords = PyText.truth(args.value(1, "break_long_words", true));
        String newline = args.value(2, "wrapstring", null) instanceof String given ? given : "\n";
        boolean hyphens = PyText.truth(args.value(3, "break_on_hyphens", true));
        return StringMethods.lines(PyText.str(value), false).stream()
                .map(line -> String.join(newline, WordWrap.lines(line, width, longWords, hyphens)))
                .collect(Collectors.joining(newline));
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace(">", "&gt;")
                .replace("<", "&lt;")
                .replace("'", "&#39;")
                .replace("\"", "&#34;");
    }

    private static String urlEncoded(@Nullable Object value) {
        if (!(value instanceof Map) && !(value instanceof List)) {
            return encoded(PyText.str(value), true);
        }
        List<String> parts = new ArrayList<>();
        for (Object pair : value instanceof Map<?, ?> map ? MapMethods.entries(map) : PyValues.items(value)) {
            List<@Nullable Object> both = PyValues.items(pair);
            if (both.size() != 2) {
                throw new TemplateException("urlencode gets a list that is none of pairs", "Give a mapping.");
            }
            parts.add(encoded(PyText.str(both.get(0)), false) + "=" + encoded(PyText.str(both.get(1)), false));
        }
        return String.join("&", parts);
    }

    private static String encoded(String text, boolean path) {
        String encoded = URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("*", "%2A")
                .replace("%7E", "~");
        return path ? encoded.replace("+", "%20").replace("%2F", "/") : encoded;
    }

    private static String attributes(@Nullable Object value, Arguments args) {
        if (!(value instanceof Map<?, ?> map)) {
            throw new TemplateException(PyText.kind(value) + " has no entries", "Use xmlattr on a mapping.");
        }
        List<String> parts = new ArrayList<>();
        map.forEach((key, item) -> {
            String name = PyText.str(key);
            if (item != null && !(item instanceof Undefined)) {
                if (name.matches("(?s).*[\\s/>=].*")) {
                    throw new TemplateException("'" + name + "' is no name of an attribute", "Remove it.");
                }
                parts.add(escaped(name) + "=\"" + escaped(PyText.str(item)) + "\"");
            }
        });
        boolean space = PyText.truth(args.value(0, "autospace", true)) && !parts.isEmpty();
        return (space ? " " : "") + String.join(" ", parts);
    }
}
