package dev.orrery.kernel;

import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
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
    /**
     * Takes what arrives, on the connection's reading thread. To block in it holds the kernel back; but one that is not ipykernel
     * drops outputs of which a thousand or so wait.
     */
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
    private final ZmtpReader reader;
    private final LinkedBlockingQueue<ByteBuffer> outgoing = new LinkedBlockingQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private final CountDownLatch greeted = new CountDownLatch(1);

    private ZmtpConnection(SocketChannel channel) {
        this.channel = channel;
        this.reader = new ZmtpReader(channel);
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
        connection.outgoing.add(ZmtpEncoder.ready(socketType, identity));
        connection.threads.add(KernelThread.start("zmtp-write", connection::write));
        connection.threads.add(KernelThread.start("zmtp-read", () -> connection.read(receiver)));
        return connection;
    }

    /** Queues a message; never blocks. */
    void send(List<byte[]> parts) {
        outgoing.add(ZmtpEncoder.message(parts));
    }

    /** When the last byte came, by {@link System#nanoTime}. */
    long heardAt() {
        return reader.heardAt();
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
            write(ZmtpEncoder.greeting());
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
            reader.readGreeting();
            greeted.countDown();
            while (true) {
                reader.readMessage(receiver);
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
}
