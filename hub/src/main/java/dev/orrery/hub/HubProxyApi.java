package dev.orrery.hub;

import dev.orrery.http.Endpoint;
import dev.orrery.http.Exchange;
import dev.orrery.http.Problem;
import dev.orrery.http.Scope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** {@code /hub/api/proxy}: where the proxy takes requests to. It is in this program, so that it is never behind and cannot be moved. */
final class HubProxyApi {
    private static final String PROXY = "/hub/api/proxy";
    /** What JupyterHub, now or formerly, is told of a proxy that takes the place of the one before. */
    private static final Set<String> ELSEWHERE = Set.of("api_url", "auth_token", "ip", "port", "protocol");

    private final HubAccess access;
    private final Servers servers;
    private final HubServices services;

    HubProxyApi(HubAccess access, Servers servers, HubServices services) {
        this.access = access;
        this.servers = servers;
        this.services = services;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get(PROXY, Scope.HUB, this::routes),
                Endpoint.post(PROXY, Scope.HUB, this::synchronise),
                Endpoint.patch(PROXY, Scope.HUB, this::move));
    }

    private void routes(Exchange exchange) {
        access.require(exchange, "proxy");
        SortedMap<String, Object> routes = new TreeMap<>();
        routes.put("/", route("/", servers.hubUrl().toString(), Map.of("hub", true)));
        for (Service service : services.all()) {
            if (service.port().isPresent()) {
                routes.put(
                        service.prefix(),
                        route(service.prefix(), String.valueOf(service.url()), Map.of("service", service.name())));
            }
        }
        for (UserServer server : servers.all()) {
            if (server.state() == ServerState.READY && server.port() != null) {
                Map<String, @Nullable Object> data = new LinkedHashMap<>();
                data.put("user", server.user());
                data.put("server_name", server.name());
                data.put("last_activity", HubModels.time(server.lastActivity()));
                routes.put(server.prefix(), route(server.prefix(), "http://127.0.0.1:" + server.port(), data));
            }
        }
        HubPage.of(exchange).answer(exchange, routes);
    }

    private static Map<String, Object> route(String spec, String target, Map<String, ?> data) {
        return Map.of("routespec", spec, "target", target, "data", data);
    }

    /** The table and the hub are one: there is nothing to bring together. */
    private void synchronise(Exchange exchange) {
        access.require(exchange, "proxy");
        exchange.empty(200);
    }

    private void move(Exchange exchange) {
        access.require(exchange, "proxy");
        ObjectNode body = HubBody.of(exchange)
                .filter(ObjectNode.class::isInstance)
                .map(ObjectNode.class::cast)
                .orElseThrow(() -> Problem.badRequest("bad-body", "Request body must be JSON dict"));
        if (ELSEWHERE.stream().anyMatch(body::has)) {
            // To say yes would have the client believe that its proxy is in charge.
            throw Problem.badRequest("own-proxy", "The proxy is part of this program: there is no other to talk to.");
        }
        exchange.empty(200);
    }
}
