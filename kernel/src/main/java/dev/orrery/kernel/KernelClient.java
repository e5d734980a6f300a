package dev.orrery.kernel;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The connections to one kernel. What arrives stands in one queue, which the executing thread empties. When it falls behind
 * by {@link #MAX_WAITING_KIB}, reading stops until it has caught up.
 */
final class KernelClient implements AutoCloseable {
    private static final int MAX_WAITING_KIB = 16 << 10;
    private static final Duration DRAIN_LIMIT = Duration.ofMillis(300);
    /** A kernel on Java ends 300 ms after its sockets, and more on a busy machine. */
    private static final Duration ENDING_LIMIT = Duration.ofMillis(800);

    private static final Duration CONNECT_PAUSE = Duration.ofMillis(3);

    private final KernelProcess process;
    private final MessageCodec codec;
    private final String session;
    private final AtomicLong lastId = new AtomicLong();
    private final Map<Channel, ZmtpConnection> connections = new EnumMap<>(Channel.class);
    private final LinkedBlockingQueue<KernelEvent> events = new LinkedBlockingQueue<>();
    private final Semaphore room = new Semaphore(MAX_WAITING_KIB);
    private final Spool spool;

    KernelClient(KernelProcess process, MessageCodec codec, String session, Spool spool) {
        this.spool = spool;
        this.process = process;
        this.codec = codec;
        this.session = session;
    }

    /**
     * Connects as soon as the kernel listens.
     *
     * @param deadline by {@link System#nanoTime}
     * @return false if the process ended or the time was over before
     */
    boolean connect(ConnectionFile file, long deadline) throws InterruptedException {
        for (Channel channel : Channel.values()) {
            while (!tryConnect(file, channel)) {
                if (System.nanoTime() - deadline > 0 || process.waitFor(CONNECT_PAUSE)) {
                    return false;
                }
            }
        }
        process.onExit(this::exited);
        return true;
    }

    /** Sends a request; the id is what its answers name as their parent. */
    String send(Channel channel, String type, ObjectNode content) {
        String id = session + "_" + lastId.incrementAndGet();
        ZmtpConnection connection = connections.get(channel);
        if (connection != null) {
            connection.send(codec.encode(id, type, content));
        }
        return id;
    }

    /** The next event; null when the time is over. */
    @Nullable
    KernelEvent next(Duration limit) throws InterruptedException {
        KernelEvent event = events.poll(limit.toNanos(), TimeUnit.NANOSECONDS);
        switch (event) {
            case KernelEvent.Received received -> room.release(received.weight());
            case KernelEvent.Dropped dropped -> room.release();
            case KernelEvent.Broken broken -> {}
            case KernelEvent.Died died -> {}
            case null -> {}
        }
        return event;
    }

    /** When the last byte of the kernel came, by {@link System#nanoTime}. */
    long heardAt() {
        return connections.values().stream()
                .mapToLong(ZmtpConnection::heardAt)
                .reduce((a, b) -> a - b > 0 ? a : b)
                .orElseGet(System::nanoTime);
    }

    /** Where long texts are kept. */
    Spool spool() {
        return spool;
    }

    @Override
    public void close() {
        connections.values().forEach(ZmtpConnection::close);
    }

    private boolean tryConnect(ConnectionFile file, Channel channel) {
        // Tried a hundred times while the kernel starts: to look for the file costs less than a connection that is
        // refused.
        if (file.address(channel) instanceof UnixDomainSocketAddress unix && !Files.exists(unix.getPath())) {
            return false;
        }
        try {
            // Shell and stdin have one identity, since a kernel asks for input where the request came from.
            connections.put(
                    channel,
                    ZmtpConnection.open(
                            file.address(channel),
                            channel,
                            session.getBytes(StandardCharsets.US_ASCII),
                            new Queueing(channel, file.address(channel) instanceof InetSocketAddress)));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void exited() {
        String how = "ended";
        try {
            for (ZmtpConnection connection : connections.values()) {
                // A child of the kernel may hold the other end open: the wait is bounded.
                connection.drain(DRAIN_LIMIT);
            }
            how = process.death();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            // Also when it cannot be said how it ended: somebody waits for this.
            events.add(new KernelEvent.Died(how));
        }
    }

    private final class Queueing implements ZmtpConnection.Receiver {
        private final Channel channel;
        private final boolean reachable;

        Queueing(Channel channel, boolean reachable) {
            this.channel = channel;
            this.reachable = reachable;
        }

        @Override
        public ZmtpConnection.@Nullable LongPart longPart(List<byte[]> before, long size) {
            return codec.longContent(before, spool, reachable);
        }

        @Override
        public void message(List<byte[]> parts, ZmtpConnection.@Nullable LongPart longPart)
                throws InterruptedException {
            try {
                Message message = codec.decode(parts, longPart instanceof LongContent content ? content : null);
                int weight = Math.min(MAX_WAITING_KIB, message.waitingKib());
                room.acquire(weight);
                events.add(new KernelEvent.Received(channel, message, weight));
            } catch (KernelException e) {
                room.acquire();
                events.add(new KernelEvent.Dropped(String.valueOf(e.getMessage())));
            }
        }

        @Override
        public void closed(String why) {
            if (process.isAlive()) {
                // Most often the process is about to end, which says more: give it the time to be seen as ended.
                try {
                    if (process.waitFor(ENDING_LIMIT)) {
                        return;
                    }
                } catch (InterruptedException e) {
                    return;
                }
                events.add(new KernelEvent.Broken(why));
            }
        }
    }
}
