package dev.orrery.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.ProxyProtocolData;
import io.helidon.webserver.Router;
import io.helidon.webserver.ServerConnectionException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/** A client's connection that knows since when a thread waits for the client. Read by one thread at a time. */
final class ClientConnection implements ConnectionContext {
    /** What is read next. */
    enum Phase {
        IDLE,
        HEAD,
        BODY,
        ENDLESS
    }

    private final ConnectionContext inner;
    private final ClientLimits limits;
    private final DataReader reader;
    private final ClientWriter writer;
    private volatile Phase phase = Phase.IDLE;
    private volatile long headSince;
    private volatile long readSince;
    private volatile @Nullable Thread reading;
    private volatile boolean closes;

    ClientConnection(ConnectionContext inner, ClientLimits limits) {
        this.inner = inner;
        this.limits = limits;
        this.reader = DataReader.create(this::read);
        this.writer = new ClientWriter(inner.dataWriter());
    }

    void phase(Phase next) {
        if (phase != Phase.ENDLESS) {
            phase = next;
        }
    }

    /** To be told of each request's head: whether the client wants the connection closed after the answer. */
    void head(boolean closesAfter) {
        closes = closesAfter;
        phase(Phase.BODY);
    }

    /** The thread that has waited for the client for longer than it may. */
    @Nullable
    Thread held() {
        Thread thread = reading;
        Duration limit = readLimit();
        long since = phase == Phase.HEAD ? headSince : readSince;
        boolean isLate = limit != null && System.nanoTime() - since > limit.toNanos();
        return thread != null && isLate ? thread : writer.held(limits.write());
    }

    private @Nullable Duration readLimit() {
        return switch (phase) {
            case IDLE -> limits.idle();
            case HEAD -> limits.head();
            case BODY -> limits.read();
            case ENDLESS -> null;
        };
    }

    private byte @Nullable [] read() {
        if (closes && phase == Phase.IDLE) {
            return null;
        }
        readSince = System.nanoTime();
        reading = Thread.currentThread();
        try {
            return arrived(next());
        } finally {
            reading = null;
        }
    }

    private byte @Nullable [] next() {
        if (inner.dataReader().available() > 0) {
            // Read to find out which protocol it is.
            BufferData first = inner.dataReader().readBuffer();
            byte[] bytes = new byte[first.available()];
            first.read(bytes);
            return bytes;
        }
        while (true) {
            try {
                return inner.serverSocket().get();
            } catch (UncheckedIOException e) {
                if (!(e.getCause() instanceof SocketTimeoutException)) {
                    throw new ServerConnectionException("the client's connection broke, or it was silent too long", e);
                }
            }
        }
    }

    private byte @Nullable [] arrived(byte @Nullable [] bytes) {
        if (bytes != null && phase == Phase.IDLE) {
            headSince = System.nanoTime();
            phase = Phase.HEAD;
        }
        return bytes;
    }

    @Override
    public DataReader dataReader() {
        return reader;
    }

    @Override
    public DataWriter dataWriter() {
        return writer;
    }

    @Override
    public ListenerContext listenerContext() {
        return inner.listenerContext();
    }

    @Override
    public ExecutorService executor() {
        return inner.executor();
    }

    @Override
    public Router router() {
        return inner.router();
    }

    @Override
    public Optional<ProxyProtocolData> proxyProtocolData() {
        return inner.proxyProtocolData();
    }

    @Override
    public HelidonSocket serverSocket() {
        return inner.serverSocket();
    }

    @Override
    public PeerInfo remotePeer() {
        return inner.remotePeer();
    }

    @Override
    public PeerInfo localPeer() {
        return inner.localPeer();
    }

    @Override
    public boolean isSecure() {
        return inner.isSecure();
    }

    @Override
    public String socketId() {
        return inner.socketId();
    }

    @Override
    public String childSocketId() {
        return inner.childSocketId();
    }
}
