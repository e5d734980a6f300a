package dev.orrery.hub.proxy;

import dev.orrery.http.ClientConnections;
import io.helidon.http.HeaderNames;
import io.helidon.http.PathMatchers;
import io.helidon.http.Status;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** {@code /user/NAME/…}: to that user's server, and {@code /services/NAME/…}: to that service; HTTP and WebSocket. */
public final class Proxy {
    private final Target.Finder targets;
    private final TokenSwap tokens;
    private final ServerHosts hosts;
    private final BackendPool pool;
    private final HttpForwarder forwarder;
    private final UnaryOperator<String> notReadyPage;

    /** @param notReadyPage the page (HTML) that says why a server is not ready and what to do, from that in words */
    public Proxy(
            Target.Finder targets,
            TokenSwap tokens,
            ServerHosts hosts,
            InstantSource clock,
            UnaryOperator<String> notReadyPage) {
        this.targets = targets;
        this.tokens = tokens;
        this.hosts = hosts;
        this.pool = new BackendPool(clock);
        this.forwarder = new HttpForwarder(pool);
        this.notReadyPage = notReadyPage;
    }

    public void mount(HttpRouting.Builder routing) {
        routing.addFilter(hosts::filter);
        routing.route(method -> true, PathMatchers.prefix("/user"), this::handle);
        routing.route(method -> true, PathMatchers.prefix("/services"), this::handle);
    }

    /** Has a web server take its connections so that WebSockets of user servers become tunnels. */
    public void listen(WebServerConfig.Builder web, ClientConnections clients) {
        WebSocketUpgrader upgrader = new WebSocketUpgrader(targets, tokens, hosts);
        clients.configure(web);
        web.addConnectionSelector(clients.bounded(Http1ConnectionSelector.builder()
                .config(clients.http1())
                .putUpgrader("websocket", upgrader)
                .putUpgrader("WebSocket", upgrader)
                .build()));
    }

    /** Forgets the idle connections to a server that is gone. */
    public void drop(int port) {
        pool.drop(port);
    }

    private void handle(ServerRequest request, ServerResponse response) {
        // A prefix has no end of its own: "/users" is the page's.
        String decoded = request.prologue().uriPath().path();
        if (!decoded.equals("/user") && !decoded.startsWith("/user/") && !decoded.startsWith("/services/")) {
            response.next();
            return;
        }
        String path = request.prologue().uriPath().rawPath();
        Optional<UserPath.Owner> owner = UserPath.owner(path);
        if (owner.isEmpty()) {
            toHub(path, request, response);
            return;
        }
        switch (targets.of(owner.get().user(), owner.get().segment())) {
            case Target.Ready ready ->
                forwarder.forward(ready.port(), request, response, owner.get().swap(tokens));
            case Target.NotReady waiting -> page(response, 503, notReadyPage.apply(waiting.message()));
            case Target.None none -> toHub(path, request, response);
        }
    }

    private static void toHub(String path, ServerRequest request, ServerResponse response) {
        String query =
                request.prologue().hasQuery() ? "?" + request.prologue().query().rawValue() : "";
        response.status(Status.FOUND_302)
                .header(HeaderNames.LOCATION, "/hub" + path + query)
                .send();
    }

    private static void page(ServerResponse response, int status, String html) {
        response.status(Status.create(status))
                .header(HeaderNames.CONTENT_TYPE, "text/html; charset=utf-8")
                .header(HeaderNames.CACHE_CONTROL, "no-store")
                .header(HeaderNames.RETRY_AFTER, "3")
                .send(html.getBytes(StandardCharsets.UTF_8));
    }
}
