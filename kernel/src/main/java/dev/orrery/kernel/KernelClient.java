package dev.orrery.kernel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
    private static final int MAX_WAITING_KIB = 128 << 10;
    private static final Duration DRAIN_LIMIT = Duration.ofMillis(300);
    private static final Duration CONNECT_PAUSE = Duration.ofMillis(3);

    private final KernelProcess process;
    private final MessageCodec codec;
    private final String session;
    private final AtomicLong lastId = new AtomicLong();
    private final Map<Channel, ZmtpConnection> connections = new EnumMap<>(Channel.class);
    private final LinkedBlockingQueue<KernelEvent> events = new LinkedBlockingQueue<>();
    private final Semaphore room = new Semaphore(MAX_WAITING_KIB);

    KernelClient(KernelProcess process, MessageCodec codec, String session) {
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
    boolean connect(ConnectionFile file, long deadline, long maxMessageBytes) throws InterruptedException {
        for (Channel channel : Channel.values()) {
            while (!tryConnect(file, channel, maxMessageBytes)) {
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
        if (event instanceof KernelEvent.Received received) {
            room.release(received.weight());
        }
        return event;
    }

    @Override
    public void close() {
        connections.values().forEach(ZmtpConnection::close);
    }

    private boolean tryConnect(ConnectionFile file, Channel channel, long maxMessageBytes) {
        try {
            // Shell and stdin have one identity, since a kernel asks for input where the request came from.
            connections.put(
                    channel,
                    ZmtpConnection.open(
                            file.address(channel),
                            channel,
                            session.getBytes(StandardCharsets.US_ASCII),
                            maxMessageBytes,
                            new Queueing(channel)));
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

        Queueing(Channel channel) {
            this.channel = channel;
        }

        @Override
        public void message(List<byte[]> parts, boolean cut) throws InterruptedException {
            try {
                Message message = codec.decode(parts, cut);
                int weight = Math.min(MAX_WAITING_KIB, 1 + (message.size() >> 10));
                room.acquire(weight);
                events.add(new KernelEvent.Received(channel, message, weight));
            } catch (KernelException e) {
                events.add(new KernelEvent.Broken(String.valueOf(e.getMessage())));
            }
        }

        @Override
        public void closed(String why) {
            if (process.isAlive()) {
                // Most often the process is about to end, which says more: give it the time to be seen as ended.
                try {
                    if (process.waitFor(DRAIN_LIMIT)) {
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
