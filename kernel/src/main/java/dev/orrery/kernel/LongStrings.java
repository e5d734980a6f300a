package dev.orrery.kernel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A JSON text taken as it arrives. Its long strings go to the spool; what is kept is the same JSON with a mark in the place of each,
 * short enough to be parsed in memory.
 */
final class LongStrings {
    /** What may be kept. Parsed, numbers take about ten times what they take as a text. */
    static final int MOST_KEPT = 16 << 20;

    private final Spool spool;
    private final String mark;
    private final List<SpooledText> texts = new ArrayList<>();
    private byte[] kept = new byte[1 << 12];
    private int size;
    private boolean within;
    private boolean escaped;
    private int start;
    private @Nullable JsonStringDecoder decoder;
    private boolean tooMuch;

    /** @param mark what no text of the kernel's begins with; the text's number is put behind it */
    LongStrings(Spool spool, String mark) {
        this.spool = spool;
        this.mark = mark;
    }

    void take(byte[] bytes, int from, int to) throws IOException {
        int at = from;
        while (at < to && !tooMuch) {
            int end = within ? endOfString(bytes, at, to) : endOfStructure(bytes, at, to);
            if (!within) {
                keep(bytes, at, Math.min(end + 1, to));
                within = end < to;
                start = size;
            } else {
                part(bytes, at, end);
                if (end < to) {
                    close();
                    keep(bytes, end, end + 1);
                    within = false;
                }
            }
            at = end + 1;
        }
    }

    /** Whether there was too much beside the long strings; then nothing of it is to be had. */
    boolean tooMuch() {
        return tooMuch;
    }

    byte[] kept() {
        return Arrays.copyOf(kept, size);
    }

    /** In the order of their numbers. */
    List<SpooledText> texts() {
        return texts;
    }

    void abandon() {
        if (decoder != null) {
            decoder.abandon();
            decoder = null;
        }
        texts.forEach(SpooledText::letGo);
        texts.clear();
        kept = new byte[0];
        size = 0;
        tooMuch = true;
    }

    private static int endOfStructure(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] != '"') {
            at++;
        }
        return at;
    }

    private int endOfString(byte[] bytes, int from, int to) {
        boolean skip = escaped;
        int at = from;
        for (; at < to; at++) {
            byte b = bytes[at];
            if (skip) {
                skip = false;
            } else if (b == '\\') {
                skip = true;
            } else if (b == '"') {
                break;
            }
        }
        escaped = skip;
        return at;
    }

    private void part(byte[] bytes, int from, int to) throws IOException {
        if (decoder != null) {
            decoder.take(bytes, from, to);
            return;
        }
        keep(bytes, from, to);
        if (size - start > Spool.LONG) {
            decoder = new JsonStringDecoder(spool.writer());
            decoder.take(kept, start, size);
            size = start;
        }
    }

    private void close() throws IOException {
        if (decoder != null) {
            byte[] stands = (mark + texts.size()).getBytes(StandardCharsets.US_ASCII);
            texts.add(decoder.end());
            decoder = null;
            keep(stands, 0, stands.length);
        }
    }

    private void keep(byte[] bytes, int from, int to) {
        int count = to - from;
        if (size + count > MOST_KEPT) {
            abandon();
            return;
        }
        if (size + count > kept.length) {
            kept = Arrays.copyOf(kept, Math.max(size + count, kept.length * 2));
        }
        System.arraycopy(bytes, from, kept, size, count);
        size += count;
    }
}
