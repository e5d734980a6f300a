package dev.orrery.kernel;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What comes over a ZMTP connection, read on one thread: the greeting, then messages, of which no long part is held in memory. */
final class ZmtpReader {
    private static final int MAX_COMMAND_BYTES = 1 << 16;
    private static final int MAX_FRAMES = 4096;

    /** A part that is longer is not held in memory. */
    private static final int LONG_PART = 1 << 16;

    /** What the short parts of one message may have together; what comes then is passed over. */
    private static final int MAX_SHORT_PARTS = 16 << 20;

    /** Stands for a part that was passed over. */
    private static final byte[] PASSED_OVER = {};

    private final SocketChannel channel;
    private final ByteBuffer in = ByteBuffer.allocate(1 << 16).flip();
    private volatile long heardAt = System.nanoTime();

    ZmtpReader(SocketChannel channel) {
        this.channel = channel;
    }

    /** When the last byte came, by {@link System#nanoTime}. */
    long heardAt() {
        return heardAt;
    }

    /** Whether a part that was received is not the peer's, but stands for one that was too long. */
    @SuppressWarnings("ReferenceEquality") // the peer may send an empty part, too
    static boolean isPassedOver(byte[] part) {
        return part == PASSED_OVER;
    }

    /** @throws IOException if it is none, or one of a peer that we cannot speak with */
    void readGreeting() throws IOException {
        byte[] greeting = take(64);
        String mechanism = new String(greeting, 12, 20, StandardCharsets.US_ASCII).replace("\0", "");
        if (greeting[0] != (byte) 0xFF || greeting[9] != 0x7F || greeting[10] < 3 || !mechanism.equals("NULL")) {
            throw new IOException("it does not speak ZMTP 3 without encryption");
        }
    }

    /** Reads one message and hands it over; commands that come before it are dealt with. */
    void readMessage(ZmtpConnection.Receiver receiver) throws IOException, InterruptedException {
        List<byte[]> parts = new ArrayList<>();
        ZmtpConnection.LongPart taken = null;
        long total = 0;
        try {
            while (true) {
                int flags = takeByte();
                long size = (flags & ZmtpEncoder.LONG) != 0
                        ? ByteBuffer.wrap(take(8)).getLong()
                        : takeByte();
                if (size < 0 || parts.size() > MAX_FRAMES) {
                    throw new IOException("a frame of " + size + " bytes as number " + parts.size());
                }
                if ((flags & ZmtpEncoder.COMMAND) != 0) {
                    readCommand(size);
                    continue;
                }
                ZmtpConnection.LongPart taker =
                        size > LONG_PART && taken == null ? receiver.longPart(parts, size) : null;
                if (taker != null) {
                    taken = taker;
                    pass(size, taker);
                    parts.add(new byte[0]);
                } else if (total + size > MAX_SHORT_PARTS) {
                    pass(size, null);
                    parts.add(PASSED_OVER);
                } else {
                    total += size;
                    parts.add(take((int) size));
                }
                if ((flags & ZmtpEncoder.MORE) == 0) {
                    break;
                }
            }
        } catch (IOException e) {
            if (taken != null) {
                taken.abandon();
            }
            throw e;
        }
        receiver.message(parts, taken);
    }

    private void readCommand(long size) throws IOException {
        if (size < 1 || size > MAX_COMMAND_BYTES) {
            throw new IOException("a command of " + size + " bytes");
        }
        byte[] body = take((int) size);
        String name = new String(body, 1, Math.clamp(body.length - 1, 0, body[0]), StandardCharsets.US_ASCII);
        if (name.equals("ERROR")) {
            throw new IOException("the kernel refused the connection");
        }
    }

    private int takeByte() throws IOException {
        fill();
        return in.get() & 0xFF;
    }

    private byte[] take(int size) throws IOException {
        byte[] bytes = new byte[size];
        int have = Math.min(size, in.remaining());
        in.get(bytes, 0, have);
        ByteBuffer rest = ByteBuffer.wrap(bytes, have, size - have);
        while (rest.remaining() >= in.capacity()) {
            receive(rest);
        }
        while (rest.hasRemaining()) {
            fill();
            int step = Math.min(rest.remaining(), in.remaining());
            rest.put(in.slice(in.position(), step));
            in.position(in.position() + step);
        }
        return bytes;
    }

    private void pass(long size, ZmtpConnection.@Nullable LongPart taker) throws IOException {
        long left = size;
        while (left > 0) {
            fill();
            int step = (int) Math.min(left, in.remaining());
            if (taker != null) {
                taker.take(in.array(), in.arrayOffset() + in.position(), step);
            }
            in.position(in.position() + step);
            left -= step;
        }
    }

    private void fill() throws IOException {
        if (!in.hasRemaining()) {
            receive(in.clear());
            in.flip();
        }
    }

    private void receive(ByteBuffer buffer) throws IOException {
        if (channel.read(buffer) < 0) {
            throw new EOFException();
        }
        heardAt = System.nanoTime();
    }
}
