package dev.orrery.hub;

import dev.orrery.http.Endpoint;
import dev.orrery.http.Exchange;
import dev.orrery.http.Problem;
import dev.orrery.http.Scope;
import dev.orrery.identity.Identity;
import dev.orrery.identity.UserName;
import dev.orrery.identity.grant.Access;
import dev.orrery.identity.grant.Subject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /hub/api/groups}. */
final class HubGroupsApi {
    private static final String GROUPS = "/hub/api/groups";
    private static final String GROUP = GROUPS + "/{group}";
    private static final int MAX_NAME = 100;

    /** What a client may say of a group beside its name. */
    private static final Map<String, Predicate<JsonNode>> MODEL =
            Map.of("name", JsonNode::isString, "users", JsonNode::isArray, "roles", JsonNode::isArray);

    private final HubAccess access;
    private final Identity identity;
    private final JdbcGroupStore groups;

    HubGroupsApi(HubAccess access, Identity identity, JdbcGroupStore groups) {
        this.access = access;
        this.identity = identity;
        this.groups = groups;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get(GROUPS, Scope.HUB, this::list),
                Endpoint.post(GROUPS, Scope.HUB, this::createMany),
                Endpoint.get(GROUP, Scope.HUB, this::get),
                Endpoint.post(GROUP, Scope.HUB, this::create),
                Endpoint.delete(GROUP, Scope.HUB, this::delete),
                Endpoint.post(GROUP + "/users", Scope.HUB, this::join),
                Endpoint.delete(GROUP + "/users", Scope.HUB, this::leave),
                Endpoint.put(GROUP + "/properties", Scope.HUB, this::properties));
    }

    private void list(Exchange exchange) {
        Access caller = access.require(exchange, "list:groups");
        List<JdbcGroupStore.Group> found = groups.all().stream()
                .filter(group -> caller.may("list:groups", new Subject.Group(group.name())))
                .toList();
        HubPage.of(exchange).answer(exchange, found, group -> model(group, caller));
    }

    private void createMany(Exchange exchange) {
        Access caller = access.require(exchange, new Subject.All(), "admin:groups");
        ObjectNode body = HubBody.orEmpty(exchange);
        if (!body.path("groups").isArray() || body.path("groups").isEmpty()) {
            throw Problem.badRequest("bad-body", "Must specify at least one group to create");
        }
        List<String> names = HubBody.texts(body, "groups").stream().distinct().toList();
        body.remove("groups");
        List<String> users = users(body);
        exchange.deed().about(String.join(" ", names));
        names.forEach(HubGroupsApi::requireValid);
        names.stream().filter(name -> groups.find(name).isPresent()).findFirst().ifPresent(HubGroupsApi::refuseTaken);
        List<Map<String, @Nullable Object>> made = new ArrayList<>();
        for (String name : names) {
            if (groups.add(name, users)) {
                made.add(model(existing(name), caller));
            }
        }
        exchange.json(201, made);
    }

    private static void refuseTaken(String name) {
        throw Problem.conflict("group-taken", "Group " + name + " already exists");
    }

    /** The users whom a body names, all of whom are there. */
    private List<String> users(JsonNode body) {
        HubBody.requireModel(body, "group", MODEL);
        List<String> users =
                HubBody.texts(body, "users").stream().map(UserName::lower).toList();
        List<String> missing =
                users.stream().filter(user -> identity.user(user).isEmpty()).toList();
        if (!missing.isEmpty()) {
            throw Problem.badRequest("no-such-user", "No such user: " + String.join(", ", missing));
        }
        return users;
    }

    private void get(Exchange exchange) {
        String name = exchange.path("group");
        Access caller = access.require(
                exchange, new Subject.Group(name), "read:groups", "read:groups:name", "read:roles:groups");
        exchange.json(200, model(existing(name), caller));
    }

    private void create(Exchange exchange) {
        String name = exchange.path("group");
        Access caller = access.require(exchange, new Subject.Group(name), "admin:groups");
        requireValid(name);
        List<String> users = users(HubBody.orEmpty(exchange));
        if (!groups.add(name, users)) {
            refuseTaken(name);
        }
        exchange.json(201, model(existing(name), caller));
    }

    private void delete(Exchange exchange) {
        String name = exchange.path("group");
        access.require(exchange, new Subject.Group(name), "delete:groups");
        existing(name);
        groups.delete(name);
        exchange.empty(204);
    }

    private void join(Exchange exchange) {
        String name = exchange.path("group");
        Access caller = access.require(exchange, new Subject.Group(name), "groups");
        existing(name);
        List<String> users = named(exchange, "add");
        exchange.deed().about(name + "/" + String.join(" ", users));
        groups.join(name, users);
        exchange.json(200, model(existing(name), caller));
    }

    private void leave(Exchange exchange) {
        String name = exchange.path("group");
        Access caller = access.require(exchange, new Subject.Group(name), "groups");
        existing(name);
        List<String> users = named(exchange, "delete");
        exchange.deed().about(name + "/" + String.join(" ", users));
        groups.leave(name, users);
        exchange.json(200, model(existing(name), caller));
    }

    private void properties(Exchange exchange) {
        String name = exchange.path("group");
        Access caller = access.require(exchange, new Subject.Group(name), "groups");
        existing(name);
        JsonNode body = HubBody.of(exchange)
                .filter(JsonNode::isObject)
                .orElseThrow(() -> Problem.badRequest("bad-body", "Must specify properties, as an object"));
        groups.setProperties(name, body.toString());
        exchange.json(200, model(existing(name), caller));
    }

    private JdbcGroupStore.Group existing(String name) {
        return groups.find(name).orElseThrow(() -> Problem.notFound("No such group: " + name));
    }

    private List<String> named(Exchange exchange, String what) {
        ObjectNode body = HubBody.orEmpty(exchange);
        List<String> users = users(body);
        if (!body.has("users")) {
            throw Problem.badRequest("bad-body", "Must specify users to " + what);
        }
        return users;
    }

    static void requireValid(String name) {
        if (name.isBlank() || name.length() > MAX_NAME || name.chars().anyMatch(c -> c < ' ' || c == '/' || c == '!')) {
            throw Problem.badRequest(
                    "bad-name", "Invalid group name: it may have 1 to 100 characters, without '/' and '!'.");
        }
    }

    private static Map<String, @Nullable Object> model(JdbcGroupStore.Group group, Access caller) {
        Subject subject = new Subject.Group(group.name());
        Map<String, @Nullable Object> model = new LinkedHashMap<>();
        model.put("kind", "group");
        model.put("name", group.name());
        if (caller.may("read:groups", subject)) {
            model.put("users", group.users());
            model.put("properties", Exchange.JSON.readTree(group.properties()));
        }
        if (caller.may("read:roles:groups", subject)) {
            model.put("roles", List.of());
        }
        return model;
    }
}
