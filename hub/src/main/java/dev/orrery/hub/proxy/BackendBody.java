package dev.orrery.hub.proxy;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;

/** The body of a back end's answer without its framing. Reading throws where the back end ended before the body did. */
final class BackendBody extends InputStream {
    private enum Framing {
        LENGTH,
        CHUNKED,
        UNTIL_CLOSE
    }

    private final BackendInput in;
    private final Framing framing;
    // Of the whole body, or of the chunk that is being read.
    private long left;
    private boolean firstChunk = true;
    private boolean ended;

    private BackendBody(BackendInput in, Framing framing, long left) {
        this.in = in;
        this.framing = framing;
        this.left = left;
        this.ended = framing == Framing.LENGTH && left == 0;
    }

    static BackendBody ofLength(BackendInput in, long length) {
        return new BackendBody(in, Framing.LENGTH, length);
    }

    static BackendBody chunked(BackendInput in) {
        return new BackendBody(in, Framing.CHUNKED, 0);
    }

    static BackendBody untilClose(BackendInput in) {
        return new BackendBody(in, Framing.UNTIL_CLOSE, Long.MAX_VALUE);
    }

    /** Whether it was read to its end and the connection may take another request. */
    boolean leavesConnectionUsable() {
        return ended && framing != Framing.UNTIL_CLOSE;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (!ended && framing == Framing.CHUNKED && left == 0) {
            nextChunk();
        }
        if (ended) {
            return -1;
        }
        int read = in.read(buffer, offset, (int) Math.min(length, left));
        if (read < 0) {
            if (framing != Framing.UNTIL_CLOSE) {
                throw new EOFException("the server closed the connection within the body");
            }
            ended = true;
            return -1;
        }
        if (framing != Framing.UNTIL_CLOSE) {
            left -= read;
            ended = framing == Framing.LENGTH && left == 0;
        }
        return read;
    }

    /** What can be read without waiting. The end of a chunk alone, which is there already, is nothing to read. */
    @Override
    public int available() throws IOException {
        if (ended) {
            return 0;
        }
        boolean betweenChunks = framing == Framing.CHUNKED && left == 0;
        return betweenChunks ? Math.max(0, in.available() - "\r\n".length()) : in.available();
    }

    private void nextChunk() throws IOException {
        int[] budget = {8 * 1024};
        if (!firstChunk) {
            in.line(budget);
        }
        firstChunk = false;
        String line = in.line(budget);
        int end = line.indexOf(';');
        try {
            left = Long.parseUnsignedLong((end < 0 ? line : line.substring(0, end)).strip(), 16);
        } catch (NumberFormatException e) {
            ProtocolException error = new ProtocolException("the server sent a chunk without a length");
            error.initCause(e);
            throw error;
        }
        if (left == 0) {
            while (!in.line(budget).isEmpty()) {
                // Trailers go no further.
            }
            ended = true;
        }
    }
}
