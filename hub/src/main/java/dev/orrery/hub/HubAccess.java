package dev.orrery.hub;

import dev.orrery.http.Caller;
import dev.orrery.http.Exchange;
import dev.orrery.http.Problem;
import dev.orrery.http.Scope;
import dev.orrery.identity.ApiToken;
import dev.orrery.identity.Identity;
import dev.orrery.identity.User;
import dev.orrery.identity.grant.Access;
import dev.orrery.identity.grant.Grants;
import dev.orrery.identity.grant.ScopeTable;
import dev.orrery.identity.grant.Subject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a caller may do below {@code /hub/api}, in JupyterHub's scopes. */
final class HubAccess {
    private final Identity identity;
    private final HubServices services;
    private final JdbcGroupStore groups;
    private final JdbcShareStore shares;
    private final HubAuthenticator authenticator;

    HubAccess(
            Identity identity,
            HubServices services,
            JdbcGroupStore groups,
            JdbcShareStore shares,
            HubAuthenticator authenticator) {
        this.shares = shares;
        this.identity = identity;
        this.services = services;
        this.groups = groups;
        this.authenticator = authenticator;
    }

    Access of(Exchange exchange) {
        Access access = ofCaller(exchange);
        return authenticator
                .pass(exchange.request())
                .map(pass -> access.limitedTo(pass.scopes(), nameOf(exchange.caller())))
                .orElse(access);
    }

    private static @Nullable String nameOf(Caller caller) {
        return switch (caller) {
            case Caller.User user -> user.name();
            case Caller.Server server -> server.user();
            case Caller.Service _, Caller.Attempt _, Caller.Anonymous _ -> null;
        };
    }

    private Access ofCaller(Exchange exchange) {
        return switch (exchange.caller()) {
            case Caller.User user -> ofUser(exchange, user);
            case Caller.Server server ->
                Access.of(
                        owner(server.user(), false),
                        List.of(
                                "users:activity!user",
                                "read:users!user",
                                "access:servers!server=" + server.user() + "/" + server.server()),
                        server.user());
            case Caller.Service service ->
                Access.whole(services.find(service.name())
                        .map(services::ofService)
                        .orElseGet(() -> Grants.of(List.of(), null)));
            case Caller.Anonymous _, Caller.Attempt _ -> Access.whole(Grants.of(List.of(), null));
        };
    }

    /** The caller's access, which must have one of these scopes at all; else 403 as JupyterHub says it. */
    Access require(Exchange exchange, String... scopes) {
        Access access = of(exchange);
        if (Arrays.stream(scopes).noneMatch(access::has)) {
            throw denied(scopes);
        }
        return access;
    }

    /** As above, and about this subject: what the caller may not know of is not there (404); of all there is he knows (403). */
    Access require(Exchange exchange, Subject subject, String... scopes) {
        Access access = require(exchange, scopes);
        if (Arrays.stream(scopes).noneMatch(scope -> access.may(scope, subject))) {
            if (subject instanceof Subject.All) {
                throw denied(scopes);
            }
            throw Problem.notFound("No access to resources or resources not found");
        }
        return access;
    }

    /** Whether the caller is an administrator, who alone may make others one. */
    boolean isAdmin(Exchange exchange) {
        return switch (exchange.caller()) {
            case Caller.User user -> user.admin();
            case Caller.Service service ->
                services.find(service.name()).map(Service::admin).orElse(false);
            case Caller.Server _, Caller.Attempt _, Caller.Anonymous _ -> false;
        };
    }

    Subject.User subject(String user) {
        return new Subject.User(user, groups.groupsOf(user));
    }

    Subject.Server subject(ServerName server) {
        return new Subject.Server(subject(server.user()), server.name());
    }

    Grants owner(String user, boolean admin) {
        Set<String> own = groups.groupsOf(user);
        Grants grants = services.ofUser(user, admin, own);
        for (Share share : shares.with(user, own)) {
            grants = grants.and(Grants.of(share.scopes(), user));
        }
        return grants;
    }

    private boolean isAdmin(String user) {
        return identity.user(user).map(User::admin).orElse(false);
    }

    private Access ofUser(Exchange exchange, Caller.User user) {
        Optional<OAuth.Login> login = authenticator.login(exchange.request());
        Grants owner = owner(user.name(), user.admin());
        if (login.isPresent()) {
            return Access.of(
                    owner(user.name(), isAdmin(user.name())),
                    login.get().client().scopes(),
                    user.name());
        }
        if (user.session() != null) {
            return Access.whole(owner);
        }
        return authenticator
                .token(exchange.request())
                .flatMap(identity::apiToken)
                .map(token -> Access.of(owner, scopes(token, user.admin()), user.name()))
                // The administrator of this machine's own commands has no token of a user.
                .orElseGet(() -> Access.whole(owner));
    }

    /** A token's scopes in JupyterHub's words; one made with the platform's own gets what is meant by those. */
    static List<String> scopes(ApiToken token, boolean admin) {
        List<String> given = token.hubScopes();
        if (given != null) {
            return given;
        }
        if (token.scopes().containsAll(Identity.scopesOf(admin))) {
            return List.of(ScopeTable.INHERIT);
        }
        List<String> scopes = new ArrayList<>();
        for (Scope scope : token.scopes()) {
            switch (scope) {
                case SELF -> scopes.add("read:users!user");
                case SERVERS -> scopes.add("servers!user");
                case ACCESS_SERVERS -> scopes.add("access:servers!user");
                case USERS_ACTIVITY -> scopes.add("users:activity!user");
                case ADMIN_USERS -> scopes.addAll(List.of("admin:users", "admin:groups", "tokens"));
                case ADMIN_SERVERS -> scopes.add("admin:servers");
                case READ_METRICS -> scopes.add("read:metrics");
                case PUBLIC, HUB, READ_DAGS, WRITE_DAGS, WRITE_RUNS, ATTEMPT -> {}
            }
        }
        return scopes;
    }

    /** What a token with JupyterHub's scopes may at the platform's own API. */
    static Set<Scope> platformScopes(List<String> scopes, Set<Scope> owner) {
        if (scopes.contains(ScopeTable.INHERIT)) {
            return owner;
        }
        Set<Scope> granted = new java.util.TreeSet<>(Set.of(Scope.SELF));
        for (String scope : scopes) {
            switch (scope.contains("!") ? scope.substring(0, scope.indexOf('!')) : scope) {
                case ScopeTable.SELF -> granted.addAll(Set.of(Scope.SERVERS, Scope.ACCESS_SERVERS));
                case "servers", "admin:servers" -> granted.add(Scope.SERVERS);
                case "access:servers" -> granted.add(Scope.ACCESS_SERVERS);
                case "admin:users" -> granted.add(Scope.ADMIN_USERS);
                case "read:metrics" -> granted.add(Scope.READ_METRICS);
                default -> {
                    // No endpoint of the platform's own asks for what the others give.
                }
            }
        }
        granted.retainAll(owner);
        return granted;
    }

    private static Problem denied(String... scopes) {
        return Problem.forbidden(
                "Action is not authorized with current scopes; requires any of [" + String.join(", ", scopes) + "]");
    }
}
