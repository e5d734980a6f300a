package dev.orrery.scheduler;

import dev.orrery.http.Endpoint;
import dev.orrery.http.Exchange;
import dev.orrery.http.Scope;
import java.util.List;

/** The API of pools. They are the whole platform's, so only an admin changes them. */
public final class PoolRoutes {
    private static final String POOLS = "/api/v1/pools";
    private static final String POOL = POOLS + "/{pool}";

    private final Pools pools;

    public PoolRoutes(Scheduler scheduler) {
        this.pools = scheduler.pools();
    }

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get(POOLS, Scope.READ_DAGS, this::list),
                Endpoint.put(POOL, Scope.ADMIN_SERVERS, this::set),
                Endpoint.delete(POOL, Scope.ADMIN_SERVERS, this::remove));
    }

    private record Body(int slots) {}

    private record ListView(List<Pools.View> pools) {}

    private void list(Exchange exchange) {
        exchange.json(200, new ListView(pools.list()));
    }

    private void set(Exchange exchange) {
        pools.set(exchange.path("pool"), exchange.body(Body.class).slots());
        list(exchange);
    }

    private void remove(Exchange exchange) {
        pools.remove(exchange.path("pool"));
        exchange.empty(204);
    }
}
