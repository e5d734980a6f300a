package dev.orrery.notebook;

import java.io.IOException;

/** Writes a long text as {@link NotebookWriter} writes a short one, from its UTF-8 to the file's. */
final class LongTextWriter {
    /** Bytes that are written as they are, whatever stands behind them. */
    private static final boolean[] PLAIN = new boolean[256];

    /** How the three line ends begin that are not of ASCII: U+0085, U+2028, U+2029. */
    private static final int TWO_BYTES = 0xC2;

    private static final int THREE_BYTES = 0xE2;

    static {
        for (int b = ' '; b < PLAIN.length; b++) {
            PLAIN[b] = b != '"' && b != '\\' && b != TWO_BYTES && b != THREE_BYTES;
        }
    }

    private final Utf8Output out;
    private final boolean lines;
    private final int depth;
    private boolean within;
    private String separator = "[";

    /** @param lines whether it is written as an array of its lines */
    LongTextWriter(Utf8Output out, boolean lines, int depth) {
        this.out = out;
        this.lines = lines;
        this.depth = depth;
    }

    void write(LongText text) throws IOException {
        if (!lines) {
            open();
        }
        for (byte[] piece : text.utf8()) {
            for (int at = 0; at < piece.length; ) {
                open();
                int end = at;
                while (end < piece.length && PLAIN[piece[end] & 0xFF]) {
                    end++;
                }
                out.utf8(piece, at, end);
                at = end < piece.length ? special(piece, end) : end;
            }
        }
        close();
        if (lines) {
            if (separator.equals("[")) {
                out.ascii('[');
            } else {
                out.newLine(depth);
            }
            out.ascii(']');
        }
    }

    /** Writes a character that may be more than it is; returns where the next one is. */
    private int special(byte[] piece, int at) throws IOException {
        int first = piece[at] & 0xFF;
        if (first == TWO_BYTES || first == THREE_BYTES) {
            int end = Math.min(at + (first == TWO_BYTES ? 2 : 3), piece.length);
            out.utf8(piece, at, end);
            if (isLineEnd(piece, at, end)) {
                endLine();
            }
            return end;
        }
        out.escaped((char) first);
        if (first == '\r' && at + 1 < piece.length && piece[at + 1] == '\n') {
            out.escaped('\n');
            endLine();
            return at + 2;
        }
        if (PythonText.isLineEnd((char) first)) {
            endLine();
        }
        return at + 1;
    }

    private static boolean isLineEnd(byte[] piece, int at, int end) {
        return end - at == 2
                ? (piece[at + 1] & 0xFF) == 0x85
                : end - at == 3
                        && (piece[at + 1] & 0xFF) == 0x80
                        && ((piece[at + 2] & 0xFF) == 0xA8 || (piece[at + 2] & 0xFF) == 0xA9);
    }

    private void endLine() throws IOException {
        if (lines) {
            close();
        }
    }

    private void open() throws IOException {
        if (within) {
            return;
        }
        within = true;
        if (lines) {
            out.ascii(separator);
            out.newLine(depth + 1);
            separator = ",";
        }
        out.ascii('"');
    }

    private void close() throws IOException {
        if (within) {
            within = false;
            out.ascii('"');
        }
    }
}
