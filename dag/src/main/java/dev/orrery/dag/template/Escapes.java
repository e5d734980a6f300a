package dev.orrery.dag.template;

/** Python's escapes in the text between quotes. */
final class Escapes {
    private Escapes() {}

    static String decoded(String text) {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        StringBuilder decoded = new StringBuilder(text.length());
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c != '\\' || at == text.length()) {
                decoded.append(c);
                continue;
            }
            char escape = text.charAt(at++);
            switch (escape) {
                case '\n' -> {}
                case '\\', '\'', '"' -> decoded.append(escape);
                case 'a' -> decoded.append('\u0007');
                case 'b' -> decoded.append('\b');
                case 'f' -> decoded.append('\f');
                case 'n' -> decoded.append('\n');
                case 'r' -> decoded.append('\r');
                case 't' -> decoded.append('\t');
                case 'v' -> decoded.append('\u000b');
                case 'x' -> at = code(text, at, 2, decoded);
                case 'u' -> at = code(text, at, 4, decoded);
                case 'U' -> at = code(text, at, 8, decoded);
                case '0', '1', '2', '3', '4', '5', '6', '7' -> at = octal(text, at - 1, decoded);
                default -> decoded.append('\\').append(escape);
            }
        }
        return decoded.toString();
    }

    private static int code(String text, int at, int digits, StringBuilder decoded) {
        try {
            decoded.appendCodePoint(Integer.parseInt(text.substring(at, at + digits), 16));
            return at + digits;
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new TemplateException(
                    "the template cannot be read: an escape of " + digits + " digits has fewer",
                    "Write \\\\ for a backslash.");
        }
    }

    private static int octal(String text, int from, StringBuilder decoded) {
        int at = from;
        int code = 0;
        while (at < text.length() && at < from + 3 && text.charAt(at) >= '0' && text.charAt(at) <= '7') {
            code = code * 8 + text.charAt(at++) - '0';
        }
        decoded.append((char) code);
        return at;
    }
}
