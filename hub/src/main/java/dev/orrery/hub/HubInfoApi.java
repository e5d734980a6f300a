package dev.orrery.hub;

import dev.orrery.http.Caller;
import dev.orrery.http.Endpoint;
import dev.orrery.http.Exchange;
import dev.orrery.http.Problem;
import dev.orrery.http.Scope;
import dev.orrery.identity.ApiToken;
import dev.orrery.identity.Identity;
import dev.orrery.identity.grant.Access;
import dev.orrery.identity.grant.Subject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The hub itself, the caller, services, and the proxy's table. */
final class HubInfoApi {
    private final HubAccess access;
    private final HubAuthenticator authenticator;
    private final Identity identity;
    private final Servers servers;
    private final HubServices services;
    private final People people;

    HubInfoApi(
            HubAccess access,
            HubAuthenticator authenticator,
            Identity identity,
            Servers servers,
            HubServices services,
            People people) {
        this.access = access;
        this.authenticator = authenticator;
        this.identity = identity;
        this.servers = servers;
        this.services = services;
        this.people = people;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/hub/api", Scope.PUBLIC, HubInfoApi::version),
                Endpoint.get("/hub/api/", Scope.PUBLIC, HubInfoApi::version),
                Endpoint.get("/hub/api/info", Scope.HUB, this::info),
                Endpoint.get("/hub/api/user", Scope.HUB, this::caller),
                Endpoint.get("/hub/api/services", Scope.HUB, this::listServices),
                Endpoint.get("/hub/api/services/{service}", Scope.HUB, this::service),
                Endpoint.get("/hub/api/proxy", Scope.HUB, this::routes),
                Endpoint.post("/hub/api/proxy", Scope.HUB, this::synchronise));
    }

    private static void version(Exchange exchange) {
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
            case Caller.Service service -> serviceModel(find(service.name()));
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

    private void listServices(Exchange exchange) {
        Access caller = access.require(exchange, "list:services");
        Map<String, Object> found = new TreeMap<>();
        for (Service service : services.all()) {
            if (caller.may("list:services", new Subject.Service(service.name()))) {
                found.put(service.name(), serviceModel(service));
            }
        }
        exchange.json(200, found);
    }

    private void service(Exchange exchange) {
        String name = exchange.path("service");
        access.require(exchange, new Subject.Service(name), "read:services", "read:services:name");
        exchange.json(200, serviceModel(find(name)));
    }

    private Service find(String name) {
        return services.find(name).orElseThrow(() -> Problem.notFound("No such service: " + name));
    }

    private Map<String, @Nullable Object> serviceModel(Service service) {
        Map<String, @Nullable Object> model = new LinkedHashMap<>();
        model.put("kind", "service");
        model.put("name", service.name());
        model.put("roles", services.rolesOf(service));
        model.put("admin", service.admin());
        Service.Managed managed = service.managed();
        model.put("url", service.url() == null ? null : service.url().toString());
        model.put("prefix", service.url() == null ? null : service.prefix());
        model.put("command", managed == null ? List.of() : managed.command());
        model.put("pid", 0);
        model.put("info", service.info());
        model.put("display", service.display());
        return model;
    }

    private void routes(Exchange exchange) {
        access.require(exchange, "proxy");
        Map<String, Object> routes = new TreeMap<>();
        for (UserServer server : servers.all()) {
            if (server.state() == ServerState.READY && server.port() != null) {
                Map<String, @Nullable Object> data = new LinkedHashMap<>();
                data.put("user", server.user());
                data.put("server_name", server.name());
                data.put("last_activity", HubModels.time(server.lastActivity()));
                routes.put(
                        server.prefix(),
                        Map.of(
                                "routespec",
                                server.prefix(),
                                "target",
                                "http://127.0.0.1:" + server.port(),
                                "data",
                                data));
            }
        }
        exchange.json(200, routes);
    }

    /** The table and the hub are one: there is nothing to bring together. */
    private void synchronise(Exchange exchange) {
        access.require(exchange, "proxy");
        exchange.empty(200);
    }
}
