package dev.orrery.notebook.diff;

import java.util.Arrays;

/**
 * A text's words as sorted hashes that can be compared quickly: how alike two texts are. A word counts as often as it stands there.
 * Of a text with more than {@link #LIMIT} words the smallest hashes stand for all (A. Z. Broder's bottom-k sketch).
 */
final class Fingerprint {
    private static final int LIMIT = 512;
    /** What comes behind so many characters is not looked at: a huge text is told by its beginning. */
    private static final int MAX_LENGTH = 200_000;

    private final int[] hashes;
    private final int words;

    private Fingerprint(int[] hashes, int words) {
        this.hashes = hashes;
        this.words = words;
    }

    /** Of words, numbers, and every other character that is no white space. */
    static Fingerprint of(String text) {
        return of(text, false);
    }

    /** Of words and numbers alone: two lines of code have their punctuation in common as it is. */
    static Fingerprint ofWords(String text) {
        return of(text, true);
    }

    private static Fingerprint of(String text, boolean wordsOnly) {
        int[] found = new int[16];
        int count = 0;
        int end = Math.min(text.length(), MAX_LENGTH);
        int from = 0;
        while (from < end) {
            int to = Words.end(text, from, end);
            char first = text.charAt(from);
            if (wordsOnly ? Words.isWord(first) : !Character.isWhitespace(first)) {
                if (count == found.length) {
                    found = Arrays.copyOf(found, 2 * count);
                }
                found[count++] = hash(text, from, to);
            }
            from = to;
        }
        Arrays.sort(found, 0, count);
        return new Fingerprint(Arrays.copyOf(found, Math.min(count, LIMIT)), count);
    }

    int words() {
        return words;
    }

    boolean isEmpty() {
        return words == 0;
    }

    /** From 0, no word in common, to 1, the same words: twice the common ones over all. Two empty texts are the same. */
    double likeness(Fingerprint other) {
        if (words == 0 || other.words == 0) {
            return words == other.words ? 1 : 0;
        }
        int i = 0;
        int j = 0;
        int common = 0;
        int seen = 0;
        // Where a sketch is cut off, only what lies below its last hash can be compared.
        while (i < hashes.length && j < other.hashes.length) {
            int order = Integer.compare(hashes[i], other.hashes[j]);
            seen += order == 0 ? 2 : 1;
            common += order == 0 ? 2 : 0;
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }
        boolean whole = words <= LIMIT && other.words <= LIMIT;
        return common / (double) (whole ? words + other.words : seen);
    }

    /** The most that {@link #likeness} can be, told from the sizes alone. */
    double atMost(Fingerprint other) {
        boolean whole = words <= LIMIT && other.words <= LIMIT && words + other.words > 0;
        return whole ? 2.0 * Math.min(words, other.words) / (words + other.words) : 1;
    }

    /** Spread over the whole range, since the smallest of them stand for all. */
    private static int hash(String text, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + text.charAt(i);
        }
        hash *= 0x9E3779B9;
        return hash ^ (hash >>> 15);
    }
}
