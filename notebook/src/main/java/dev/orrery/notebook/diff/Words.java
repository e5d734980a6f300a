package dev.orrery.notebook.diff;

/** How a line falls into words, white space and single characters. */
final class Words {
    private Words() {}

    /** Where the piece that begins at that index ends; never between the halves of a surrogate pair. */
    static int end(String text, int from, int limit) {
        char first = text.charAt(from);
        int index = from + 1;
        if (isWord(first)) {
            while (index < limit && isWord(text.charAt(index))) {
                index++;
            }
        } else if (isBlank(first)) {
            while (index < limit && isBlank(text.charAt(index))) {
                index++;
            }
        } else if (Character.isHighSurrogate(first) && index < limit && Character.isLowSurrogate(text.charAt(index))) {
            index++;
        }
        return index;
    }

    static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || c == '_';
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }
}
