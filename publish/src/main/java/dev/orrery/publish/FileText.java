package dev.orrery.publish;

import dev.orrery.dag.Finding;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** A file's text, or why it is none. Windows editors' byte order marks are tolerated. */
sealed interface FileText {

    record Text(String text) implements FileText {}

    record NoText(Finding finding) implements FileText {}

    /** UTF-8, or UTF-16 that says so by its mark. */
    static FileText of(String path, byte[] bytes) {
        if (startsWith(bytes, 0xff, 0xfe)) {
            return decode(path, bytes, 2, StandardCharsets.UTF_16LE);
        }
        if (startsWith(bytes, 0xfe, 0xff)) {
            return decode(path, bytes, 2, StandardCharsets.UTF_16BE);
        }
        return decode(path, bytes, startsWith(bytes, 0xef, 0xbb, 0xbf) ? 3 : 0, StandardCharsets.UTF_8);
    }

    /** UTF-8 as it stands, a mark included: what reads the file later does not take more. */
    static FileText utf8(String path, byte[] bytes) {
        return decode(path, bytes, 0, StandardCharsets.UTF_8);
    }

    private static FileText decode(String path, byte[] bytes, int offset, Charset charset) {
        CharsetDecoder decoder = charset.newDecoder();
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(ByteBuffer.wrap(bytes, offset, bytes.length - offset), out, true);
        out.flip();
        if (!result.isError()) {
            return new Text(out.toString());
        }
        int line = 1 + Math.toIntExact(out.chars().filter(c -> c == '\n').count());
        return new NoText(new Finding(
                path,
                line,
                null,
                "this is no UTF-8 text",
                "Save the file as UTF-8; the line holds a character in another encoding.",
                Finding.Severity.ERROR));
    }

    private static boolean startsWith(byte[] bytes, int... marks) {
        for (int i = 0; i < marks.length; i++) {
            if (bytes.length <= i || (bytes[i] & 0xff) != marks[i]) {
                return false;
            }
        }
        return true;
    }
}
