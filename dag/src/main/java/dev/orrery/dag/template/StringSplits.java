package dev.orrery.dag.template;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** How Python's str is split. */
final class StringSplits {
    private StringSplits() {}

    static List<String> split(String text, Arguments args) {
        long most = most(args);
        if (!(args.only("sep", "maxsplit").value(0, "sep", null) instanceof String separator)) {
            return words(text, most);
        }
        List<String> parts = new ArrayList<>();
        int at = 0;
        for (int next = text.indexOf(checked(separator, args)); next >= 0 && parts.size() < most; ) {
            parts.add(text.substring(at, next));
            at = next + separator.length();
            next = text.indexOf(separator, at);
        }
        parts.add(text.substring(at));
        return parts;
    }

    static List<String> rsplit(String text, Arguments args) {
        long most = most(args);
        List<String> parts = new ArrayList<>();
        if (!(args.value(0, "sep", null) instanceof String separator)) {
            // Backwards, the words come from the end.
            for (String part : words(new StringBuilder(text).reverse().toString(), most)) {
                parts.add(new StringBuilder(part).reverse().toString());
            }
            Collections.reverse(parts);
            return parts;
        }
        int end = text.length();
        for (int last = text.lastIndexOf(checked(separator, args)); last >= 0 && parts.size() < most; ) {
            parts.add(text.substring(last + separator.length(), end));
            end = last;
            last = last == 0 ? -1 : text.lastIndexOf(separator, last - separator.length());
        }
        parts.add(text.substring(0, end));
        Collections.reverse(parts);
        return parts;
    }

    static PyTuple partition(String text, String separator, boolean last) {
        if (separator.isEmpty()) {
            throw new TemplateException("the separator is empty", "Give a text of one character or more.");
        }
        int at = last ? text.lastIndexOf(separator) : text.indexOf(separator);
        if (at < 0) {
            return last ? PyTuple.of("", "", text) : PyTuple.of(text, "", "");
        }
        return PyTuple.of(text.substring(0, at), separator, text.substring(at + separator.length()));
    }

    private static long most(Arguments args) {
        long most = args.whole(1, "maxsplit", -1);
        return most < 0 ? Long.MAX_VALUE : most;
    }

    private static String checked(String separator, Arguments args) {
        if (separator.isEmpty()) {
            throw args.wrong("sep", "a text of one character or more");
        }
        return separator;
    }

    private static List<String> words(String text, long most) {
        List<String> words = new ArrayList<>();
        String rest = text.stripLeading();
        while (!rest.isEmpty()) {
            int end = 0;
            while (end < rest.length() && !Character.isWhitespace(rest.charAt(end))) {
                end++;
            }
            if (words.size() >= most) {
                words.add(rest);
                return words;
            }
            words.add(rest.substring(0, end));
            rest = rest.substring(end).stripLeading();
        }
        return words;
    }
}
