package dev.orrery.server;

import dev.orrery.connection.ConnectionRoutes;
import dev.orrery.database.DatabaseException;
import dev.orrery.http.Problem;
import dev.orrery.hub.ServerRoutes;
import dev.orrery.identity.IdentityRoutes;
import dev.orrery.publish.PublishException;
import dev.orrery.scheduler.SchedulerRoutes;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a module's own error is for a client: the one place where they come together. */
final class Errors {
    private static final List<Function<Throwable, @Nullable Problem>> MODULES = List.of(
            IdentityRoutes::problem,
            ServerRoutes::problem,
            SchedulerRoutes::problem,
            ConnectionRoutes::problem,
            Errors::publish,
            Errors::database);

    private Errors() {}

    /** The problem that an error is; null where no module knows it. */
    static @Nullable Problem problem(Throwable error) {
        return MODULES.stream()
                .map(module -> module.apply(error))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable Problem publish(Throwable error) {
        return error instanceof PublishException refused ? refused.problem() : null;
    }

    private static @Nullable Problem database(Throwable error) {
        return error instanceof DatabaseException
                ? new Problem(
                        503, "database", "The database cannot be reached at the moment. Try again soon.", Map.of())
                : null;
    }
}
