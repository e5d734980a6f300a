package dev.orrery.identity;

import dev.orrery.http.Caller;
import dev.orrery.http.Endpoint;
import dev.orrery.http.Exchange;
import dev.orrery.http.Problem;
import dev.orrery.http.Scope;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The module's part of {@code /api/v1}: setup, login, logout and me here, the rest beside. */
public final class IdentityRoutes {
    private final Identity identity;
    private final Entrance entrance;
    private final Optional<PasswordCheck> passwords;

    public IdentityRoutes(Identity identity) {
        this(identity, Optional.of(identity::withPassword));
    }

    /** @param passwords who knows whose they are; empty: users may not log in with one */
    public IdentityRoutes(Identity identity, Optional<PasswordCheck> passwords) {
        this.identity = identity;
        this.passwords = passwords;
        this.entrance = new Entrance(identity);
    }

    public List<Endpoint> endpoints() {
        return Stream.of(
                        List.of(
                                Endpoint.get("/api/v1/setup", Scope.PUBLIC, this::getSetup),
                                Endpoint.post("/api/v1/setup", Scope.PUBLIC, this::completeSetup),
                                Endpoint.post("/api/v1/login", Scope.PUBLIC, this::login),
                                Endpoint.post("/api/v1/logout", Scope.SELF, this::logout),
                                Endpoint.get("/api/v1/me", Scope.SELF, this::getMe)),
                        new UserRoutes(identity, entrance).endpoints(),
                        new AccountRoutes(identity).endpoints())
                .flatMap(List::stream)
                .toList();
    }

    /** The problem that an {@link IdentityException} is to the client; null for any other. */
    public static @Nullable Problem problem(Throwable error) {
        if (!(error instanceof IdentityException refused)) {
            return null;
        }
        int status = switch (refused.code()) {
            case BAD_NAME, WEAK_PASSWORD, BAD_TOKEN_REQUEST -> 400;
            case BAD_LOGIN -> 401;
            case BAD_SETUP_TOKEN, BAD_INVITE, WRONG_PASSWORD -> 403;
            case NO_SUCH_USER, NO_SUCH_TOKEN, NO_SUCH_SESSION -> 404;
            case NAME_TAKEN, NO_MORE_USERS, SETUP_DONE, LAST_ADMIN, NO_PASSWORD -> 409;
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

    private void getSetup(Exchange exchange) {
        exchange.json(200, new SetupView(identity.setupNeeded()));
    }

    private void completeSetup(Exchange exchange) {
        Entrance.refuseOtherSites(exchange);
        SetupBody body = exchange.body(SetupBody.class);
        exchange.deed().as("setup").about(Fields.needed("name", body.name()));
        User user = identity.completeSetup(
                Fields.needed("token", body.token()),
                Fields.needed("name", body.name()),
                Fields.needed("password", body.password()));
        entrance.enter(exchange, 201, user);
    }

    private void login(Exchange exchange) {
        Entrance.refuseOtherSites(exchange);
        LoginBody body = exchange.body(LoginBody.class);
        exchange.deed().as("login").about(Fields.needed("name", body.name()));
        PasswordCheck check = passwords.orElseThrow(
                () -> Problem.forbidden("Passwords are not taken here: log in through a provider."));
        User user = identity.login(
                Fields.needed("name", body.name()),
                Fields.needed("password", body.password()),
                Entrance.address(exchange),
                check);
        entrance.enter(exchange, 200, user);
    }

    private void logout(Exchange exchange) {
        exchange.deed().as("logout").about(exchange.user().name());
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
        exchange.json(200, entrance.me(user.name(), user.admin(), user.scopes()));
    }
}
