package dev.orrery.identity;

import dev.orrery.http.Caller;
import dev.orrery.http.Endpoint;
import dev.orrery.http.Exchange;
import dev.orrery.http.Problem;
import dev.orrery.http.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1}: setup, login, logout, me, users, tokens. */
public final class IdentityRoutes {
    private final Identity identity;

    public IdentityRoutes(Identity identity) {
        this.identity = identity;
    }

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/api/v1/setup", Scope.PUBLIC, this::getSetup),
                Endpoint.post("/api/v1/setup", Scope.PUBLIC, this::completeSetup),
                Endpoint.post("/api/v1/login", Scope.PUBLIC, this::login),
                Endpoint.post("/api/v1/logout", Scope.SELF, this::logout),
                Endpoint.get("/api/v1/me", Scope.SELF, this::getMe),
                Endpoint.get("/api/v1/users", Scope.ADMIN_USERS, this::listUsers),
                Endpoint.post("/api/v1/users", Scope.ADMIN_USERS, this::addUser),
                Endpoint.get("/api/v1/tokens", Scope.SELF, this::listTokens),
                Endpoint.post("/api/v1/tokens", Scope.SELF, this::createToken),
                Endpoint.delete("/api/v1/tokens/{token_id}", Scope.SELF, this::deleteToken));
    }

    /** The problem that an {@link IdentityException} is to the client; null for any other. */
    public static @Nullable Problem problem(Throwable error) {
        if (!(error instanceof IdentityException refused)) {
            return null;
        }
        int status = switch (refused.code()) {
            case BAD_NAME, WEAK_PASSWORD, BAD_TOKEN_REQUEST -> 400;
            case BAD_LOGIN -> 401;
            case BAD_SETUP_TOKEN -> 403;
            case NO_SUCH_USER, NO_SUCH_TOKEN -> 404;
            case NAME_TAKEN, NO_MORE_USERS, SETUP_DONE, LAST_ADMIN -> 409;
            case TOO_MANY_LOGINS -> 429;
        };
        String code = refused.code().name().toLowerCase(Locale.ROOT).replace('_', '-');
        return new Problem(status, code, Objects.requireNonNullElse(refused.getMessage(), code), Map.of());
    }

    private record SetupView(boolean needed) {}

    private record SetupBody(
            @Nullable String token,
            @Nullable String name,
            @Nullable String password) {}

    private record LoginBody(
            @Nullable String name, @Nullable String password) {}

    private record MeView(String name, boolean admin, List<String> scopes) {}

    private record UserView(String name, boolean admin, Instant createdAt) {}

    private record UsersView(List<UserView> users) {}

    private record NewUserBody(
            @Nullable String name,
            @Nullable String password,
            @Nullable Boolean admin) {}

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

    private void getSetup(Exchange exchange) {
        exchange.json(200, new SetupView(identity.setupNeeded()));
    }

    private void completeSetup(Exchange exchange) {
        refuseOtherSites(exchange);
        SetupBody body = exchange.body(SetupBody.class);
        User user = identity.completeSetup(
                needed("token", body.token()), needed("name", body.name()), needed("password", body.password()));
        enter(exchange, 201, user);
    }

    private void login(Exchange exchange) {
        refuseOtherSites(exchange);
        LoginBody body = exchange.body(LoginBody.class);
        String address = exchange.request().remotePeer().host();
        enter(exchange, 200, identity.login(needed("name", body.name()), needed("password", body.password()), address));
    }

    private void enter(Exchange exchange, int status, User user) {
        SessionCookie.set(exchange.request(), exchange.response(), identity.openSession(user));
        exchange.json(status, me(user.name(), user.admin(), Roles.of(user.admin())));
    }

    private void logout(Exchange exchange) {
        String session = exchange.user().session();
        if (session != null) {
            identity.closeSession(session);
        }
        SessionCookie.clear(exchange.request(), exchange.response());
        exchange.empty(204);
    }

    private void getMe(Exchange exchange) {
        Caller.User user = exchange.user();
        if (user.session() != null) {
            // The session's end moved; the cookie's moves with it.
            SessionCookie.read(exchange.request())
                    .ifPresent(secret -> SessionCookie.set(exchange.request(), exchange.response(), secret));
        }
        exchange.json(200, me(user.name(), user.admin(), user.scopes()));
    }

    private void listUsers(Exchange exchange) {
        exchange.json(
                200,
                new UsersView(
                        identity.users().stream().map(IdentityRoutes::view).toList()));
    }

    private void addUser(Exchange exchange) {
        NewUserBody body = exchange.body(NewUserBody.class);
        User user = identity.addUser(
                needed("name", body.name()), needed("password", body.password()), Boolean.TRUE.equals(body.admin()));
        exchange.json(201, view(user));
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

    // Nobody is logged in yet, so no cookie is checked: without this, another site could log a visitor in as someone
    // else.
    private static void refuseOtherSites(Exchange exchange) {
        if (SameOrigin.isRefuted(exchange.request())) {
            throw Problem.forbidden("This request came from another site. Log in on the platform's own page.");
        }
    }

    private static String needed(String name, @Nullable String value) {
        if (value == null) {
            throw Problem.badRequest("missing-field", "'" + name + "' is missing.");
        }
        return value;
    }

    private static MeView me(String name, boolean admin, Set<Scope> scopes) {
        return new MeView(name, admin, texts(List.copyOf(scopes)));
    }

    private static UserView view(User user) {
        return new UserView(user.name(), user.admin(), user.createdAt());
    }

    private static List<String> texts(List<Scope> scopes) {
        return scopes.stream().map(Scope::text).sorted().toList();
    }
}
