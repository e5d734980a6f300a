package dev.orrery.dag.template;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds a bracket that is never closed, which Jinjava would take for text. */
final class Brackets {
    private static final Pattern RAW =
            Pattern.compile("\\{%-?\\s*raw\\s*-?%\\}.*?\\{%-?\\s*endraw\\s*-?%\\}", Pattern.DOTALL);

    private Brackets() {}

    static void check(String template) {
        Matcher raw = RAW.matcher(template);
        int at = 0;
        while (at < template.length()) {
            int open = template.indexOf('{', at);
            if (open < 0 || open + 1 == template.length()) {
                return;
            }
            String closing = switch (template.charAt(open + 1)) {
                case '{' -> "}}";
                case '%' -> "%}";
                case '#' -> "#}";
                default -> "";
            };
            if (closing.isEmpty()) {
                at = open + 1;
            } else if (closing.equals("%}") && raw.find(open) && raw.start() == open) {
                at = raw.end();
            } else {
                at = end(template, open, closing);
            }
        }
    }

    /** The place after the closing bracket; one within quotes closes nothing. */
    private static int end(String template, int open, String closing) {
        char quote = 0;
        for (int i = open + 2; i < template.length(); i++) {
            char c = template.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (template.startsWith(closing, i)) {
                return i + 2;
            } else if ((c == '"' || c == '\'') && !closing.equals("#}")) {
                quote = c;
            }
        }
        String bracket = template.substring(open, open + 2);
        throw new TemplateException("'" + bracket + "' is never closed", "Add '" + closing + "' where it ends.");
    }
}
