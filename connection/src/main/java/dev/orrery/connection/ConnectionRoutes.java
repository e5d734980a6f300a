package dev.orrery.connection;

import dev.orrery.http.Endpoint;
import dev.orrery.http.Exchange;
import dev.orrery.http.Problem;
import dev.orrery.http.Scope;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The API of connections. Only an admin changes them; nobody is shown a password. */
public final class ConnectionRoutes {
    private static final String CONNECTIONS = "/api/v1/connections";
    private static final String CONNECTION = CONNECTIONS + "/{connection}";

    private final Connections connections;

    public ConnectionRoutes(Connections connections) {
        this.connections = connections;
    }

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get(CONNECTIONS, Scope.READ_DAGS, this::list),
                Endpoint.put(CONNECTION, Scope.ADMIN_SERVERS, this::set),
                Endpoint.delete(CONNECTION, Scope.ADMIN_SERVERS, this::remove));
    }

    /** This module's errors as problems; null for any other. */
    public static @Nullable Problem problem(Throwable error) {
        if (!(error instanceof ConnectionException known)) {
            return null;
        }
        String message = String.valueOf(known.getMessage());
        return known.isMissing() ? Problem.notFound(message) : new Problem(422, "invalid", message, Map.of());
    }

    private record Body(@Nullable String url) {
        @Override
        public String toString() {
            return "a URL";
        }
    }

    private record ListView(List<Connections.View> connections) {}

    private void list(Exchange exchange) {
        exchange.json(200, new ListView(connections.list()));
    }

    private void set(Exchange exchange) {
        String url = exchange.body(Body.class).url();
        connections.set(
                exchange.path("connection"),
                url == null ? "" : url,
                exchange.user().name());
        list(exchange);
    }

    private void remove(Exchange exchange) {
        connections.remove(exchange.path("connection"));
        exchange.empty(204);
    }
}
