package dev.orrery.notebook;

import java.io.IOException;
import java.io.OutputStream;

/** Text on its way to a stream as UTF-8, through one buffer of a fixed size, however long a text is. */
final class Utf8Output {
    /** Room for the longest form of one character. */
    private static final int MARGIN = 4;

    private final OutputStream target;
    private final byte[] buffer = new byte[8192];
    private int filled;

    Utf8Output(OutputStream target) {
        this.target = target;
    }

    /** One character of ASCII. */
    void ascii(char c) throws IOException {
        room();
        buffer[filled++] = (byte) c;
    }

    /** A part of a text that is ASCII alone: copied, not encoded. */
    @SuppressWarnings("deprecation") // which it is for dropping the upper half of a character; here there is none
    void ascii(String text, int from, int to) throws IOException {
        for (int start = from; start < to; ) {
            room();
            int end = Math.min(to, start + buffer.length - filled);
            text.getBytes(start, end, buffer, filled);
            filled += end - start;
            start = end;
        }
    }

    void ascii(String text) throws IOException {
        ascii(text, 0, text.length());
    }

    void codePoint(int codePoint) throws IOException {
        room();
        if (codePoint < 0x80) {
            buffer[filled++] = (byte) codePoint;
        } else {
            wide(codePoint);
        }
    }

    private void wide(int codePoint) {
        if (codePoint < 0x800) {
            buffer[filled++] = (byte) (0xc0 | (codePoint >> 6));
        } else if (codePoint < 0x10000) {
            buffer[filled++] = (byte) (0xe0 | (codePoint >> 12));
            buffer[filled++] = (byte) (0x80 | ((codePoint >> 6) & 0x3f));
        } else {
            buffer[filled++] = (byte) (0xf0 | (codePoint >> 18));
            buffer[filled++] = (byte) (0x80 | ((codePoint >> 12) & 0x3f));
            buffer[filled++] = (byte) (0x80 | ((codePoint >> 6) & 0x3f));
        }
        buffer[filled++] = (byte) (0x80 | (codePoint & 0x3f));
    }

    private void room() throws IOException {
        if (filled > buffer.length - MARGIN) {
            flush();
        }
    }

    /** Hands everything on; the stream itself is not flushed. */
    void flush() throws IOException {
        target.write(buffer, 0, filled);
        filled = 0;
    }
}
