package dev.orrery.hub;

import dev.orrery.http.Endpoint;
import dev.orrery.http.EventStream;
import dev.orrery.http.Exchange;
import dev.orrery.http.Problem;
import dev.orrery.http.Scope;
import dev.orrery.identity.Identity;
import dev.orrery.identity.grant.Access;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** {@code /hub/api/users/N/server} and {@code …/servers/S}: start, stop, progress, activity. */
final class HubServersApi {
    private static final String USER = "/hub/api/users/{name}";
    private static final Duration MOST_AHEAD = Duration.ofHours(1);
    /** How long a start or a stop may take until it is answered as pending, as JupyterHub has it. */
    private static final Duration SLOW = Duration.ofSeconds(10);

    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration PING = Duration.ofSeconds(8);

    private final HubAccess access;
    private final Identity identity;
    private final Servers servers;
    private final JdbcGroupStore groups;
    private final InstantSource clock;

    HubServersApi(HubAccess access, Identity identity, Servers servers, JdbcGroupStore groups, InstantSource clock) {
        this.access = access;
        this.identity = identity;
        this.servers = servers;
        this.groups = groups;
        this.clock = clock;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.post(USER + "/server", Scope.HUB, this::start),
                Endpoint.delete(USER + "/server", Scope.HUB, this::stop),
                Endpoint.get(USER + "/server/progress", Scope.HUB, this::progress),
                Endpoint.post(USER + "/servers/{server}", Scope.HUB, this::start),
                Endpoint.put(USER + "/servers/{server}", Scope.HUB, this::define),
                Endpoint.delete(USER + "/servers/{server}", Scope.HUB, this::stop),
                Endpoint.get(USER + "/servers/{server}/progress", Scope.HUB, this::progress),
                // An empty name is the default server.
                Endpoint.post(USER + "/servers/", Scope.HUB, this::start),
                Endpoint.delete(USER + "/servers/", Scope.HUB, this::stop),
                Endpoint.post(USER + "/activity", Scope.HUB, this::activity).quiet());
    }

    private ServerName name(Exchange exchange) {
        String path = exchange.request().prologue().uriPath().rawPath();
        boolean named = path.contains("/servers/") && !path.endsWith("/servers/");
        return new ServerName(exchange.path("name"), named ? exchange.path("server") : "");
    }

    private void start(Exchange exchange) throws InterruptedException {
        ServerName name = name(exchange);
        access.require(exchange, access.subject(name), "start:servers");
        requireUser(name);
        requireValid(name);
        UserServer before = servers.get(name);
        switch (before.state()) {
            case READY -> throw Problem.badRequest("running", name.text() + " is already running");
            case STOPPING -> throw Problem.badRequest("pending", name.text() + " is pending stop");
            case STARTING -> {
                exchange.empty(202);
                return;
            }
            case STOPPED, FAILED -> {}
        }
        String options = HubUsersApi.body(exchange).map(JsonNode::toString).orElse("{}");
        servers.start(name, options);
        UserServer now = await(name, server -> server.state() != ServerState.STARTING);
        switch (now.state()) {
            case READY -> exchange.empty(201);
            case STARTING, STOPPING -> exchange.empty(202);
            case STOPPED, FAILED ->
                throw new Problem(
                        500,
                        "spawn-failed",
                        now.message() == null ? "The server did not start." : now.message(),
                        Map.of());
        }
    }

    private void define(Exchange exchange) {
        ServerName name = name(exchange);
        Access caller = access.require(exchange, access.subject(name), "start:servers");
        requireUser(name);
        requireValid(name);
        String display = HubUsersApi.body(exchange)
                .map(body -> body.path("display_name").asString(""))
                .orElse("");
        if (display.length() > 200) {
            throw Problem.badRequest("bad-name", "A display_name has at most 200 characters.");
        }
        exchange.json(
                201,
                HubModels.server(
                        servers.define(name, display), caller.may("admin:server_state", access.subject(name))));
    }

    private void stop(Exchange exchange) throws InterruptedException {
        ServerName name = name(exchange);
        access.require(exchange, access.subject(name), "delete:servers");
        requireUser(name);
        UserServer server = servers.find(name)
                .orElseThrow(() -> Problem.notFound(name.user() + " has no server named '" + name.name() + "'"));
        boolean remove = HubUsersApi.body(exchange)
                .map(body -> body.path("remove").asBoolean(false))
                .orElse(false);
        if (remove && name.isDefault()) {
            throw Problem.badRequest("default-server", "Cannot delete the default server");
        }
        if (server.state() == ServerState.STARTING) {
            throw Problem.badRequest("pending", name.text() + " is pending spawn, please wait");
        }
        servers.stop(name);
        UserServer now = await(name, one -> !one.state().isAlive());
        if (now.state().isAlive()) {
            exchange.empty(202);
            return;
        }
        if (remove) {
            servers.forget(name);
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

    private void progress(Exchange exchange) throws IOException, InterruptedException {
        ServerName name = name(exchange);
        access.require(exchange, access.subject(name), "read:servers");
        requireUser(name);
        UserServer server = servers.find(name)
                .filter(one -> one.state() == ServerState.STARTING
                        || one.state() == ServerState.READY
                        || one.state() == ServerState.FAILED)
                .orElseThrow(() -> Problem.notFound(name.text() + " is not pending or running"));
        try (EventStream events = EventStream.open(exchange)) {
            follow(events, name, server);
        }
    }

    private void follow(EventStream events, ServerName name, UserServer first)
            throws IOException, InterruptedException {
        UserServer told = null;
        UserServer now = first;
        Instant spoken = clock.instant();
        while (now.state() == ServerState.STARTING) {
            if (told == null || told.progress() != now.progress() || !same(told, now)) {
                events.send(Map.of("progress", now.progress(), "message", String.valueOf(now.message())));
                told = now;
                spoken = clock.instant();
            } else if (clock.instant().isAfter(spoken.plus(PING))) {
                events.ping();
                spoken = clock.instant();
            }
            Thread.sleep(LOOK);
            now = servers.get(name);
        }
        if (now.state() == ServerState.READY) {
            String url = now.prefix();
            events.send(Map.of(
                    "progress",
                    100,
                    "ready",
                    true,
                    "message",
                    "Server ready at " + url,
                    "html_message",
                    "Server ready at <a href=\"" + url + "\">" + url + "</a>",
                    "url",
                    url));
        } else {
            String why = now.message() == null ? "The server did not start." : now.message();
            events.send(Map.of("progress", 100, "failed", true, "message", "Spawn failed: " + why));
        }
    }

    private static boolean same(UserServer one, UserServer other) {
        return String.valueOf(one.message()).equals(String.valueOf(other.message()));
    }

    private void activity(Exchange exchange) {
        String user = exchange.path("name");
        access.require(exchange, access.subject(user), "users:activity");
        requireUser(ServerName.ofDefault(user));
        JsonNode body = exchange.body(JsonNode.class);
        JsonNode all = body.path("servers");
        if (!all.isObject() && !body.has("last_activity")) {
            throw Problem.badRequest("bad-activity", "'servers' or 'last_activity' is missing.");
        }
        // All of it is read before anything is noted.
        Instant latest = body.has("last_activity") ? time(body.path("last_activity")) : null;
        Map<ServerName, Instant> own = new java.util.LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : all.properties()) {
            ServerName name = new ServerName(user, entry.getKey());
            if (servers.find(name).isEmpty()) {
                throw Problem.badRequest("bad-activity", "No such server '" + entry.getKey() + "' for user " + user);
            }
            own.put(name, time(entry.getValue().path("last_activity")));
        }
        own.forEach((name, at) -> servers.active(name.user(), name.name(), at));
        if (latest != null) {
            groups.active(user, latest);
        }
        exchange.empty(200);
    }

    private Instant time(JsonNode text) {
        try {
            Instant time = OffsetDateTime.parse(text.asString("")).toInstant();
            if (time.isAfter(clock.instant().plus(MOST_AHEAD))) {
                throw Problem.badRequest("bad-activity", "The activity is more than an hour in the future.");
            }
            return time;
        } catch (DateTimeParseException e) {
            throw Problem.badRequest("bad-activity", "The activity is not a time in ISO 8601 with an offset.");
        }
    }

    private void requireUser(ServerName name) {
        if (!name.isOfValidUser() || identity.user(name.user()).isEmpty()) {
            throw Problem.notFound("No such user: " + name.user());
        }
    }

    private static void requireValid(ServerName name) {
        if (!ServerName.isValid(name.name())) {
            throw Problem.badRequest(
                    "bad-name",
                    "Invalid server_name (may not contain '/', must be of letters, digits, '-', '_', '.'): "
                            + name.name());
        }
    }
}
