package dev.orrery.hub;

import dev.orrery.http.Endpoint;
import dev.orrery.http.Exchange;
import dev.orrery.http.Problem;
import dev.orrery.http.Scope;
import dev.orrery.identity.Identity;
import dev.orrery.identity.User;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/keys}: who the caller is to git, and the public keys of the caller's home. */
public final class KeyRoutes {
    private final HomeKeys keys;
    private final Identity identity;

    public KeyRoutes(HomeKeys keys, Identity identity) {
        this.keys = keys;
        this.identity = identity;
    }

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/api/v1/keys", Scope.SERVERS, this::getKeys),
                Endpoint.put("/api/v1/keys", Scope.SERVERS, this::makeKeys));
    }

    private record Wanted(@Nullable String name, @Nullable String email) {}

    private void getKeys(Exchange exchange) {
        exchange.json(200, uninterrupted(() -> keys.shown(user(exchange))));
    }

    private void makeKeys(Exchange exchange) {
        Wanted wanted = exchange.body(Wanted.class);
        String name = Objects.requireNonNullElse(wanted.name(), "").strip();
        String email = Objects.requireNonNullElse(wanted.email(), "").strip();
        if (name.isEmpty() || email.isEmpty()) {
            throw new Problem(422, "bad-identity", "Give both, your name and your e-mail address.", java.util.Map.of());
        }
        exchange.json(200, uninterrupted(() -> keys.make(user(exchange), name, email)));
    }

    private User user(Exchange exchange) {
        return identity.user(exchange.user().name()).orElseThrow(Problem::unauthorized);
    }

    private interface Work {
        HomeKeys.Keys run() throws InterruptedException;
    }

    private static HomeKeys.Keys uninterrupted(Work work) {
        try {
            return work.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.conflict("stopping", "The platform is stopping. Try again in a moment.");
        }
    }
}
