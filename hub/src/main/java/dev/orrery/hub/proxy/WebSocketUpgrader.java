package dev.orrery.hub.proxy;

import io.helidon.http.HeaderNames;
import io.helidon.http.HttpPrologue;
import io.helidon.http.WritableHeaders;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.spi.Http1Upgrader;
import io.helidon.webserver.spi.ServerConnection;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes WebSocket requests to user servers out of HTTP and into a tunnel. */
final class WebSocketUpgrader implements Http1Upgrader {
    private static final Logger LOG = LoggerFactory.getLogger(WebSocketUpgrader.class);

    private final Target.Finder targets;
    private final TokenSwap tokens;
    private final ServerHosts hosts;

    WebSocketUpgrader(Target.Finder targets, TokenSwap tokens, ServerHosts hosts) {
        this.targets = targets;
        this.tokens = tokens;
        this.hosts = hosts;
    }

    @Override
    public String supportedProtocol() {
        return "websocket";
    }

    /** The tunnel; null where this is not for a server that is ready: then HTTP's routing says what is wrong. */
    @Override
    public @Nullable ServerConnection upgrade(
            ConnectionContext context, HttpPrologue prologue, WritableHeaders<?> headers) {
        String path = prologue.uriPath().rawPath();
        Optional<UserPath.Owner> owner = UserPath.owner(path);
        if (owner.isEmpty()
                || hosts.elsewhere(headers.first(HeaderNames.HOST).orElse(""), path)
                        .isPresent()
                || !(targets.of(owner.get().user(), owner.get().segment()) instanceof Target.Ready ready)) {
            return null;
        }
        try {
            BackendConnection backend = BackendConnection.open(ready.port());
            return new Tunnel(
                    context,
                    backend,
                    RequestHead.upgrade(
                            prologue,
                            headers,
                            context.remotePeer(),
                            context.isSecure(),
                            owner.get().swap(tokens)));
        } catch (IOException e) {
            LOG.debug("The user server on port {} cannot be reached", ready.port(), e);
            return null;
        }
    }
}
