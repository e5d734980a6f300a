package dev.orrery.identity;

import dev.orrery.http.Endpoint;
import dev.orrery.http.Exchange;
import dev.orrery.http.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/users} and {@code /api/v1/invite}: users, and the links with which they set a password. */
final class UserRoutes {
    private final Identity identity;
    private final Entrance entrance;

    UserRoutes(Identity identity, Entrance entrance) {
        this.identity = identity;
        this.entrance = entrance;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/api/v1/users", Scope.ADMIN_USERS, this::list),
                Endpoint.post("/api/v1/users", Scope.ADMIN_USERS, this::add),
                Endpoint.post("/api/v1/users/{name}/invite", Scope.ADMIN_USERS, this::invite),
                Endpoint.post("/api/v1/invite/look", Scope.PUBLIC, this::look).quiet(),
                Endpoint.post("/api/v1/invite", Scope.PUBLIC, this::accept));
    }

    private record UserView(String name, boolean admin, boolean hasPassword, Instant createdAt) {}

    private record UsersView(List<UserView> users) {}

    private record NewUserBody(
            @Nullable String name,
            @Nullable String password,
            @Nullable Boolean admin) {}

    private record NewInviteBody(@Nullable Long expiresIn) {}

    private record NewInviteView(String path, Instant expiresAt) {}

    private record LookBody(@Nullable String token) {}

    private record InviteView(String name, Instant expiresAt) {}

    private record AcceptBody(
            @Nullable String token, @Nullable String password) {}

    private void list(Exchange exchange) {
        Set<String> passwords = identity.withPasswords();
        exchange.json(
                200,
                new UsersView(identity.users().stream()
                        .map(user -> view(user, passwords.contains(user.name())))
                        .toList()));
    }

    private void add(Exchange exchange) {
        NewUserBody body = exchange.body(NewUserBody.class);
        String name = Fields.needed("name", body.name());
        boolean admin = Boolean.TRUE.equals(body.admin());
        exchange.deed().as(admin ? "add administrator" : "add user").about(name);
        User user = body.password() == null
                ? identity.addUser(name, admin)
                : identity.addUser(name, body.password(), admin);
        exchange.json(201, view(user, identity.hasPassword(user.name())));
    }

    private static UserView view(User user, boolean hasPassword) {
        return new UserView(user.name(), user.admin(), hasPassword, user.createdAt());
    }

    private void invite(Exchange exchange) {
        exchange.deed().as("invite user");
        NewInviteBody body = exchange.body(NewInviteBody.class);
        Duration lifetime = body.expiresIn() == null ? Invites.LIFETIME : Duration.ofSeconds(body.expiresIn());
        Invite.Fresh fresh = identity.invites().create(exchange.path("name"), lifetime);
        exchange.json(201, new NewInviteView(fresh.path(), fresh.invite().expiresAt()));
    }

    private void look(Exchange exchange) {
        Invite invite = identity.invites()
                .look(Fields.needed("token", exchange.body(LookBody.class).token()));
        exchange.json(200, new InviteView(invite.user(), invite.expiresAt()));
    }

    private void accept(Exchange exchange) {
        Entrance.refuseOtherSites(exchange);
        exchange.deed().as("accept invite");
        AcceptBody body = exchange.body(AcceptBody.class);
        User user = identity.invites()
                .accept(Fields.needed("token", body.token()), Fields.needed("password", body.password()));
        entrance.enter(exchange, 200, user);
    }
}
