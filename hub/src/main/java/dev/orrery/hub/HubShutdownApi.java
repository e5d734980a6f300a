package dev.orrery.hub;

import dev.orrery.http.Endpoint;
import dev.orrery.http.Exchange;
import dev.orrery.http.Problem;
import dev.orrery.http.Scope;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * {@code POST /hub/api/shutdown}: ends the platform's server. User servers run on, for the next start to take up, unless
 * {@code servers} says otherwise; the proxy is part of the server, so {@code proxy} is only checked.
 */
final class HubShutdownApi {
    private final HubAccess access;
    private final Servers servers;
    private final Runnable shutdown;

    HubShutdownApi(HubAccess access, Servers servers, Runnable shutdown) {
        this.access = access;
        this.servers = servers;
        this.shutdown = shutdown;
    }

    List<Endpoint> endpoints() {
        return List.of(Endpoint.post("/hub/api/shutdown", Scope.HUB, this::shutDown));
    }

    private void shutDown(Exchange exchange) {
        access.require(exchange, "shutdown");
        JsonNode body = HubBody.orEmpty(exchange);
        for (String name : List.of("proxy", "servers")) {
            JsonNode given = body.path(name);
            if (!given.isMissingNode() && !given.isBoolean()) {
                throw Problem.badRequest("bad-body", name + " value must be true or false, got " + given);
            }
        }
        if (body.path("servers").asBoolean(false)) {
            servers.here().forEach(server -> servers.stop(server.key()));
        }
        exchange.json(202, Map.of("message", "Shutting down Hub"));
        shutdown.run();
    }
}
