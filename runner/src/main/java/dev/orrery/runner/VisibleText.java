package dev.orrery.runner;

/**
 * Text of a stranger for a terminal: what would steer it (escape sequences, C1 controls) or turn the order of what is read (bidirectional
 * controls) is spelled out. Tabs stay; line ends are the caller's.
 */
final class VisibleText {
    private VisibleText() {}

    static String of(String text) {
        int index = 0;
        while (index < text.length() && isPlain(text, index)) {
            index++;
        }
        if (index == text.length()) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length() + 16).append(text, 0, index);
        for (; index < text.length(); index++) {
            char c = text.charAt(index);
            if (isPlain(text, index)) {
                out.append(c);
            } else if (c < ' ' || c == 0x7f) {
                out.append('^').append((char) (c ^ 0x40));
            } else {
                out.append(String.format("\\u%04x", (int) c));
            }
        }
        return out.toString();
    }

    private static boolean isPlain(String text, int index) {
        char c = text.charAt(index);
        if (c < 0x7f) {
            return c >= ' ' || c == '\t';
        }
        if (Character.isHighSurrogate(c)) {
            return index + 1 < text.length() && Character.isLowSurrogate(text.charAt(index + 1));
        }
        if (Character.isLowSurrogate(c)) {
            return index > 0 && Character.isHighSurrogate(text.charAt(index - 1));
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
