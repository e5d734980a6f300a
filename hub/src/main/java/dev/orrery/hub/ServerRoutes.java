package dev.orrery.hub;

import dev.orrery.http.Endpoint;
import dev.orrery.http.Exchange;
import dev.orrery.http.Problem;
import dev.orrery.http.Scope;
import dev.orrery.identity.audit.AuditLog;
import dev.orrery.identity.audit.AuditQuery;
import dev.orrery.identity.audit.AuditResult;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** {@code /api/v1/servers}: the caller's own servers. */
public final class ServerRoutes {
    private static final String SERVER = "/api/v1/servers/{server}";
    private static final int MOST_LETTERS = 200;
    private static final long KEPT_HOURS = 8;

    private static final int MOST_VISITS = 5;

    private final Servers servers;
    private final AuditLog audit;
    private final InstantSource clock;

    public ServerRoutes(Servers servers, AuditLog audit, InstantSource clock) {
        this.servers = servers;
        this.audit = audit;
        this.clock = clock;
    }

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/api/v1/servers", Scope.SERVERS, this::listServers),
                Endpoint.post(SERVER, Scope.SERVERS, this::startServer),
                Endpoint.delete(SERVER, Scope.SERVERS, this::stopServer),
                Endpoint.patch(SERVER, Scope.SERVERS, this::updateServer),
                Endpoint.post(SERVER + "/keep", Scope.SERVERS, this::keepServer),
                Endpoint.get(SERVER + "/log", Scope.SERVERS, this::getServerLog));
    }

    /** The problem that a {@link HubException} is to the client; null for any other. */
    public static @Nullable Problem problem(Throwable error) {
        if (!(error instanceof HubException refused)) {
            return null;
        }
        int status = switch (refused.code()) {
            case NO_SUCH_USER -> 404;
            case TOO_MANY_SERVERS, BAD_OPTIONS -> 400;
            case SERVER_STOPPING, ELSEWHERE -> 409;
        };
        String code = refused.code().name().toLowerCase(Locale.ROOT).replace('_', '-');
        return new Problem(status, code, Objects.requireNonNullElse(refused.getMessage(), code), Map.of());
    }

    private record ServersView(List<ServerView> servers) {}

    private record ServerView(
            String user,
            String name,
            String displayName,
            String state,
            int progress,
            @Nullable String message,
            @Nullable String url,
            @Nullable Instant startedAt,
            @Nullable Instant lastActivity,
            @Nullable Instant stopsAt,
            @Nullable String stopsAfter,
            boolean canKeep,
            List<Visit> visits) {}

    /** Somebody else opened it. */
    private record Visit(String name, Instant at) {}

    private record Nickname(@Nullable String displayName) {}

    private void listServers(Exchange exchange) {
        String user = exchange.user().name();
        List<ServerView> all = new ArrayList<>(List.of(view(servers.get(user))));
        servers.of(user).stream()
                .filter(server -> !server.key().isDefault())
                .map(this::view)
                .forEach(all::add);
        exchange.json(200, new ServersView(all));
    }

    private void startServer(Exchange exchange) {
        ServerName name = name(exchange);
        String options = HubBody.object(exchange).map(JsonNode::toString).orElse("{}");
        exchange.json(202, view(servers.start(name, options)));
    }

    /** A named one that does not run is forgotten. */
    private void stopServer(Exchange exchange) {
        ServerName name = known(exchange);
        UserServer server = servers.stop(name);
        if (!name.isDefault()
                && !server.state().isAlive()
                && exchange.query("remove").isPresent()) {
            servers.definitions().forget(name);
        }
        exchange.json(202, view(server));
    }

    /** Makes a named server where there is none, and gives it a nickname. */
    private void updateServer(Exchange exchange) {
        ServerName name = name(exchange);
        String nickname = Objects.requireNonNullElse(
                        exchange.body(Nickname.class).displayName(), "")
                .strip();
        if (nickname.length() > MOST_LETTERS) {
            throw Problem.badRequest("bad-name", "A server's nickname has at most " + MOST_LETTERS + " letters.");
        }
        exchange.json(200, view(servers.definitions().define(name, nickname)));
    }

    private void keepServer(Exchange exchange) {
        ServerName name = known(exchange);
        long most = Culling.MOST_KEPT.toHours();
        long hours = HubBody.object(exchange)
                .map(body -> body.path("hours").asLong(KEPT_HOURS))
                .orElse(KEPT_HOURS);
        if (hours < 1 || hours > most) {
            throw Problem.badRequest("bad-hours", "A server may be kept for 1 to " + most + " hours from now.");
        }
        if (servers.get(name).state() != ServerState.READY) {
            throw Problem.conflict("not-running", "Only a server that runs can be kept. Start it first.");
        }
        exchange.json(200, view(servers.keep(name, clock.instant().plus(Duration.ofHours(hours)))));
    }

    private void getServerLog(Exchange exchange) {
        String text = String.join("\n", servers.log(known(exchange)));
        exchange.send(200, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    /** The caller's own server of that name; the path calls the one without a name "default". */
    private static ServerName name(Exchange exchange) {
        String name = exchange.path("server");
        if (!ServerName.isValid(name)) {
            throw Problem.badRequest(
                    "bad-name",
                    "A server's name is of up to 63 letters, digits, '-', '_', '.', and begins with a letter or digit.");
        }
        return new ServerName(exchange.user().name(), name.equals("default") ? "" : name);
    }

    private ServerName known(Exchange exchange) {
        ServerName name = name(exchange);
        if (servers.find(name).isEmpty()) {
            throw Problem.notFound("You have no server '" + name.name() + "'.");
        }
        return name;
    }

    private ServerView view(UserServer server) {
        boolean alive = server.state().isAlive();
        Optional<Culling.Due> idle = servers.culling().due(server);
        Optional<Culling.Due> full =
                servers.stopsForQuota(server).map(at -> new Culling.Due(at, "home folder over its quota"));
        Optional<Culling.Due> due =
                Stream.of(full, idle).flatMap(Optional::stream).min(Comparator.comparing(Culling.Due::at));
        return new ServerView(
                server.user(),
                server.name(),
                server.displayName(),
                server.state().text(),
                server.progress(),
                server.message(),
                server.state() == ServerState.READY ? servers.hosts().url(server.user(), server.prefix()) : null,
                alive ? server.startedAt() : null,
                alive ? server.lastActivity() : null,
                due.map(Culling.Due::at).orElse(null),
                due.map(Culling.Due::why).orElse(null),
                due.isPresent() && due.equals(idle),
                alive ? visits(server) : List.of());
    }

    /** Who opened it that is not its owner, since it was started; the last first. */
    private List<Visit> visits(UserServer server) {
        AuditQuery opened = new AuditQuery(
                null, "open", server.key().text(), AuditResult.DONE, null, server.startedAt(), null, null, MOST_VISITS);
        return audit.find(opened).stream()
                .map(entry -> new Visit(entry.actor(), entry.at()))
                .toList();
    }
}
