package dev.orrery.identity;

import dev.orrery.http.Caller;
import dev.orrery.http.Endpoint;
import dev.orrery.http.Exchange;
import dev.orrery.http.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1}: the caller's own password, sessions and tokens. */
final class AccountRoutes {
    private final Identity identity;

    AccountRoutes(Identity identity) {
        this.identity = identity;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.put("/api/v1/password", Scope.SELF, this::changePassword),
                Endpoint.get("/api/v1/sessions", Scope.SELF, this::listSessions),
                Endpoint.delete("/api/v1/sessions", Scope.SELF, this::logOutEverywhere),
                Endpoint.delete("/api/v1/sessions/{session_id}", Scope.SELF, this::endSession),
                Endpoint.get("/api/v1/tokens", Scope.SELF, this::listTokens),
                Endpoint.post("/api/v1/tokens", Scope.SELF, this::createToken),
                Endpoint.delete("/api/v1/tokens/{token_id}", Scope.SELF, this::deleteToken));
    }

    private record PasswordBody(
            @Nullable String oldPassword, @Nullable String password) {}

    private record SessionView(
            String id,
            boolean current,
            String address,
            String agent,
            @Nullable String provider,
            Instant createdAt,
            Instant lastSeenAt,
            Instant expiresAt) {}

    private record SessionsView(List<SessionView> sessions) {}

    private record TokenView(
            String id,
            String note,
            List<String> scopes,
            Instant createdAt,
            @Nullable Instant expiresAt) {}

    private record TokensView(List<TokenView> tokens) {}

    private record NewTokenBody(
            @Nullable String note,
            @Nullable List<String> scopes,
            @Nullable Long expiresIn) {}

    private record NewTokenView(String id, String token, List<String> scopes) {}

    private void changePassword(Exchange exchange) {
        PasswordBody body = exchange.body(PasswordBody.class);
        identity.changePassword(
                exchange.user(),
                Fields.needed("old_password", body.oldPassword()),
                Fields.needed("password", body.password()),
                Entrance.address(exchange));
        exchange.empty(204);
    }

    private void listSessions(Exchange exchange) {
        Caller.User user = exchange.user();
        exchange.json(
                200,
                new SessionsView(identity.sessions().of(user.name()).stream()
                        .map(one -> view(one, user))
                        .toList()));
    }

    private static SessionView view(Session one, Caller.User user) {
        return new SessionView(
                one.id(),
                one.id().equals(user.session()),
                one.origin().address(),
                one.origin().agent(),
                one.origin().provider(),
                one.createdAt(),
                one.lastSeenAt(),
                one.expiresAt());
    }

    private void logOutEverywhere(Exchange exchange) {
        boolean tokens = exchange.query("tokens").filter("true"::equals).isPresent();
        identity.logOutEverywhere(exchange.user().name(), tokens);
        SessionCookie.clear(exchange.request(), exchange.response());
        exchange.empty(204);
    }

    private void endSession(Exchange exchange) {
        identity.sessions().close(exchange.user().name(), exchange.path("session_id"));
        exchange.empty(204);
    }

    private void listTokens(Exchange exchange) {
        List<TokenView> tokens = identity.tokens(exchange.user().name()).stream()
                .map(one -> new TokenView(one.id(), one.note(), texts(one.scopes()), one.createdAt(), one.expiresAt()))
                .toList();
        exchange.json(200, new TokensView(tokens));
    }

    private void createToken(Exchange exchange) {
        NewTokenBody body = exchange.body(NewTokenBody.class);
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        Objects.requireNonNullElse(body.scopes(), List.<String>of()).forEach(text -> scopes.add(Scope.of(text)));
        Duration lifetime = body.expiresIn() == null ? null : Duration.ofSeconds(body.expiresIn());
        ApiToken.Fresh fresh =
                identity.createToken(exchange.user(), Objects.requireNonNullElse(body.note(), ""), scopes, lifetime);
        exchange.json(
                201,
                new NewTokenView(
                        fresh.token().id(), fresh.secret(), texts(fresh.token().scopes())));
    }

    private void deleteToken(Exchange exchange) {
        identity.deleteToken(exchange.user().name(), exchange.path("token_id"));
        exchange.empty(204);
    }

    private static List<String> texts(List<Scope> scopes) {
        return scopes.stream().map(Scope::text).sorted().toList();
    }
}
