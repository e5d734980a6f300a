package dev.orrery.hub;

import dev.orrery.http.Caller;
import dev.orrery.http.Endpoint;
import dev.orrery.http.Exchange;
import dev.orrery.http.Problem;
import dev.orrery.http.Scope;
import dev.orrery.identity.ApiToken;
import dev.orrery.identity.Identity;
import dev.orrery.identity.grant.Access;
import io.helidon.http.HeaderNames;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The hub itself, and who the caller is. */
final class HubInfoApi {
    private static final String TOKEN = "/hub/api/authorizations/token/";

    private final HubAccess access;
    private final HubAuthenticator authenticator;
    private final Identity identity;
    private final HubServices services;
    private final People people;

    HubInfoApi(
            HubAccess access, HubAuthenticator authenticator, Identity identity, HubServices services, People people) {
        this.access = access;
        this.authenticator = authenticator;
        this.identity = identity;
        this.services = services;
        this.people = people;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/hub/api", Scope.PUBLIC, HubInfoApi::version),
                Endpoint.get("/hub/api/", Scope.PUBLIC, HubInfoApi::version),
                Endpoint.get("/hub/api/info", Scope.HUB, this::info),
                Endpoint.get("/hub/api/user", Scope.HUB, this::caller),
                // Not by name: what stands in the path is a secret, which the audit log must not have.
                Endpoint.get(TOKEN + "*", Scope.HUB, this::owner));
    }

    private static void version(Exchange exchange) {
        // Pages elsewhere may ask for it, as they may ask a JupyterHub.
        exchange.response().header(HeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
        exchange.json(200, Map.of("version", Hub.JUPYTERHUB_VERSION));
    }

    private void info(Exchange exchange) {
        access.require(exchange, "read:hub");
        Map<String, Object> info = new LinkedHashMap<>();
        info.put("version", Hub.JUPYTERHUB_VERSION);
        info.put("python", "");
        info.put("sys_executable", "");
        info.put("spawner", Map.of("class", "dev.orrery.launch.LocalLauncher", "version", "0"));
        info.put("authenticator", Map.of("class", "dev.orrery.identity.Identity", "version", "0"));
        exchange.json(200, info);
    }

    /** Who the caller is, with what it may do. */
    private void caller(Exchange exchange) {
        Access may = access.of(exchange);
        Map<String, @Nullable Object> model = switch (exchange.caller()) {
            case Caller.User user -> user(user.name(), may);
            case Caller.Server server -> user(server.user(), may);
            case Caller.Service service -> ServiceModels.self(services, service.name(), may);
            case Caller.Attempt _, Caller.Anonymous _ ->
                throw Problem.forbidden("Only users and services have a model.");
        };
        model.put("scopes", may.texts());
        Optional<OAuth.Login> login = authenticator.login(exchange.request());
        String session = exchange.caller() instanceof Caller.User user ? user.session() : null;
        model.put(
                "token_id",
                login.map(OAuth.Login::tokenId)
                        .or(() -> authenticator
                                .token(exchange.request())
                                .flatMap(identity::apiToken)
                                .map(ApiToken::id))
                        .orElse(null));
        model.put("session_id", login.map(OAuth.Login::session).orElse(session));
        exchange.json(200, model);
    }

    /** Whose a token is, for whoever has it. Outdated since version 2, but clients still ask. */
    private void owner(Exchange exchange) {
        if (exchange.caller() instanceof Caller.Attempt) {
            throw Problem.forbidden("Only users and services may ask.");
        }
        Access may = access.of(exchange);
        String path = exchange.request().path().path();
        String token = path.startsWith(TOKEN) ? path.substring(TOKEN.length()) : "";
        Map<String, @Nullable Object> model = services.byToken(token)
                .map(service -> ServiceModels.self(services, service.name(), may))
                .orElseGet(() -> switch (identity.token(token)) {
                    case Caller.User user -> user(user.name(), may);
                    case Caller.Server server -> user(server.user(), may);
                    case Caller.Service _, Caller.Attempt _, Caller.Anonymous _ ->
                        throw Problem.notFound("No such token");
                });
        exchange.json(200, model);
    }

    private Map<String, @Nullable Object> user(String name, Access may) {
        return identity.user(name)
                .map(user -> {
                    Map<String, @Nullable Object> model = HubModels.user(people.facts(user), may, false);
                    // Whoever shows a token may know whose it is.
                    model.putIfAbsent("name", name);
                    model.putIfAbsent("admin", user.admin());
                    model.putIfAbsent("groups", List.of());
                    model.putIfAbsent("user_info", null);
                    return model;
                })
                .orElseThrow(() -> Problem.notFound("There is no user '" + name + "'."));
    }
}
