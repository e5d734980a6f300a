package dev.orrery.kernel;

import java.io.IOException;
import java.util.Arrays;

/** One text on its way into the spool, as UTF-8. A block ends between two characters, and not between a carriage return and its line feed. */
final class SpoolWriter {
    private final Spool spool;
    private final byte[] buffer = new byte[Spool.BLOCK];
    private int filled;
    private SpooledText.Blocks blocks = new SpooledText.Blocks(new int[16], new int[16], 0);
    private long bytes;

    SpoolWriter(Spool spool) {
        this.spool = spool;
    }

    void write(byte[] from, int start, int count) throws IOException {
        int at = start;
        int end = start + count;
        while (at < end) {
            if (filled == buffer.length) {
                block(whole());
            }
            int step = Math.min(end - at, buffer.length - filled);
            System.arraycopy(from, at, buffer, filled, step);
            filled += step;
            at += step;
        }
    }

    void write(int codePoint) throws IOException {
        if (filled + 4 > buffer.length) {
            block(whole());
        }
        if (codePoint < 0x80) {
            buffer[filled++] = (byte) codePoint;
            return;
        }
        if (codePoint < 0x800) {
            buffer[filled++] = (byte) (0xC0 | (codePoint >> 6));
        } else {
            if (codePoint < 0x10000) {
                buffer[filled++] = (byte) (0xE0 | (codePoint >> 12));
            } else {
                buffer[filled++] = (byte) (0xF0 | (codePoint >> 18));
                buffer[filled++] = (byte) (0x80 | ((codePoint >> 12) & 0x3F));
            }
            buffer[filled++] = (byte) (0x80 | ((codePoint >> 6) & 0x3F));
        }
        buffer[filled++] = (byte) (0x80 | (codePoint & 0x3F));
    }

    /** @param weight of the text in the notebook's file */
    SpooledText end(long weight) throws IOException {
        if (filled > 0) {
            block(filled);
        }
        return new SpooledText(spool, blocks, bytes, weight);
    }

    /** Lets go what was written. */
    void abandon() {
        for (int i = 0; i < blocks.count(); i++) {
            spool.free(blocks.numbers()[i]);
        }
        blocks = new SpooledText.Blocks(new int[0], new int[0], 0);
    }

    /** How much of the buffer can end a block. */
    private int whole() {
        return SpooledText.boundary(buffer, filled);
    }

    private void block(int length) throws IOException {
        if (blocks.count() == blocks.numbers().length) {
            int room = Math.max(16, blocks.count() * 2);
            blocks = new SpooledText.Blocks(
                    Arrays.copyOf(blocks.numbers(), room), Arrays.copyOf(blocks.lengths(), room), blocks.count());
        }
        blocks.numbers()[blocks.count()] = spool.write(buffer, length);
        blocks.lengths()[blocks.count()] = length;
        blocks = new SpooledText.Blocks(blocks.numbers(), blocks.lengths(), blocks.count() + 1);
        System.arraycopy(buffer, length, buffer, 0, filled - length);
        filled -= length;
        bytes += length;
    }
}
