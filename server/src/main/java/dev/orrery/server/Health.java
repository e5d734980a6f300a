package dev.orrery.server;

import dev.orrery.http.Endpoint;
import dev.orrery.http.Exchange;
import dev.orrery.http.Scope;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** Whether the server is up. */
final class Health {
    private final InstantSource clock;
    private final Instant started;

    Health(InstantSource clock) {
        this.clock = clock;
        this.started = clock.instant();
    }

    List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/healthz", Scope.PUBLIC, this::get));
    }

    private void get(Exchange exchange) {
        long uptime = Duration.between(started, clock.instant()).toSeconds();
        exchange.json(200, Map.of("status", "ok", "version", Version.TEXT, "uptime_seconds", uptime));
    }
}
