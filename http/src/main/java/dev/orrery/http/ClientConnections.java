package dev.orrery.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.socket.SocketOptions;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Headers;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.http.WritableHeaders;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ErrorHandling;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionListener;
import io.helidon.webserver.http2.Http2Config;
import io.helidon.webserver.http2.Http2ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.util.Set;
import java.util.stream.Stream;

/** How the web server takes connections from clients, within {@link ClientLimits}. */
public final class ClientConnections {
    private static final int STREAMS = 256;
    private static final HeaderName NO_NAME = HeaderNames.create("");

    private final ClientLimits limits;

    private final TrustedProxies proxies;
    private final Refusal refusal = new Refusal(new Suspicions());

    public ClientConnections(ClientLimits limits, TrustedProxies proxies) {
        this.limits = limits;
        this.proxies = proxies;
    }

    /** Sets a server up so that the limits hold for the connections of {@link #bounded}. */
    public void configure(WebServerConfig.Builder web) {
        DirectHandlers.Builder refusals = DirectHandlers.builder();
        Stream.of(DirectHandler.EventType.values()).forEach(type -> refusals.addHandler(type, refusal));
        web.protocolsDiscoverServices(false)
                // Helidon's other sockets have a buffer for each direction for as long as they are open.
                .useNio(false)
                .connectionOptions(SocketOptions.builder().tcpNoDelay(true).build())
                .idleConnectionPeriod(limits.tick())
                .errorHandling(ErrorHandling.builder().includeEntity(true).build())
                .directHandlers(refusals.build());
    }

    /** HTTP/1.1 within the limits. Whatever path a browser sends passes as it is. */
    public Http1Config http1() {
        return Http1Config.builder()
                .validatePath(false)
                .validatePrologue(false)
                .maxHeadersSize(limits.headBytes())
                .maxPrologueLength(limits.headBytes())
                .addReceiveListener(new HeadEnds(proxies))
                .addSendListener(new AnswerBegins(refusal))
                .build();
    }

    /** HTTP/2 within the limits; for connections by TLS, which say so in their handshake. */
    public ServerConnectionSelector http2() {
        Http2ConnectionSelector selector = Http2ConnectionSelector.builder()
                .http2Config(Http2Config.builder()
                        .validatePath(false)
                        .maxConcurrentStreams(STREAMS)
                        .maxHeaderListSize(limits.headBytes())
                        .build())
                .build();
        return new Bounded(selector, limits, ClientConnection.Phase.ENDLESS);
    }

    /** The same connections, each within the limits. */
    public ServerConnectionSelector bounded(ServerConnectionSelector selector) {
        return new Bounded(selector, limits, ClientConnection.Phase.IDLE);
    }

    /** Says that this connection has left HTTP/1.1: it may be silent for as long as it likes. */
    public static void endless(ConnectionContext connection) {
        if (connection instanceof ClientConnection own) {
            own.phase(ClientConnection.Phase.ENDLESS);
        }
    }

    private record Bounded(ServerConnectionSelector selector, ClientLimits limits, ClientConnection.Phase first)
            implements ServerConnectionSelector {
        // HTTP/2 is spoken only where the handshake of TLS said so: what comes without is HTTP/1.1, or nonsense.
        private boolean isNegotiated() {
            return first == ClientConnection.Phase.ENDLESS;
        }

        @Override
        public int bytesToIdentifyConnection() {
            return isNegotiated() ? 0 : selector.bytesToIdentifyConnection();
        }

        @Override
        public Support supports(BufferData data) {
            return isNegotiated() ? Support.UNSUPPORTED : selector.supports(data);
        }

        @Override
        public Set<String> supportedApplicationProtocols() {
            return selector.supportedApplicationProtocols();
        }

        @Override
        public ServerConnection connection(ConnectionContext context) {
            ClientConnection client = new ClientConnection(context, limits);
            client.phase(first);
            return new BoundedConnection(client, selector.connection(client));
        }
    }

    private record HeadEnds(TrustedProxies proxies) implements Http1ConnectionListener {
        @Override
        public void headers(ConnectionContext context, Headers headers) {
            if (context instanceof ClientConnection own) {
                own.head(headers.containsToken(HeaderValues.CONNECTION_CLOSE));
            }
            if (headers instanceof WritableHeaders<?> writable) {
                proxies.clean(context.remotePeer().host(), writable);
            }
            if (headers.contains(NO_NAME)) {
                throw RequestException.builder()
                        .type(DirectHandler.EventType.BAD_REQUEST)
                        .message("A header has no name")
                        .build();
            }
        }
    }

    private record AnswerBegins(Refusal refusal) implements Http1ConnectionListener {
        @Override
        public void status(ConnectionContext context, Status status) {
            refusal.sent(context, status);
            if (context instanceof ClientConnection own) {
                own.phase(ClientConnection.Phase.IDLE);
            }
        }
    }
}
