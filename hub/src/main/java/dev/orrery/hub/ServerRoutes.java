package dev.orrery.hub;

import dev.orrery.http.Endpoint;
import dev.orrery.http.Exchange;
import dev.orrery.http.Problem;
import dev.orrery.http.Scope;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/servers}: the caller's own servers. */
public final class ServerRoutes {
    private final Servers servers;

    public ServerRoutes(Servers servers) {
        this.servers = servers;
    }

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/api/v1/servers", Scope.SERVERS, this::listServers),
                Endpoint.post("/api/v1/servers/default", Scope.SERVERS, this::startServer),
                Endpoint.delete("/api/v1/servers/default", Scope.SERVERS, this::stopServer),
                Endpoint.get("/api/v1/servers/default/log", Scope.SERVERS, this::getServerLog));
    }

    /** The problem that a {@link HubException} is to the client; null for any other. */
    public static @Nullable Problem problem(Throwable error) {
        if (!(error instanceof HubException refused)) {
            return null;
        }
        int status = switch (refused.code()) {
            case NO_SUCH_USER -> 404;
            case TOO_MANY_SERVERS -> 400;
            case SERVER_STOPPING -> 409;
        };
        String code = refused.code().name().toLowerCase(Locale.ROOT).replace('_', '-');
        return new Problem(status, code, Objects.requireNonNullElse(refused.getMessage(), code), Map.of());
    }

    private record ServersView(List<ServerView> servers) {}

    private record ServerView(
            String user,
            String name,
            String state,
            int progress,
            @Nullable String message,
            @Nullable String url,
            @Nullable Instant startedAt) {}

    private void listServers(Exchange exchange) {
        exchange.json(
                200, new ServersView(List.of(view(servers.get(exchange.user().name())))));
    }

    private void startServer(Exchange exchange) {
        exchange.json(202, view(servers.start(exchange.user().name())));
    }

    private void stopServer(Exchange exchange) {
        exchange.json(202, view(servers.stop(exchange.user().name())));
    }

    private void getServerLog(Exchange exchange) {
        String text = String.join("\n", servers.log(exchange.user().name()));
        exchange.send(200, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    private static ServerView view(UserServer server) {
        boolean alive = server.state().isAlive();
        return new ServerView(
                server.user(),
                server.name(),
                server.state().text(),
                server.progress(),
                server.message(),
                server.state() == ServerState.READY ? server.prefix() : null,
                alive ? server.startedAt() : null);
    }
}
