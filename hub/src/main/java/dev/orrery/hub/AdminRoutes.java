package dev.orrery.hub;

import dev.orrery.http.Caller;
import dev.orrery.http.Endpoint;
import dev.orrery.http.Exchange;
import dev.orrery.http.Problem;
import dev.orrery.http.Scope;
import dev.orrery.hub.HubModels.Facts;
import dev.orrery.identity.Identity;
import dev.orrery.identity.User;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/admin/users}: users and their servers, sessions and tokens, for an administrator's page. */
public final class AdminRoutes {
    private static final String USERS = "/api/v1/admin/users";
    private static final String USER = USERS + "/{name}";
    private static final String SERVER = USER + "/servers/{server}";

    private final People people;
    private final Identity identity;
    private final Servers servers;

    public AdminRoutes(People people, Identity identity) {
        this.people = people;
        this.identity = identity;
        this.servers = people.servers();
    }

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get(USERS, Scope.ADMIN_USERS, this::list),
                Endpoint.patch(USER, Scope.ADMIN_USERS, this::update),
                Endpoint.delete(USER, Scope.ADMIN_USERS, this::delete),
                Endpoint.delete(USER + "/sessions", Scope.ADMIN_USERS, this::logOut),
                Endpoint.delete(USER + "/invite", Scope.ADMIN_USERS, this::withdrawInvite),
                Endpoint.get(USER + "/tokens", Scope.ADMIN_USERS, this::tokens),
                Endpoint.delete(USER + "/tokens/{token_id}", Scope.ADMIN_USERS, this::revoke),
                Endpoint.post(SERVER, Scope.ADMIN_SERVERS, this::start),
                Endpoint.delete(SERVER, Scope.ADMIN_SERVERS, this::stop));
    }

    private record ServerView(
            String name,
            String displayName,
            String state,
            @Nullable String message,
            @Nullable String url,
            @Nullable Instant startedAt,
            @Nullable Instant lastActivity) {}

    private record UserView(
            String name,
            boolean admin,
            boolean hasPassword,
            Instant createdAt,
            @Nullable Instant lastActivity,
            @Nullable Instant invitedUntil,
            List<String> groups,
            List<String> roles,
            List<ServerView> servers) {}

    private record Counts(int users, int active, int administrators) {}

    private record PageView(List<UserView> users, @Nullable String next, int total, Counts counts) {}

    private record AdminBody(@Nullable Boolean admin) {}

    private record TokenView(
            String id,
            String note,
            List<String> scopes,
            Instant createdAt,
            @Nullable Instant expiresAt) {}

    private void list(Exchange exchange) {
        PeopleList wanted = PeopleList.of(exchange);
        List<Facts> all = people.everybody();
        PeopleList.Page page = wanted.of(all);
        Map<String, Instant> invited = identity.invites().open();
        Set<String> passwords = identity.withPasswords();
        Counts counts = new Counts(
                all.size(), (int) all.stream().filter(Facts::isActive).count(), (int)
                        all.stream().filter(facts -> facts.user().admin()).count());
        exchange.json(
                200,
                new PageView(
                        page.people().stream()
                                .map(facts -> view(
                                        facts,
                                        passwords.contains(facts.user().name()),
                                        invited.get(facts.user().name())))
                                .toList(),
                        page.next().orElse(null),
                        page.total(),
                        counts));
    }

    private UserView view(Facts facts, boolean hasPassword, @Nullable Instant invitedUntil) {
        User user = facts.user();
        return new UserView(
                user.name(),
                user.admin(),
                hasPassword,
                user.createdAt(),
                facts.seen(),
                invitedUntil,
                List.copyOf(new TreeSet<>(facts.groups())),
                facts.roles(),
                facts.servers().stream().map(this::view).toList());
    }

    private ServerView view(UserServer server) {
        boolean alive = server.state().isAlive();
        return new ServerView(
                server.name(),
                server.displayName(),
                server.state().text(),
                server.message(),
                server.state() == ServerState.READY ? servers.hosts().url(server.user(), server.prefix()) : null,
                alive ? server.startedAt() : null,
                server.lastActivity());
    }

    private void update(Exchange exchange) {
        User user = existing(exchange);
        Boolean admin = exchange.body(AdminBody.class).admin();
        if (admin == null) {
            throw Problem.badRequest("missing-field", "'admin' is missing.");
        }
        exchange.deed().as(admin ? "make administrator" : "make ordinary user");
        if (admin != user.admin()) {
            identity.setAdmin(user.name(), admin);
        }
        exchange.json(200, view(people.facts(existing(exchange)), identity.hasPassword(user.name()), null));
    }

    private void delete(Exchange exchange) {
        exchange.deed().as("delete user");
        User user = existing(exchange);
        if (exchange.caller() instanceof Caller.User self && self.name().equals(user.name())) {
            throw Problem.conflict("yourself", "You cannot delete yourself. Let another administrator do it.");
        }
        people.delete(user.name());
        exchange.empty(204);
    }

    private void logOut(Exchange exchange) {
        exchange.deed().as("log out everywhere");
        identity.logOutEverywhere(existing(exchange).name(), false);
        exchange.empty(204);
    }

    private void withdrawInvite(Exchange exchange) {
        exchange.deed().as("withdraw invite");
        identity.invites().withdraw(existing(exchange).name());
        exchange.empty(204);
    }

    private void tokens(Exchange exchange) {
        User user = existing(exchange);
        List<TokenView> tokens = identity.tokens(user.name()).stream()
                .map(token -> new TokenView(
                        token.id(),
                        token.note(),
                        HubAccess.scopes(token, user.admin()),
                        token.createdAt(),
                        token.expiresAt()))
                .toList();
        exchange.json(200, Map.of("tokens", tokens));
    }

    private void revoke(Exchange exchange) {
        exchange.deed().as("revoke token");
        identity.deleteToken(existing(exchange).name(), exchange.path("token_id"));
        exchange.empty(204);
    }

    private void start(Exchange exchange) {
        exchange.deed().as("start server");
        exchange.json(202, view(servers.start(name(exchange), "{}")));
    }

    private void stop(Exchange exchange) {
        exchange.deed().as("stop server");
        ServerName name = name(exchange);
        if (servers.find(name).isEmpty()) {
            throw Problem.notFound(name.user() + " has no server '" + name.name() + "'.");
        }
        String who = exchange.caller() instanceof Caller.User user ? user.name() : "an administrator";
        exchange.json(202, view(servers.stop(name, "Stopped by " + who)));
    }

    private ServerName name(Exchange exchange) {
        String server = exchange.path("server");
        if (!ServerName.isValid(server)) {
            throw Problem.badRequest("bad-name", "No server can be called so.");
        }
        return new ServerName(existing(exchange).name(), server.equals("default") ? "" : server);
    }

    private User existing(Exchange exchange) {
        String name = exchange.path("name");
        return identity.user(name).orElseThrow(() -> Problem.notFound("There is no user '" + name + "'."));
    }
}
