package dev.orrery.hub;

import dev.orrery.http.Caller;
import dev.orrery.http.Endpoint;
import dev.orrery.http.Exchange;
import dev.orrery.http.Problem;
import dev.orrery.http.Scope;
import dev.orrery.identity.Identity;
import dev.orrery.identity.User;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** {@code /hub/api}: what of JupyterHub's REST API a single-user server needs. */
final class HubApiRoutes {
    private static final Duration MOST_AHEAD = Duration.ofHours(1);

    private final HubAuthenticator authenticator;
    private final Identity identity;
    private final Servers servers;
    private final InstantSource clock;

    HubApiRoutes(HubAuthenticator authenticator, Identity identity, Servers servers, InstantSource clock) {
        this.authenticator = authenticator;
        this.identity = identity;
        this.servers = servers;
        this.clock = clock;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/hub/api", Scope.PUBLIC, HubApiRoutes::version),
                Endpoint.get("/hub/api/", Scope.PUBLIC, HubApiRoutes::version),
                Endpoint.get("/hub/api/user", Scope.SELF, this::getCaller),
                Endpoint.get("/hub/api/users/{name}", Scope.SELF, this::getUser),
                Endpoint.post("/hub/api/users/{name}/activity", Scope.USERS_ACTIVITY, this::postActivity));
    }

    private static void version(Exchange exchange) {
        exchange.json(200, Map.of("version", Hub.JUPYTERHUB_VERSION));
    }

    private void getCaller(Exchange exchange) {
        exchange.json(200, model(exchange));
    }

    private void getUser(Exchange exchange) {
        if (!exchange.path("name").equals(nameOf(exchange.caller()))) {
            throw Problem.notFound("No such user, or not for you to see.");
        }
        exchange.json(200, model(exchange));
    }

    private void postActivity(Exchange exchange) {
        String name = exchange.path("name");
        if (!(exchange.caller() instanceof Caller.Server server)
                || !server.user().equals(name)) {
            throw Problem.notFound("No such user, or not for you to tell of.");
        }
        JsonNode body = exchange.body(JsonNode.class);
        JsonNode all = body.path("servers");
        if (!all.isObject() && !body.has("last_activity")) {
            throw Problem.badRequest("bad-activity", "'servers' or 'last_activity' is missing.");
        }
        Instant latest = body.has("last_activity") ? time(body.path("last_activity")) : null;
        JsonNode own = all.path(server.server()).path("last_activity");
        Instant at = own.isMissingNode() ? latest : time(own);
        if (at != null) {
            servers.active(name, server.server(), at);
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

    private Map<String, @Nullable Object> model(Exchange exchange) {
        String name = nameOf(exchange.caller());
        Optional<User> user = identity.user(name);
        if (user.isEmpty()) {
            throw Problem.notFound("There is no user '" + name + "'.");
        }
        Optional<OAuth.Login> login = authenticator.login(exchange.request());
        Map<String, @Nullable Object> model = new LinkedHashMap<>();
        model.put("kind", "user");
        model.put("name", name);
        model.put("admin", user.get().admin());
        model.put("groups", List.of());
        model.put("user_info", null);
        model.put("created", user.get().createdAt().atOffset(ZoneOffset.UTC).toString());
        UserServer server = servers.get(name);
        model.put("server", server.state() == ServerState.READY ? server.prefix() : null);
        model.put("token_id", login.map(OAuth.Login::tokenId).orElse(null));
        model.put("session_id", login.map(OAuth.Login::session).orElse(null));
        model.put("scopes", scopes(exchange.caller(), name, login.isPresent()));
        return model;
    }

    private static List<String> scopes(Caller caller, String name, boolean login) {
        String groups = "read:users:groups!user=" + name;
        String own = "read:users:name!user=" + name;
        return switch (caller) {
            case Caller.User user when login -> List.of("access:servers!server=" + name + "/", groups, own);
            case Caller.User user
            when user.may(Scope.ACCESS_SERVERS) -> List.of("access:servers!user=" + name, groups, own);
            case Caller.User user -> List.of(groups, own);
            case Caller.Server server ->
                List.of("access:servers!server=" + name + "/", own, "users:activity!user=" + name);
            case Caller.Anonymous anonymous -> List.of();
            case Caller.Attempt attempt -> List.of();
        };
    }

    private static String nameOf(Caller caller) {
        return switch (caller) {
            case Caller.User user -> user.name();
            case Caller.Server server -> server.user();
            case Caller.Anonymous anonymous -> "";
            case Caller.Attempt attempt -> "";
        };
    }
}
