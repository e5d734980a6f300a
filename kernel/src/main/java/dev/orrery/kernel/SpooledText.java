package dev.orrery.kernel;

import dev.orrery.notebook.LongText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import tools.jackson.databind.node.StringNode;

/**
 * A text in the spool. It is held by who was given it and by whoever calls {@link #hold}; when each has let it go, its room is
 * used for other texts, and it must not be read any more.
 */
final class SpooledText extends LongText {
    /** The file's blocks in order, and how many bytes of each; arrays may be longer than there are blocks. */
    @SuppressWarnings("ArrayRecordComponent") // never compared: a list of boxed numbers for each text would cost more
    record Blocks(int[] numbers, int[] lengths, int count) {}

    private static final long serialVersionUID = 1;

    private final transient Spool spool;
    private final transient Blocks blocks;
    private final long bytes;
    private final long weight;
    private int holders = 1;

    SpooledText(Spool spool, Blocks blocks, long bytes, long weight) {
        this.spool = spool;
        this.blocks = blocks;
        this.bytes = bytes;
        this.weight = weight;
    }

    /** The node for a string of a JSON in which marks with a number stand for long texts. */
    static StringNode standingFor(String text, String mark, List<SpooledText> texts) {
        if (text.startsWith(mark)) {
            try {
                return texts.get(Integer.parseInt(text, mark.length(), text.length(), 10));
            } catch (NumberFormatException | IndexOutOfBoundsException e) {
                // The kernel's own text, by a strange chance.
            }
        }
        return StringNode.valueOf(text);
    }

    @Override
    public long bytes() {
        return bytes;
    }

    /** What it takes in the notebook's file, in bytes. */
    long weight() {
        return weight;
    }

    SpooledText hold() {
        holders++;
        return this;
    }

    void letGo() {
        if (--holders == 0) {
            for (int i = 0; i < blocks.count(); i++) {
                spool.free(blocks.numbers()[i]);
            }
        }
    }

    /** Its beginning, up to so much weight, as a text of its own. */
    SpooledText head(long most) throws IOException {
        double share = (double) bytes / Math.max(weight, 1);
        long left = (long) (most * share);
        SpoolWriter writer = spool.writer();
        byte[] buffer = new byte[Spool.BLOCK];
        for (int i = 0; i < blocks.count() && left > 0; i++) {
            int length = blocks.lengths()[i];
            spool.read(blocks.numbers()[i], buffer, length);
            int step = left >= length ? length : boundary(buffer, (int) left);
            writer.write(buffer, 0, step);
            left = left >= length ? left - length : 0;
        }
        return writer.end(most);
    }

    @Override
    public Iterable<byte[]> utf8() {
        return Pieces::new;
    }

    /** The longest beginning that ends between two characters of UTF-8, and not behind a carriage return. */
    static int boundary(byte[] utf8, int end) {
        int lead = end - 1;
        while (lead > 0 && end - lead < 4 && (utf8[lead] & 0xC0) == 0x80) {
            lead--;
        }
        int whole = end;
        if (lead >= 0) {
            int first = utf8[lead] & 0xFF;
            int needed = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1;
            if (end - lead < needed) {
                whole = lead;
            }
        }
        if (whole > 0 && utf8[whole - 1] == '\r') {
            whole--;
        }
        return whole == 0 ? end : whole;
    }

    private final class Pieces implements Iterator<byte[]> {
        private int next;

        @Override
        public boolean hasNext() {
            return next < blocks.count();
        }

        @Override
        public byte[] next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            byte[] buffer = new byte[blocks.lengths()[next]];
            try {
                spool.read(blocks.numbers()[next], buffer, buffer.length);
            } catch (IOException e) {
                throw new UncheckedIOException("A long output cannot be read back from the temporary folder", e);
            }
            next++;
            return buffer;
        }
    }
}
