package dev.orrery.server;

import dev.orrery.http.Endpoint;
import dev.orrery.http.Exchange;
import dev.orrery.http.Problem;
import dev.orrery.http.Scope;
import dev.orrery.launch.EnvironmentStatus;
import dev.orrery.launch.Environments;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/environments}: how far each is, and a failed build tried again. */
final class EnvironmentRoutes {
    private record View(
            String name,
            String state,
            String digest,
            String step,
            int done,
            int total,
            @Nullable String message) {
        static View of(EnvironmentStatus status) {
            return new View(
                    status.name(),
                    status.state().word(),
                    status.digest(),
                    status.step(),
                    status.done(),
                    status.total(),
                    status.message());
        }
    }

    private final Environments environments;

    EnvironmentRoutes(Environments environments) {
        this.environments = environments;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/api/v1/environments", Scope.SELF, this::list),
                Endpoint.post("/api/v1/environments/{name}/rebuild", Scope.SELF, this::rebuild));
    }

    private void list(Exchange exchange) {
        exchange.json(
                200,
                Map.of(
                        "environments",
                        environments.list().stream().map(View::of).toList()));
    }

    private void rebuild(Exchange exchange) {
        String name = exchange.path("name");
        if (environments.list().stream().noneMatch(status -> status.name().equals(name))) {
            throw Problem.notFound("There is no environment '" + name + "'.");
        }
        environments.ensure(name);
        exchange.empty(202);
    }
}
