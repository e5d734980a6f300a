package dev.orrery.hub.proxy;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;

/** What a back end sends, with a buffer for its lines. Used by one thread at a time. */
final class BackendInput extends InputStream {
    private final InputStream in;
    private byte[] buffer = new byte[BackendConnection.BUFFER];
    private int position;
    private int limit;

    BackendInput(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        return position < limit || fill() ? buffer[position++] & 0xff : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (position == limit) {
            // A buffer in between would only copy.
            return in.read(bytes, offset, length);
        }
        int read = Math.min(length, limit - position);
        System.arraycopy(buffer, position, bytes, offset, read);
        position += read;
        return read;
    }

    @Override
    public int available() throws IOException {
        return limit - position + in.available();
    }

    /** A line without its end, as Latin-1. The budget is what is left of the head's size. */
    String line(int[] budget) throws IOException {
        StringBuilder before = new StringBuilder(0);
        while (true) {
            for (int i = position; i < limit; i++) {
                if (buffer[i] == '\n') {
                    String part = take(i - position, budget);
                    position++;
                    String line = before.isEmpty() ? part : before.append(part).toString();
                    return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
                }
            }
            before.append(take(limit - position, budget));
            if (!fill()) {
                throw new EOFException("the server closed the connection");
            }
        }
    }

    /** What has arrived beyond what was read; from now on only the connection itself is read. */
    byte[] release() {
        byte[] rest = java.util.Arrays.copyOfRange(buffer, position, limit);
        position = 0;
        limit = 0;
        buffer = new byte[1];
        return rest;
    }

    private String take(int length, int[] budget) throws ProtocolException {
        budget[0] -= length + 1;
        if (budget[0] < 0) {
            throw new ProtocolException("the server's header is too long");
        }
        String text = new String(buffer, position, length, StandardCharsets.ISO_8859_1);
        position += length;
        return text;
    }

    private boolean fill() throws IOException {
        position = 0;
        limit = Math.max(0, in.read(buffer));
        return limit > 0;
    }
}
