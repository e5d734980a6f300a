package dev.orrery.dag.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The methods of Python's str. */
final class StringMethods {
    /** No template needs a longer text; a product of two could otherwise fill the memory. */
    static final int LONGEST = 1_000_000;

    private static final Pattern LINE =
            Pattern.compile("(.*?)(?:\\r\\n|[\\n\\r\\u000b\\f\\u001c-\\u001e\\u0085\\u2028\\u2029]|$)", Pattern.DOTALL);
    private static final Map<String, BiFunction<String, Arguments, Object>> METHODS = Map.ofEntries(
            Map.entry("upper", (text, args) -> none(args, text.toUpperCase(Locale.ROOT))),
            Map.entry("lower", (text, args) -> none(args, text.toLowerCase(Locale.ROOT))),
            Map.entry("casefold", (text, _) -> text.toLowerCase(Locale.ROOT).replace("ß", "ss")),
            Map.entry("swapcase", (text, _) -> swapped(text)),
            Map.entry("title", (text, _) -> title(text)),
            Map.entry("capitalize", (text, _) -> capitalize(text)),
            Map.entry("strip", (text, args) -> stripEnd(stripStart(text, args), args)),
            Map.entry("lstrip", StringMethods::stripStart),
            Map.entry("rstrip", StringMethods::stripEnd),
            Map.entry("replace", StringMethods::replace),
            Map.entry("split", StringSplits::split),
            Map.entry("rsplit", StringSplits::rsplit),
            Map.entry("splitlines", (text, args) -> lines(text, PyText.truth(args.value(0, "keepends", false)))),
            Map.entry("partition", (text, args) -> StringSplits.partition(text, args.text(0, "sep"), false)),
            Map.entry("rpartition", (text, args) -> StringSplits.partition(text, args.text(0, "sep"), true)),
            Map.entry("join", StringMethods::join),
            Map.entry("startswith", (text, args) -> affix(part(text, args, 1), args, true)),
            Map.entry("endswith", (text, args) -> affix(part(text, args, 1), args, false)),
            Map.entry("removeprefix", (text, args) -> removePrefix(text, args.text(0, "prefix"))),
            Map.entry("removesuffix", (text, args) -> removeSuffix(text, args.text(0, "suffix"))),
            Map.entry("find", (text, args) -> found(text, args, false, false)),
            Map.entry("rfind", (text, args) -> found(text, args, true, false)),
            Map.entry("index", (text, args) -> found(text, args, false, true)),
            Map.entry("rindex", (text, args) -> found(text, args, true, true)),
            Map.entry("count", (text, args) -> count(part(text, args, 1), args.text(0, "sub"))),
            Map.entry("center", (text, args) -> centered(text, args.whole(0, "width"), args.text(1, "fillchar", " "))),
            Map.entry("zfill", (text, args) -> pad(text, args, '0', true)),
            Map.entry("rjust", (text, args) -> pad(text, args, ' ', true)),
            Map.entry("ljust", (text, args) -> pad(text, args, ' ', false)),
            Map.entry("translate", StringMethods::translated),
            Map.entry("expandtabs", (text, args) -> expanded(text, args.whole(0, "tabsize", 8))),
            Map.entry("isdigit", (text, _) -> all(text, Character::isDigit)),
            Map.entry("isdecimal", (text, _) -> all(text, Character::isDigit)),
            Map.entry("isnumeric", (text, _) -> all(text, Character::isDigit)),
            Map.entry("isalpha", (text, _) -> all(text, Character::isLetter)),
            Map.entry("isalnum", (text, _) -> all(text, Character::isLetterOrDigit)),
            Map.entry("isspace", (text, _) -> all(text, Character::isWhitespace)),
            Map.entry("isascii", (text, _) -> text.chars().allMatch(c -> c < 128)),
            Map.entry("isidentifier", (text, _) -> text.matches("[\\p{L}_][\\p{L}\\p{N}_]*")),
            Map.entry(
                    "istitle",
                    (text, _) -> text.chars().anyMatch(Character::isLetter)
                            && title(text).equals(text)),
            Map.entry("isupper", (text, _) -> isCase(text, true)),
            Map.entry("islower", (text, _) -> isCase(text, false)),
            Map.entry("format", BraceFormat::format));

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
            result.append(inWord ? Character.toString(Character.toLowerCase(c)) : titled(c));
            inWord = Character.isLetter(c);
        }
        return result.toString();
    }

    private static String titled(char c) {
        return c == 'ß' ? "Ss" : Character.toString(Character.toTitleCase(c));
    }

    static String capitalize(String text) {
        return text.isEmpty()
                ? text
                : text.substring(0, 1).toUpperCase(Locale.ROOT)
                        + text.substring(1).toLowerCase(Locale.ROOT);
    }

    private static String none(Arguments args, String result) {
        args.only();
        return result;
    }

    static boolean isCase(String text, boolean upper) {
        return text.chars().anyMatch(Character::isLetter)
                && text.equals(upper ? text.toUpperCase(Locale.ROOT) : text.toLowerCase(Locale.ROOT));
    }

    private static boolean all(String text, IntPredicate holds) {
        return !text.isEmpty() && text.codePoints().allMatch(holds);
    }

    private static String swapped(String text) {
        StringBuilder swapped = new StringBuilder();
        text.codePoints()
                .forEach(c -> swapped.append(
                        Character.isUpperCase(c)
                                ? Character.toString(c).toLowerCase(Locale.ROOT)
                                : Character.toString(c).toUpperCase(Locale.ROOT)));
        return swapped.toString();
    }

    /** The part of the text that the arguments {@code start} and {@code end} bound. */
    private static String part(String text, Arguments args, int place) {
        Object start = args.value(place, "start", null);
        Object end = args.value(place + 1, "end", null);
        return PyText.str(Access.slice(text, start, end, null));
    }

    private static boolean affix(String text, Arguments args, boolean start) {
        Object affixes = args.value(0, start ? "prefix" : "suffix");
        List<?> several = affixes instanceof PyTuple tuple ? tuple : List.of(args.text(0, start ? "prefix" : "suffix"));
        return several.stream()
                .map(PyText::str)
                .anyMatch(affix -> start ? text.startsWith(affix) : text.endsWith(affix));
    }

    private static long found(String text, Arguments args, boolean last, boolean must) {
        String sub = args.text(0, "sub");
        long start = args.value(1, "start", null) == null ? 0 : args.whole(1, "start");
        long from = Math.clamp(start < 0 ? start + text.length() : start, 0, text.length());
        String part = part(text, args, 1);
        int at = last ? part.lastIndexOf(sub) : part.indexOf(sub);
        if (at < 0 && must) {
            throw new TemplateException("the text has no '" + sub + "'", "Test it with 'in' first.");
        }
        return at < 0 ? -1 : at + from;
    }

    private static String translated(String text, Arguments args) {
        if (!(args.value(0, "table") instanceof Map<?, ?> table)) {
            throw args.wrong("table", "a mapping");
        }
        StringBuilder translated = new StringBuilder();
        text.codePoints().forEach(c -> {
            Object to = table.containsKey((long) c) ? table.get((long) c) : Character.toString(c);
            translated.append(
                    to == null ? "" : to instanceof Long code ? Character.toString(code.intValue()) : PyText.str(to));
        });
        limit(translated.length());
        return translated.toString();
    }

    static String centered(String text, long width, String fill) {
        limit(width);
        int space = (int) Math.max(0, width - text.length());
        // As CPython does it: the odd one goes to the left where the width is odd.
        int left = space / 2 + (space & (int) width & 1);
        return fill.repeat(left) + text + fill.repeat(space - left);
    }

    private static String expanded(String text, long size) {
        StringBuilder expanded = new StringBuilder();
        int column = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\t') {
                int spaces = size <= 0 ? 0 : (int) (size - column % size);
                expanded.repeat(' ', spaces);
                column += spaces;
            } else {
                expanded.append(c);
                column = c == '\n' ? 0 : column + 1;
            }
            limit(expanded.length());
        }
        return expanded.toString();
    }

    static List<String> lines(String text, boolean ends) {
        List<String> lines = new ArrayList<>();
        Matcher matcher = LINE.matcher(text);
        while (matcher.find() && !matcher.group().isEmpty()) {
            lines.add(ends ? matcher.group() : matcher.group(1));
        }
        return lines;
    }

    private static String stripStart(String text, Arguments args) {
        if (!(args.value(0, "chars", null) instanceof String chars)) {
            return text.stripLeading();
        }
        int start = 0;
        while (start < text.length() && chars.indexOf(text.charAt(start)) >= 0) {
            start++;
        }
        return text.substring(start);
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
        StringBuilder result = new StringBuilder();
        int at = 0;
        for (long i = 0; i < found; i++) {
            int place = from.isEmpty() ? at : text.indexOf(from, at);
            result.append(text, at, place).append(to);
            at = place + from.length();
            if (from.isEmpty() && at < text.length()) {
                result.append(text.charAt(at++));
            }
        }
        return result.append(text.substring(at)).toString();
    }

    private static String join(String text, Arguments args) {
        List<String> parts = new ArrayList<>();
        for (Object item : PyValues.items(args.value(0, "iterable"))) {
            if (!(item instanceof String part)) {
                throw new TemplateException(
                        "join() meets " + PyText.kind(item) + " instead of a text", "Use the filter | join.");
            }
            parts.add(part);
        }
        return String.join(text, parts);
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
