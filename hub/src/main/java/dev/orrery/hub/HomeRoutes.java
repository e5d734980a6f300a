package dev.orrery.hub;

import dev.orrery.http.Endpoint;
import dev.orrery.http.Exchange;
import dev.orrery.http.Problem;
import dev.orrery.http.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/home}: how much the caller's home folder holds. */
public final class HomeRoutes {
    private final Servers servers;

    public HomeRoutes(Servers servers) {
        this.servers = servers;
    }

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/api/v1/home", Scope.SERVERS, this::getHome),
                Endpoint.post("/api/v1/home/measure", Scope.SERVERS, this::measureHome));
    }

    private record HomeView(
            @Nullable Long usedBytes,
            @Nullable Long quotaBytes,
            @Nullable Instant measuredAt,
            String state) {}

    /** As last measured; a server that runs has it measured. */
    private void getHome(Exchange exchange) {
        String user = exchange.user().name();
        exchange.json(
                200,
                servers.usage()
                        .last(user)
                        .map(HomeRoutes::view)
                        .orElseGet(() -> new HomeView(null, servers.quota(user).bytes(), null, "unknown")));
    }

    private void measureHome(Exchange exchange) {
        exchange.json(
                200,
                servers.usage()
                        .measure(exchange.user().name())
                        .map(HomeRoutes::view)
                        .orElseThrow(() -> Problem.conflict("not-measured", "Your home folder cannot be measured.")));
    }

    private static HomeView view(HomeUsage.Measured seen) {
        return new HomeView(
                seen.used(),
                seen.quota().bytes(),
                seen.at(),
                seen.state().name().toLowerCase(Locale.ROOT));
    }
}
