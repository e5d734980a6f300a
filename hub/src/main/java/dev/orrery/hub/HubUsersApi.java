package dev.orrery.hub;

import dev.orrery.http.Caller;
import dev.orrery.http.Endpoint;
import dev.orrery.http.Exchange;
import dev.orrery.http.Problem;
import dev.orrery.http.Scope;
import dev.orrery.hub.HubModels.Facts;
import dev.orrery.identity.Identity;
import dev.orrery.identity.IdentityException;
import dev.orrery.identity.User;
import dev.orrery.identity.UserName;
import dev.orrery.identity.grant.Access;
import dev.orrery.identity.grant.Subject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /hub/api/users}. */
final class HubUsersApi {
    private static final String USERS = "/hub/api/users";
    private static final String USER = USERS + "/{name}";

    /** What a client may say of a user. Groups, roles and what providers told are not changed this way. */
    private static final Map<String, Predicate<JsonNode>> MODEL = Map.of(
            "name", JsonNode::isString,
            "admin", JsonNode::isBoolean,
            "groups", JsonNode::isArray,
            "roles", JsonNode::isArray,
            "auth_state", JsonNode::isObject);

    private final HubAccess access;
    private final Identity identity;
    private final People people;

    HubUsersApi(HubAccess access, Identity identity, People people) {
        this.access = access;
        this.identity = identity;
        this.people = people;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get(USERS, Scope.HUB, this::list),
                Endpoint.post(USERS, Scope.HUB, this::createMany),
                Endpoint.get(USER, Scope.HUB, this::get),
                Endpoint.post(USER, Scope.HUB, this::create),
                Endpoint.patch(USER, Scope.HUB, this::update),
                Endpoint.delete(USER, Scope.HUB, this::delete));
    }

    private void list(Exchange exchange) {
        Access caller = access.require(exchange, "list:users");
        boolean stopped = HubModels.withStopped(exchange);
        String part = exchange.query("name_filter").orElse("").toLowerCase(Locale.ROOT);
        List<Facts> found = people.everybody().stream()
                .filter(state(exchange.query("state").orElse("")))
                .filter(facts -> facts.user().name().contains(part))
                .filter(facts -> caller.may("list:users", facts.subject()))
                .sorted(order(exchange.query("sort").orElse("id")))
                .toList();
        HubPage.of(exchange).answer(exchange, found, facts -> HubModels.user(facts, caller, stopped));
    }

    private static Predicate<Facts> state(String state) {
        return switch (state) {
            case "" -> facts -> true;
            case "active" -> Facts::isActive;
            case "ready" -> Facts::isReady;
            case "inactive" -> facts -> !facts.isActive();
            default ->
                throw Problem.badRequest(
                        "bad-state",
                        "Unrecognized state filter: '" + state + "', must be one of 'active', 'inactive', 'ready'");
        };
    }

    private static Comparator<Facts> order(String sort) {
        boolean down = sort.startsWith("-");
        Comparator<Facts> order = switch (down ? sort.substring(1) : sort) {
            case "id" -> Comparator.comparingInt(facts -> facts.user().uid());
            case "name" -> Comparator.comparing(facts -> facts.user().name());
            case "last_activity" ->
                Comparator.comparing(facts -> {
                    Instant seen = facts.seen();
                    return seen == null ? Instant.EPOCH : seen;
                });
            default ->
                throw Problem.badRequest(
                        "bad-sort", "sort must be one of 'id', 'name', 'last_activity', or '-' and one");
        };
        return down ? order.reversed() : order;
    }

    private void createMany(Exchange exchange) {
        access.require(exchange, new Subject.All(), "admin:users");
        ObjectNode body = HubBody.orEmpty(exchange);
        if (body.path("usernames").isEmpty()) {
            throw Problem.badRequest("bad-body", "Must specify at least one user to create");
        }
        if (!body.path("usernames").isArray()) {
            throw Problem.badRequest("bad-body", "usernames must be a list of strings");
        }
        List<String> names = HubBody.texts(body, "usernames").stream()
                .map(UserName::lower)
                .distinct()
                .toList();
        body.remove("usernames");
        HubBody.requireModel(body, "user", MODEL);
        exchange.deed().about(String.join(" ", names));
        boolean admin = admin(exchange, body).orElse(false);
        List<String> invalid =
                names.stream().filter(name -> !UserName.isValid(name)).toList();
        if (!invalid.isEmpty()) {
            throw Problem.badRequest(
                    "bad-name",
                    (invalid.size() == 1 ? "Invalid username: " : "Invalid usernames: ") + String.join(", ", invalid));
        }
        List<String> fresh =
                names.stream().filter(name -> identity.user(name).isEmpty()).toList();
        if (fresh.isEmpty()) {
            throw Problem.conflict("name-taken", "All " + names.size() + " users already exist");
        }
        Access caller = access.of(exchange);
        List<Map<String, @Nullable Object>> made = new ArrayList<>();
        for (String name : fresh) {
            made.add(HubModels.user(people.facts(identity.addUser(name, admin)), caller, false));
        }
        exchange.json(201, made);
    }

    private void get(Exchange exchange) {
        String name = exchange.path("name");
        Access caller = access.require(exchange, access.subject(name), HubModels.READ);
        exchange.json(200, HubModels.user(people.facts(existing(name)), caller, HubModels.withStopped(exchange)));
    }

    private void create(Exchange exchange) {
        String name = exchange.path("name");
        access.require(exchange, access.subject(name), "admin:users");
        ObjectNode body = HubBody.orEmpty(exchange);
        HubBody.requireModel(body, "user", MODEL);
        boolean admin = admin(exchange, body).orElse(false);
        if (!UserName.isValid(name)) {
            throw Problem.badRequest("bad-name", "Invalid username: " + name);
        }
        try {
            exchange.json(201, HubModels.user(people.facts(identity.addUser(name, admin)), access.of(exchange), false));
        } catch (IdentityException e) {
            throw e.code() == IdentityException.Code.NAME_TAKEN
                    ? Problem.conflict("name-taken", "User " + name + " already exists")
                    : e;
        }
    }

    private void update(Exchange exchange) {
        String name = exchange.path("name");
        Access caller = access.require(exchange, access.subject(name), "admin:users");
        User user = existing(name);
        JsonNode body =
                HubBody.of(exchange).orElseThrow(() -> Problem.badRequest("bad-body", "Invalid JSON data: nothing"));
        HubBody.requireModel(body, "user", MODEL);
        if (user.admin() && !access.isAdmin(exchange)) {
            throw Problem.forbidden("Only admins can modify other admins");
        }
        if (body.has("name") && !body.path("name").asString("").equals(name)) {
            throw Problem.badRequest("no-rename", "A user cannot be renamed: the name is that of the home folder.");
        }
        Optional<Boolean> admin = admin(exchange, body);
        if (admin.isPresent() && admin.get() != user.admin()) {
            identity.setAdmin(name, admin.get());
        }
        exchange.json(200, HubModels.user(people.facts(existing(name)), caller, false));
    }

    private void delete(Exchange exchange) {
        String name = exchange.path("name");
        access.require(exchange, access.subject(name), "delete:users");
        existing(name);
        if (exchange.caller() instanceof Caller.User self && self.name().equals(name)) {
            throw Problem.badRequest("yourself", "Cannot delete yourself!");
        }
        people.delete(name);
        exchange.empty(204);
    }

    /** Only an administrator makes one. */
    private Optional<Boolean> admin(Exchange exchange, JsonNode body) {
        if (!body.has("admin")) {
            return Optional.empty();
        }
        boolean wanted = body.path("admin").booleanValue();
        if (wanted && !access.isAdmin(exchange)) {
            throw Problem.forbidden("Only admins can grant admin permissions");
        }
        return Optional.of(wanted);
    }

    private User existing(String name) {
        return identity.user(name).orElseThrow(() -> Problem.notFound("No such user: " + name));
    }
}
