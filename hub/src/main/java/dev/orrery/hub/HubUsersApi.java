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
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** {@code /hub/api/users}. */
final class HubUsersApi {
    private static final String USERS = "/hub/api/users";
    private static final String USER = USERS + "/{name}";

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
        boolean stopped = exchange.query("include_stopped_servers").isPresent();
        List<Facts> found = people.everybody().stream()
                .filter(state(exchange.query("state").orElse("")))
                .filter(facts -> facts.user()
                        .name()
                        .contains(exchange.query("name_filter").orElse("")))
                .filter(facts -> caller.may("list:users", facts.subject()))
                .sorted(order(exchange.query("sort").orElse("id")))
                .toList();
        HubPage.of(exchange).answer(exchange, found, facts -> HubModels.user(facts, caller, stopped));
    }

    private static java.util.function.Predicate<Facts> state(String state) {
        return switch (state) {
            case "" -> facts -> true;
            case "active" -> Facts::isActive;
            case "ready" -> Facts::isReady;
            case "inactive" -> facts -> !facts.isActive();
            default ->
                throw Problem.badRequest(
                        "bad-state", "Unrecognized state filter: must be one of 'active', 'inactive', 'ready'");
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
        JsonNode body = exchange.body(JsonNode.class);
        if (!body.path("usernames").isArray() || body.path("usernames").isEmpty()) {
            throw Problem.badRequest("bad-body", "Must specify at least one user to create");
        }
        List<String> names = new ArrayList<>();
        body.path("usernames").forEach(name -> names.add(name.asString("")));
        exchange.deed().about(String.join(" ", names));
        boolean admin = admin(exchange, body).orElse(false);
        List<String> invalid =
                names.stream().filter(name -> !UserName.isValid(name)).toList();
        if (!invalid.isEmpty()) {
            throw Problem.badRequest(
                    "bad-name",
                    (invalid.size() == 1 ? "Invalid username: " : "Invalid usernames: ") + String.join(", ", invalid));
        }
        List<String> fresh = names.stream()
                .distinct()
                .filter(name -> identity.user(name).isEmpty())
                .toList();
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
        exchange.json(
                200,
                HubModels.user(
                        people.facts(existing(name)),
                        caller,
                        exchange.query("include_stopped_servers").isPresent()));
    }

    private void create(Exchange exchange) {
        String name = exchange.path("name");
        access.require(exchange, new Subject.All(), "admin:users");
        boolean admin = body(exchange).flatMap(body -> admin(exchange, body)).orElse(false);
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
        JsonNode body = exchange.body(JsonNode.class);
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
    private static Optional<Boolean> admin(Exchange exchange, JsonNode body) {
        if (!body.path("admin").isBoolean()) {
            return Optional.empty();
        }
        boolean wanted = body.path("admin").booleanValue();
        boolean may = switch (exchange.caller()) {
            case Caller.User user -> user.admin();
            case Caller.Service _ -> true; // its scopes are its administrator's word
            case Caller.Server _, Caller.Attempt _, Caller.Anonymous _ -> false;
        };
        if (wanted && !may) {
            throw Problem.forbidden("Only admins can grant admin permissions");
        }
        return Optional.of(wanted);
    }

    static Optional<JsonNode> body(Exchange exchange) {
        if (!exchange.request().content().hasEntity()) {
            return Optional.empty();
        }
        JsonNode body = exchange.body(JsonNode.class);
        return body.isObject() ? Optional.of(body) : Optional.empty();
    }

    private User existing(String name) {
        return identity.user(name).orElseThrow(() -> Problem.notFound("No such user: " + name));
    }
}
