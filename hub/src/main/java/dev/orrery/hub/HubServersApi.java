package dev.orrery.hub;

import dev.orrery.http.Endpoint;
import dev.orrery.http.Exchange;
import dev.orrery.http.Problem;
import dev.orrery.http.Scope;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** {@code /hub/api/users/N/server} and {@code …/servers/S}: look, define, start, change and stop. */
final class HubServersApi {
    /** How long a start or a stop may take until it is answered as pending, as JupyterHub has it. */
    private static final Duration SLOW = Duration.ofSeconds(10);

    private static final Duration LOOK = Duration.ofMillis(100);

    private final HubAccess access;
    private final NamedServers names;
    private final Servers servers;
    private final InstantSource clock;

    HubServersApi(HubAccess access, NamedServers names, Servers servers, InstantSource clock) {
        this.access = access;
        this.names = names;
        this.servers = servers;
        this.clock = clock;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get(NamedServers.DEFAULT, Scope.HUB, this::get),
                Endpoint.post(NamedServers.DEFAULT, Scope.HUB, this::start),
                Endpoint.put(NamedServers.DEFAULT, Scope.HUB, this::define),
                Endpoint.patch(NamedServers.DEFAULT, Scope.HUB, this::change),
                Endpoint.delete(NamedServers.DEFAULT, Scope.HUB, this::stop),
                Endpoint.get(NamedServers.NAMED, Scope.HUB, this::get),
                Endpoint.post(NamedServers.NAMED, Scope.HUB, this::start),
                Endpoint.put(NamedServers.NAMED, Scope.HUB, this::define),
                Endpoint.patch(NamedServers.NAMED, Scope.HUB, this::change),
                Endpoint.delete(NamedServers.NAMED, Scope.HUB, this::stop),
                Endpoint.get(NamedServers.EMPTY, Scope.HUB, this::get),
                Endpoint.post(NamedServers.EMPTY, Scope.HUB, this::start),
                Endpoint.delete(NamedServers.EMPTY, Scope.HUB, this::stop));
    }

    private void get(Exchange exchange) {
        ServerName name = names.require(exchange, "read:servers");
        answer(exchange, 200, existing(name));
    }

    private void answer(Exchange exchange, int status, UserServer server) {
        boolean withState = access.of(exchange).may("admin:server_state", access.subject(server.key()));
        exchange.json(status, HubModels.server(server, withState));
    }

    private UserServer existing(ServerName name) {
        return servers.find(name)
                .orElseThrow(() -> Problem.notFound(name.user() + " has no server named '" + name.name() + "'"));
    }

    private void start(Exchange exchange) throws InterruptedException {
        ServerName name = names.require(exchange, "start:servers");
        ServerRequest request = ServerRequest.ofStart(exchange);
        NamedServers.requireValid(name);
        UserServer before = servers.get(name);
        switch (before.state()) {
            case READY -> throw Problem.badRequest("running", name.logName() + " is already running");
            case STOPPING -> throw Problem.badRequest("pending", name.logName() + " is pending stop");
            case STARTING -> {
                exchange.empty(202);
                return;
            }
            case STOPPED, FAILED -> {}
        }
        // Who says nothing gets what the server was last started or defined with.
        servers.start(name, Objects.requireNonNullElse(request.options(), before.options()));
        if (!name.isDefault()) {
            request.shown().ifPresent(shown -> servers.definitions().setDisplayName(name, shown));
        }
        UserServer now = await(name, server -> server.state() != ServerState.STARTING);
        switch (now.state()) {
            case READY -> exchange.empty(201);
            case STARTING, STOPPING -> exchange.empty(202);
            case STOPPED, FAILED ->
                throw new Problem(
                        500,
                        "spawn-failed",
                        now.message() == null ? "The server did not start." : now.message(),
                        java.util.Map.of());
        }
    }

    private void define(Exchange exchange) {
        ServerName name = names.require(exchange, "start:servers");
        if (name.isDefault()) {
            throw Problem.conflict("server-taken", "User " + name.user() + " already has a default server");
        }
        if (servers.find(name).isPresent()) {
            throw Problem.conflict("server-taken", "User " + name.user() + " already has server " + name.name());
        }
        ServerRequest request = ServerRequest.ofStart(exchange);
        NamedServers.requireValid(name);
        servers.definitions().define(name, request.shown().orElse(name.name()));
        if (request.options() != null) {
            servers.definitions().setOptions(name, request.options());
        }
        answer(exchange, 201, servers.get(name));
    }

    /** A server that has no process is called otherwise, or started with other options the next time. */
    private void change(Exchange exchange) {
        ServerName name = names.require(exchange, "start:servers");
        ServerRequest request = ServerRequest.ofChange(exchange);
        UserServer server = existing(name);
        if (server.state().isAlive()) {
            throw Problem.badRequest("running", name.logName() + " is active. Please stop it before modifying it.");
        }
        ServerName now = rename(name, request);
        if (request.options() != null) {
            servers.definitions().setOptions(now, request.options());
        }
        request.shown().ifPresent(shown -> servers.definitions().setDisplayName(now, shown));
        answer(exchange, 200, servers.get(now));
    }

    private ServerName rename(ServerName name, ServerRequest request) {
        if (request.name() == null || request.name().equals(name.name())) {
            return name;
        }
        ServerName other = new ServerName(name.user(), request.name());
        NamedServers.requireValid(other);
        if (name.isDefault() || other.isDefault()) {
            throw Problem.badRequest("default-server", "The default server has no name, and keeps that.");
        }
        if (!servers.definitions().rename(name, other.name())) {
            throw Problem.conflict("server-taken", "User " + name.user() + " already has server " + other.name());
        }
        return other;
    }

    private void stop(Exchange exchange) throws InterruptedException {
        ServerName name = names.require(exchange, "delete:servers");
        existing(name);
        boolean remove = HubBody.object(exchange)
                .map(body -> body.path("remove"))
                .map(JsonNode::asBoolean)
                .orElse(false);
        if (remove && name.isDefault()) {
            throw Problem.badRequest("default-server", "Cannot delete the default server");
        }
        servers.stop(name);
        UserServer now = await(name, one -> !one.state().isAlive());
        if (now.state().isAlive()) {
            exchange.empty(202);
            return;
        }
        if (remove) {
            servers.definitions().forget(name);
        }
        exchange.empty(204);
    }

    private UserServer await(ServerName name, Predicate<UserServer> done) throws InterruptedException {
        Instant end = clock.instant().plus(SLOW);
        UserServer now = servers.get(name);
        while (!done.test(now) && clock.instant().isBefore(end)) {
            Thread.sleep(LOOK);
            now = servers.get(name);
        }
        return now;
    }
}
