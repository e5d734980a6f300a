package dev.orrery.hub;

import dev.orrery.http.Caller;
import dev.orrery.http.Endpoint;
import dev.orrery.http.Exchange;
import dev.orrery.http.Problem;
import dev.orrery.http.Scope;
import dev.orrery.identity.ApiToken;
import dev.orrery.identity.Identity;
import dev.orrery.identity.User;
import dev.orrery.identity.grant.Access;
import dev.orrery.identity.grant.Grants;
import dev.orrery.identity.grant.ScopeTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /hub/api/users/N/tokens}. */
final class HubTokensApi {
    /** A hundred years, in seconds. */
    private static final long LONGEST = 36_500L * 24 * 3600;

    private static final String TOKENS = "/hub/api/users/{name}/tokens";

    /** What every token may. */
    private static final List<String> IDENTIFY = List.of("read:users:name!user", "read:users:groups!user");

    private final HubAccess access;
    private final Identity identity;
    private final HubServices services;

    HubTokensApi(HubAccess access, Identity identity, HubServices services) {
        this.access = access;
        this.identity = identity;
        this.services = services;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get(TOKENS, Scope.HUB, this::list),
                Endpoint.post(TOKENS, Scope.HUB, this::create),
                Endpoint.get(TOKENS + "/{token_id}", Scope.HUB, this::get),
                Endpoint.delete(TOKENS + "/{token_id}", Scope.HUB, this::delete));
    }

    private void list(Exchange exchange) {
        User user = owner(exchange, "read:tokens");
        exchange.json(
                200,
                Map.of(
                        "api_tokens",
                        identity.tokens(user.name()).stream()
                                .map(token -> model(user, token))
                                .toList()));
    }

    private void create(Exchange exchange) {
        ObjectNode body = HubBody.orEmpty(exchange);
        User user = allowed(exchange, exchange.path("name"));
        Access caller = access.of(exchange);
        List<String> scopes = new ArrayList<>(scopes(body));
        List<String> unknown = Grants.unknown(scopes, user.name());
        if (!unknown.isEmpty()) {
            throw Problem.badRequest("unknown-scope", "No such scopes: " + String.join(", ", unknown));
        }
        requireHeld(exchange, caller, user, scopes);
        if (!scopes.contains(ScopeTable.INHERIT)) {
            // Whoever shows a token may say whose it is.
            IDENTIFY.stream().filter(scope -> !scopes.contains(scope)).forEach(scopes::add);
        }
        Set<Scope> platform = HubAccess.platformScopes(scopes, platformOf(exchange, user));
        ApiToken.Fresh fresh =
                identity.createHubToken(user.name(), note(exchange, body, user), scopes, platform, lifetime(body));
        Map<String, @Nullable Object> model = model(user, fresh.token());
        model.put("token", fresh.secret());
        exchange.json(201, model);
    }

    /** The user whom a token is for; whoever may make none for him learns no more than that. */
    private User allowed(Exchange exchange, String name) {
        String who = exchange.caller() instanceof Caller.Service ? "Service" : "User";
        return identity.user(name)
                .filter(_ -> access.of(exchange).may("tokens", access.subject(name)))
                .orElseThrow(
                        () -> Problem.forbidden(who + " " + name + " not found or no permissions to generate tokens"));
    }

    /** What a token is asked for: scopes, or roles that stand for scopes; all that its owner may where it is neither. */
    private List<String> scopes(JsonNode body) {
        Optional<List<String>> roles = HubBody.textsOrNull(body, "roles");
        Optional<List<String>> scopes = HubBody.textsOrNull(body, "scopes");
        if (roles.isPresent() && scopes.isPresent()) {
            throw Problem.badRequest("bad-body", "Can only assign one of scopes or roles when creating tokens.");
        }
        return roles.map(this::ofRoles).or(() -> scopes).orElse(List.of(ScopeTable.INHERIT));
    }

    private List<String> ofRoles(List<String> roles) {
        return roles.stream()
                .flatMap(role -> services
                        .scopesOfRole(role)
                        .orElseThrow(() -> Problem.badRequest("no-such-role", "No such role: " + role))
                        .stream())
                .distinct()
                .toList();
    }

    /** A token may have no more than who makes it, and than whose it is. */
    private void requireHeld(Exchange exchange, Access caller, User user, List<String> scopes) {
        boolean own =
                exchange.caller() instanceof Caller.User self && self.name().equals(user.name());
        Access whose = own ? caller : Access.whole(access.owner(user.name(), user.admin()));
        List<String> asked = new ArrayList<>(scopes);
        if (asked.remove(ScopeTable.INHERIT) && !isAllOf(caller, user)) {
            throw Problem.badRequest(
                    "scopes-not-held", "A token that may do less than its owner cannot make one that may do all.");
        }
        List<String> missing = whose.missing(asked, user.name());
        if (!missing.isEmpty()) {
            throw Problem.badRequest(
                    "scopes-not-held",
                    "Not assigning requested scopes " + String.join(",", missing) + " not held by User " + user.name());
        }
    }

    private boolean isAllOf(Access caller, User user) {
        List<String> all = Access.whole(access.owner(user.name(), user.admin())).texts();
        return caller.isWhole() || caller.missing(all, user.name()).isEmpty();
    }

    private Set<Scope> platformOf(Exchange exchange, User user) {
        boolean own =
                exchange.caller() instanceof Caller.User self && self.name().equals(user.name());
        return own ? exchange.caller().scopes() : Identity.scopesOf(user.admin());
    }

    private static String note(Exchange exchange, JsonNode body, User owner) {
        String note = body.path("note").asString("");
        if (!note.isEmpty()) {
            return note;
        }
        return "Requested via api"
                + switch (exchange.caller()) {
                    case Caller.User user -> user.name().equals(owner.name()) ? "" : " by user " + user.name();
                    case Caller.Service service -> " by service " + service.name();
                    case Caller.Server server -> " by server " + server.user() + "/" + server.server();
                    case Caller.Attempt _, Caller.Anonymous _ -> "";
                };
    }

    private static @Nullable Duration lifetime(JsonNode body) {
        JsonNode seconds = body.path("expires_in");
        if (seconds.isMissingNode() || seconds.isNull()) {
            return null;
        }
        if (!seconds.isIntegralNumber()
                || !seconds.canConvertToLong()
                || seconds.longValue() <= 0
                || seconds.longValue() > LONGEST) {
            throw Problem.badRequest(
                    "bad-lifetime",
                    "'expires_in' must be a whole number of seconds, more than 0 and at most " + LONGEST + ".");
        }
        return Duration.ofSeconds(seconds.longValue());
    }

    private void get(Exchange exchange) {
        User user = owner(exchange, "read:tokens");
        exchange.json(200, model(user, find(user, exchange.path("token_id"))));
    }

    private void delete(Exchange exchange) {
        User user = owner(exchange, "tokens");
        identity.deleteToken(user.name(), find(user, exchange.path("token_id")).id());
        exchange.empty(204);
    }

    private ApiToken find(User user, String id) {
        return identity.tokens(user.name()).stream()
                .filter(token -> token.id().equals(id))
                .findFirst()
                .orElseThrow(() -> Problem.notFound("No such token " + id + " for user " + user.name()));
    }

    private User owner(Exchange exchange, String scope) {
        String name = exchange.path("name");
        access.require(exchange, access.subject(name), scope);
        return identity.user(name).orElseThrow(() -> Problem.notFound("No such user: " + name));
    }

    private Map<String, @Nullable Object> model(User user, ApiToken token) {
        List<String> scopes = HubAccess.scopes(token, user.admin());
        return HubModels.token(
                user.name(),
                token,
                Access.of(access.owner(user.name(), user.admin()), scopes, user.name())
                        .texts());
    }
}
