package dev.orrery.kernel;

import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * One ZeroMQ connection, most often a client's: ZMTP 3.0 (rfc.zeromq.org/spec/23) with the NULL mechanism, over TCP or a Unix socket.
 * A kernel's sockets have one peer each, so nothing of ZeroMQ's routing is needed. Reading and writing have a thread of
 * their own each: an interrupt of the caller must not close the channel, since the kernel has to be shut down over it.
 */
final class ZmtpConnection implements AutoCloseable {
    private static final int MORE = 1;
    private static final int LONG = 2;
    private static final int COMMAND = 4;
    private static final int MAX_COMMAND_BYTES = 1 << 16;
    private static final int MAX_FRAMES = 4096;

    /** A part that is longer is not held in memory. */
    static final int LONG_PART = 1 << 16;

    /** What the short parts of one message may have together; what comes then is passed over. */
    private static final int MAX_SHORT_PARTS = 16 << 20;

    /** Stands for a part that was passed over. */
    private static final byte[] PASSED_OVER = {};

    /** Takes what arrives, on the connection's reading thread; to block in it holds the kernel back. */
    interface Receiver {
        /**
         * A long part begins; who takes it gets its bytes as they arrive. One of a message is taken, and stands as an empty part.
         *
         * @param before the parts before it
         * @return null to have it passed over
         */
        @Nullable
        LongPart longPart(List<byte[]> before, long size);

        /** @param longPart the one that was taken, complete; null if there is none */
        void message(List<byte[]> parts, @Nullable LongPart longPart) throws InterruptedException;

        /** The last call, unless we closed. */
        void closed(String why);
    }

    /** Takes a long part. Never fails: what it cannot keep it counts as lost. */
    interface LongPart {
        void take(byte[] bytes, int from, int count);

        /** The message will not be complete. */
        void abandon();
    }

    private final SocketChannel channel;
    private volatile long heardAt = System.nanoTime();
    private final ByteBuffer in = ByteBuffer.allocate(1 << 16).flip();
    private final LinkedBlockingQueue<ByteBuffer> outgoing = new LinkedBlockingQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private final CountDownLatch greeted = new CountDownLatch(1);

    private ZmtpConnection(SocketChannel channel) {
        this.channel = channel;
    }

    /**
     * Connects; the handshake goes on by itself.
     *
     * @throws IOException if nobody listens there
     */
    static ZmtpConnection open(SocketAddress address, Channel kind, byte[] identity, Receiver receiver)
            throws IOException {
        ProtocolFamily family =
                address instanceof UnixDomainSocketAddress ? StandardProtocolFamily.UNIX : StandardProtocolFamily.INET;
        SocketChannel channel = SocketChannel.open(family);
        try {
            channel.connect(address);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        ZmtpConnection connection = over(channel, kind.socketType(), identity, receiver);
        if (kind == Channel.IOPUB) {
            // In ZMTP 3.0 a subscription is a message: 1, and the topic's prefix, here the empty one.
            connection.send(List.of(new byte[] {1}));
        }
        return connection;
    }

    /** A connection over a channel that somebody has connected; ZMTP's NULL handshake is the same from both ends. */
    static ZmtpConnection over(SocketChannel channel, String socketType, byte[] identity, Receiver receiver) {
        ZmtpConnection connection = new ZmtpConnection(channel);
        connection.outgoing.add(ready(socketType, identity));
        connection.threads.add(KernelThread.start("zmtp-write", connection::write));
        connection.threads.add(KernelThread.start("zmtp-read", () -> connection.read(receiver)));
        return connection;
    }

    /** Queues a message; never blocks. */
    void send(List<byte[]> parts) {
        int size = 0;
        for (byte[] part : parts) {
            size += part.length + 9;
        }
        ByteBuffer buffer = ByteBuffer.allocate(size);
        for (int i = 0; i < parts.size(); i++) {
            byte[] part = parts.get(i);
            int more = i + 1 < parts.size() ? MORE : 0;
            if (part.length > 255) {
                buffer.put((byte) (more | LONG)).putLong(part.length);
            } else {
                buffer.put((byte) more).put((byte) part.length);
            }
            buffer.put(part);
        }
        outgoing.add(buffer.flip());
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

    /** Waits until all that the peer sent was received, the peer having closed. */
    void drain(Duration limit) throws InterruptedException {
        threads.getLast().join(limit);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // Nothing can be lost any more.
        }
        threads.forEach(Thread::interrupt);
    }

    private void write() {
        try {
            write(greeting());
            // libzmq hangs up on a peer that goes on before it has read our greeting.
            greeted.await();
            while (true) {
                write(outgoing.take());
            }
        } catch (IOException | InterruptedException e) {
            // Closed: the reader tells.
        }
    }

    private void write(ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    private void read(Receiver receiver) {
        try {
            readGreeting();
            while (true) {
                readMessage(receiver);
            }
        } catch (EOFException e) {
            receiver.closed("closed its connection");
        } catch (IOException e) {
            if (channel.isOpen()) {
                receiver.closed("broke its connection: " + e.getMessage());
            }
        } catch (InterruptedException e) {
            // We closed.
        } catch (RuntimeException | Error e) {
            // Nobody else would hear of it, and the cell be waited for for ever.
            receiver.closed("sent what could not be taken in: " + e);
        }
    }

    private void readGreeting() throws IOException {
        byte[] greeting = take(64);
        String mechanism = new String(greeting, 12, 20, StandardCharsets.US_ASCII).replace("\0", "");
        if (greeting[0] != (byte) 0xFF || greeting[9] != 0x7F || greeting[10] < 3 || !mechanism.equals("NULL")) {
            throw new IOException("it does not speak ZMTP 3 without encryption");
        }
        greeted.countDown();
    }

    private void readMessage(Receiver receiver) throws IOException, InterruptedException {
        List<byte[]> parts = new ArrayList<>();
        LongPart taken = null;
        long total = 0;
        try {
            while (true) {
                int flags = takeByte();
                long size = (flags & LONG) != 0 ? ByteBuffer.wrap(take(8)).getLong() : takeByte();
                if (size < 0 || parts.size() > MAX_FRAMES) {
                    throw new IOException("a frame of " + size + " bytes as number " + parts.size());
                }
                if ((flags & COMMAND) != 0) {
                    readCommand(size);
                    continue;
                }
                LongPart taker = size > LONG_PART && taken == null ? receiver.longPart(parts, size) : null;
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
                if ((flags & MORE) == 0) {
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
            if (channel.read(rest) < 0) {
                throw new EOFException();
            }
        }
        while (rest.hasRemaining()) {
            fill();
            int step = Math.min(rest.remaining(), in.remaining());
            rest.put(in.slice(in.position(), step));
            in.position(in.position() + step);
        }
        return bytes;
    }

    private void pass(long size, @Nullable LongPart taker) throws IOException {
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
            in.clear();
            int read = channel.read(in);
            in.flip();
            if (read < 0) {
                throw new EOFException();
            }
            heardAt = System.nanoTime();
        }
    }

    private static ByteBuffer greeting() {
        ByteBuffer buffer = ByteBuffer.allocate(64);
        buffer.put(0, (byte) 0xFF).put(9, (byte) 0x7F).put(10, (byte) 3);
        buffer.put(12, "NULL".getBytes(StandardCharsets.US_ASCII));
        return buffer;
    }

    private static ByteBuffer ready(String socketType, byte[] identity) {
        byte[] name = "READY".getBytes(StandardCharsets.US_ASCII);
        ByteBuffer body = ByteBuffer.allocate(256);
        body.put((byte) name.length).put(name);
        property(body, "Socket-Type", socketType.getBytes(StandardCharsets.US_ASCII));
        property(body, "Identity", identity);
        body.flip();
        return ByteBuffer.allocate(body.remaining() + 2)
                .put((byte) COMMAND)
                .put((byte) body.remaining())
                .put(body)
                .flip();
    }

    private static void property(ByteBuffer body, String name, byte[] value) {
        byte[] key = name.getBytes(StandardCharsets.US_ASCII);
        body.put((byte) key.length).put(key).putInt(value.length).put(value);
    }
}
