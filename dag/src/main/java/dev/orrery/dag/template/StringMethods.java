package dev.orrery.dag.template;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The methods of Python's str. */
final class StringMethods {
    /** No template needs a longer text; a product of two could otherwise fill the memory. */
    static final int LONGEST = 1_000_000;

    private static final Map<String, BiFunction<String, Arguments, Object>> METHODS = Map.ofEntries(
            Map.entry("upper", (text, _) -> text.toUpperCase(Locale.ROOT)),
            Map.entry("lower", (text, _) -> text.toLowerCase(Locale.ROOT)),
            Map.entry("title", (text, _) -> title(text)),
            Map.entry("capitalize", (text, _) -> capitalize(text)),
            Map.entry("strip", (text, args) -> stripEnd(stripStart(text, args), args)),
            Map.entry("lstrip", StringMethods::stripStart),
            Map.entry("rstrip", StringMethods::stripEnd),
            Map.entry("replace", StringMethods::replace),
            Map.entry("split", StringMethods::split),
            Map.entry("rsplit", StringMethods::rsplit),
            Map.entry("splitlines", (text, _) -> text.lines().toList()),
            Map.entry("join", StringMethods::join),
            Map.entry("startswith", (text, args) -> text.startsWith(args.text(0, "prefix"))),
            Map.entry("endswith", (text, args) -> text.endsWith(args.text(0, "suffix"))),
            Map.entry("removeprefix", (text, args) -> removePrefix(text, args.text(0, "prefix"))),
            Map.entry("removesuffix", (text, args) -> removeSuffix(text, args.text(0, "suffix"))),
            Map.entry("find", (text, args) -> (long) text.indexOf(args.text(0, "sub"))),
            Map.entry("count", (text, args) -> count(text, args.text(0, "sub"))),
            Map.entry("zfill", (text, args) -> pad(text, args, '0', true)),
            Map.entry("rjust", (text, args) -> pad(text, args, ' ', true)),
            Map.entry("ljust", (text, args) -> pad(text, args, ' ', false)),
            Map.entry("isdigit", (text, _) -> !text.isEmpty() && text.chars().allMatch(Character::isDigit)),
            Map.entry("isalpha", (text, _) -> !text.isEmpty() && text.chars().allMatch(Character::isLetter)),
            Map.entry("isupper", (text, _) -> text.equals(text.toUpperCase(Locale.ROOT))),
            Map.entry("islower", (text, _) -> text.equals(text.toLowerCase(Locale.ROOT))),
            Map.entry("format", PercentFormat::braces));

    private StringMethods() {}

    static Object call(String text, String method, Arguments arguments) {
        BiFunction<String, Arguments, Object> function = METHODS.get(method);
        if (function == null) {
            throw Unknown.attribute("a text", method + "()", METHODS.keySet());
        }
        return function.apply(text, arguments);
    }

    static List<String> names() {
        return List.copyOf(METHODS.keySet());
    }

    static String title(String text) {
        StringBuilder result = new StringBuilder(text.length());
        boolean inWord = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            result.append(inWord ? Character.toLowerCase(c) : Character.toTitleCase(c));
            inWord = Character.isLetter(c);
        }
        return result.toString();
    }

    static String capitalize(String text) {
        return text.isEmpty()
                ? text
                : text.substring(0, 1).toUpperCase(Locale.ROOT)
                        + text.substring(1).toLowerCase(Locale.ROOT);
    }

    private static String characters(Arguments args) {
        return args.value(0, "chars", null) instanceof String chars ? Pattern.quote(chars) : "";
    }

    private static String stripStart(String text, Arguments args) {
        return args.has(0, "chars") ? text.replaceFirst("^[" + characters(args) + "]+", "") : text.stripLeading();
    }

    private static String stripEnd(String text, Arguments args) {
        if (!(args.value(0, "chars", null) instanceof String chars)) {
            return text.stripTrailing();
        }
        int end = text.length();
        while (end > 0 && chars.indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        return text.substring(0, end);
    }

    private static String replace(String text, Arguments args) {
        String from = args.text(0, "old");
        String to = args.text(1, "new");
        long most = args.whole(2, "count", -1);
        long found = Math.min(count(text, from), most < 0 ? Long.MAX_VALUE : most);
        limit(text.length() + found * (to.length() - (long) from.length()));
        if (most < 0) {
            return text.replace(from, to);
        }
        String result = text;
        int at = 0;
        for (long i = 0; i < found; i++) {
            int place = result.indexOf(from, at);
            result = result.substring(0, place) + to + result.substring(place + from.length());
            at = place + to.length();
        }
        return result;
    }

    private static List<String> split(String text, Arguments args) {
        int most = (int) Math.min(args.whole(1, "maxsplit", -1), 1_000_000);
        if (!(args.value(0, "sep", null) instanceof String separator)) {
            String stripped = text.strip();
            return stripped.isEmpty() ? List.of() : Arrays.asList(stripped.split("\\s+", most + 1));
        }
        if (separator.isEmpty()) {
            throw args.wrong("sep", "a text of one character or more");
        }
        return Arrays.asList(text.split(Pattern.quote(separator), most < 0 ? -1 : most + 1));
    }

    private static List<String> rsplit(String text, Arguments args) {
        List<String> parts = new ArrayList<>(split(
                text,
                new Arguments(
                        "rsplit",
                        args.positional()
                                .subList(0, Math.min(1, args.positional().size())),
                        Map.of())));
        long most = args.whole(1, "maxsplit", -1);
        String separator = args.value(0, "sep", null) instanceof String given ? given : " ";
        while (most >= 0 && parts.size() > most + 1) {
            String joined = parts.get(0) + separator + parts.get(1);
            parts.subList(0, 2).clear();
            parts.addFirst(joined);
        }
        return parts;
    }

    private static String join(String text, Arguments args) {
        if (args.value(0, "iterable") instanceof Iterable<?> items) {
            List<String> parts = new ArrayList<>();
            items.forEach(item -> parts.add(PyText.str(item)));
            return parts.stream().collect(Collectors.joining(text));
        }
        throw args.wrong("iterable", "a list");
    }

    private static String removePrefix(String text, String prefix) {
        return text.startsWith(prefix) ? text.substring(prefix.length()) : text;
    }

    private static String removeSuffix(String text, String suffix) {
        return text.endsWith(suffix) ? text.substring(0, text.length() - suffix.length()) : text;
    }

    private static long count(String text, String sub) {
        if (sub.isEmpty()) {
            return text.length() + 1L;
        }
        long count = 0;
        for (int at = text.indexOf(sub); at >= 0; at = text.indexOf(sub, at + sub.length())) {
            count++;
        }
        return count;
    }

    private static String pad(String text, Arguments args, char filler, boolean left) {
        long width = args.whole(0, "width");
        limit(width);
        String fill = args.value(1, "fillchar", null) instanceof String given ? given : String.valueOf(filler);
        String padding = fill.repeat((int) Math.max(0, width - text.length()));
        boolean signed = filler == '0' && (text.startsWith("-") || text.startsWith("+"));
        if (signed) {
            return text.charAt(0) + padding + text.substring(1);
        }
        return left ? padding + text : text + padding;
    }

    static void limit(long length) {
        if (length > LONGEST) {
            throw new TemplateException(
                    "a text grows beyond " + LONGEST + " characters", "Let the notebook make texts this long.");
        }
    }
}
