package dev.orrery.kernel;

import java.io.IOException;

/** What stands between the quotes of a JSON string, decoded into the spool as it arrives. Half a surrogate pair becomes a question mark. */
final class JsonStringDecoder {
    private enum State {
        TEXT,
        ESCAPE,
        HEX
    }

    private final SpoolWriter out;
    private State state = State.TEXT;
    private int unit;
    private int digits;
    private char high;
    private long extra;
    private long bytes;

    JsonStringDecoder(SpoolWriter out) {
        this.out = out;
    }

    void take(byte[] text, int from, int to) throws IOException {
        int at = from;
        while (at < to) {
            switch (state) {
                case TEXT -> {
                    int end = at;
                    while (end < to && text[end] != '\\') {
                        end++;
                    }
                    if (end > at) {
                        flush();
                        out.write(text, at, end - at);
                        bytes += end - at;
                    }
                    if (end < to) {
                        state = State.ESCAPE;
                    }
                    at = end + 1;
                }
                case ESCAPE -> escape((char) text[at++]);
                case HEX -> {
                    int digit = Character.digit((char) text[at++], 16);
                    unit = (unit << 4) | Math.max(digit, 0);
                    if (++digits == 4) {
                        state = State.TEXT;
                        unit((char) unit);
                    }
                }
            }
        }
    }

    SpooledText end() throws IOException {
        flush();
        return out.end(bytes + extra);
    }

    void abandon() {
        out.abandon();
    }

    private void escape(char c) throws IOException {
        if (c == 'u') {
            state = State.HEX;
            unit = 0;
            digits = 0;
            return;
        }
        state = State.TEXT;
        unit(
                switch (c) {
                    case 'n' -> '\n';
                    case 'r' -> '\r';
                    case 't' -> '\t';
                    case 'b' -> '\b';
                    case 'f' -> '\f';
                    default -> c;
                });
    }

    private void unit(char c) throws IOException {
        if (high != 0 && Character.isLowSurrogate(c)) {
            put(Character.toCodePoint(high, c));
            high = 0;
            return;
        }
        flush();
        if (Character.isHighSurrogate(c)) {
            high = c;
        } else {
            put(Character.isLowSurrogate(c) ? '?' : c);
        }
    }

    /** A high surrogate that nothing followed. */
    private void flush() throws IOException {
        if (high != 0) {
            high = 0;
            put('?');
        }
    }

    private void put(int codePoint) throws IOException {
        out.write(codePoint);
        bytes++;
        extra += codePoint < 0x10000 ? Weight.extra((char) codePoint) : 3;
    }
}
