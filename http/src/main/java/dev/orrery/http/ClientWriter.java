package dev.orrery.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataWriter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Writes to a client, and knows since when. Used by one thread at a time. */
final class ClientWriter implements DataWriter {
    // What is written at once ends within the limit where the client takes anything at all.
    private static final int PART = 16 * 1024;

    private final DataWriter inner;
    private volatile @Nullable Thread writing;
    private volatile long since;

    ClientWriter(DataWriter inner) {
        this.inner = inner;
    }

    /** The thread that has been writing one part for longer than that. */
    @Nullable
    Thread held(Duration limit) {
        Thread thread = writing;
        return thread != null && System.nanoTime() - since > limit.toNanos() ? thread : null;
    }

    @Override
    public void write(BufferData... buffers) {
        write(BufferData.create(buffers));
    }

    @Override
    public void write(BufferData buffer) {
        writeParts(buffer, false);
    }

    @Override
    public void writeNow(BufferData... buffers) {
        writeNow(BufferData.create(buffers));
    }

    @Override
    public void writeNow(BufferData buffer) {
        writeParts(buffer, true);
    }

    private void writeParts(BufferData buffer, boolean now) {
        if (buffer.available() <= PART) {
            writePart(buffer, now);
            return;
        }
        byte[] part = new byte[PART];
        while (!buffer.consumed()) {
            int length = buffer.read(part);
            writePart(BufferData.create(part, 0, length), now);
        }
    }

    private void writePart(BufferData part, boolean now) {
        since = System.nanoTime();
        writing = Thread.currentThread();
        try {
            if (now) {
                inner.writeNow(part);
            } else {
                inner.write(part);
            }
        } finally {
            writing = null;
        }
    }

    @Override
    public void flush() {
        inner.flush();
    }

    @Override
    public void close() {
        inner.close();
    }
}
