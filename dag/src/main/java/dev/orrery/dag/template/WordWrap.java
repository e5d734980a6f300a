package dev.orrery.dag.template;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Python's textwrap, of one line, as Jinja calls it. */
final class WordWrap {
    private static final Pattern CHUNK = Pattern.compile("\\s+|\\S+");
    private static final Pattern HYPHENATED =
            Pattern.compile("\\s+|[^\\s-]*\\p{L}-(?=\\p{L})|[^\\s]+?(?=[^\\s-]\\p{L}-)|\\S+");

    private WordWrap() {}

    static List<String> lines(String text, int width, boolean longWords, boolean hyphens) {
        if (width < 1) {
            throw new TemplateException("wordwrap gets a width under 1", "Give a greater one.");
        }
        List<String> chunks = new ArrayList<>();
        Matcher matcher = (hyphens && text.contains("-") ? HYPHENATED : CHUNK).matcher(text);
        while (matcher.find()) {
            chunks.add(matcher.group());
        }
        List<String> lines = new ArrayList<>();
        int at = 0;
        while (at < chunks.size()) {
            StringBuilder line = new StringBuilder();
            if (chunks.get(at).isBlank() && !lines.isEmpty()) {
                at++;
            }
            while (at < chunks.size() && line.length() + chunks.get(at).length() <= width) {
                line.append(chunks.get(at++));
            }
            if (at < chunks.size() && chunks.get(at).length() > width) {
                at = tooLong(chunks, at, line, width, longWords);
            }
            String full = line.toString();
            if (!full.isBlank()) {
                lines.add(full.stripTrailing());
            }
        }
        return lines;
    }

    private static int tooLong(List<String> chunks, int at, StringBuilder line, int width, boolean longWords) {
        int space = width - line.length();
        if (longWords && space > 0) {
            line.append(chunks.get(at), 0, space);
            chunks.set(at, chunks.get(at).substring(space));
            return at;
        }
        if (line.isEmpty()) {
            line.append(chunks.get(at));
            return at + 1;
        }
        return at;
    }
}
