package dev.orrery.runner;

/** Text with terminal control sequences taken out, so that it reads in a log. */
final class AnsiText {
    private static final char ESCAPE = '\u001b';

    private AnsiText() {}

    static String strip(String text) {
        StringBuilder out = new StringBuilder(text.length());
        int index = 0;
        while (index < text.length()) {
            char c = text.charAt(index++);
            if (c != ESCAPE) {
                out.append(c);
            } else if (index < text.length() && text.charAt(index) == '[') {
                index++;
                // Parameters and intermediate characters, up to the final one of the sequence.
                while (index < text.length() && (text.charAt(index) < '@' || text.charAt(index) > '~')) {
                    index++;
                }
                index++;
            }
        }
        return out.toString();
    }
}
