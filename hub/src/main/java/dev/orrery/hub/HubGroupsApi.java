package dev.orrery.hub;

import dev.orrery.http.Endpoint;
import dev.orrery.http.Exchange;
import dev.orrery.http.Problem;
import dev.orrery.http.Scope;
import dev.orrery.identity.Identity;
import dev.orrery.identity.grant.Access;
import dev.orrery.identity.grant.Subject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** {@code /hub/api/groups}. */
final class HubGroupsApi {
    private static final String GROUPS = "/hub/api/groups";
    private static final String GROUP = GROUPS + "/{group}";
    private static final int MAX_NAME = 100;

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
        List<String> names = strings(exchange.body(JsonNode.class), "groups");
        exchange.deed().about(String.join(" ", names));
        names.forEach(HubGroupsApi::requireValid);
        List<Map<String, @Nullable Object>> made = new ArrayList<>();
        for (String name : names) {
            if (groups.add(name, List.of())) {
                made.add(model(existing(name), caller));
            }
        }
        if (made.isEmpty()) {
            throw Problem.conflict("group-taken", "All " + names.size() + " groups already exist");
        }
        exchange.json(201, made);
    }

    private void get(Exchange exchange) {
        String name = exchange.path("group");
        Access caller = access.require(
                exchange, new Subject.Group(name), "read:groups", "read:groups:name", "read:roles:groups");
        exchange.json(200, model(existing(name), caller));
    }

    private void create(Exchange exchange) {
        String name = exchange.path("group");
        Access caller = access.require(exchange, new Subject.All(), "admin:groups");
        requireValid(name);
        List<String> users = HubUsersApi.body(exchange)
                .filter(body -> body.has("users"))
                .map(body -> strings(body, "users"))
                .orElse(List.of());
        requireUsers(users);
        if (!groups.add(name, users)) {
            throw Problem.conflict("group-taken", "Group " + name + " already exists");
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
        List<String> users = strings(exchange.body(JsonNode.class), "users");
        exchange.deed().about(name + "/" + String.join(" ", users));
        requireUsers(users);
        groups.join(name, users);
        exchange.json(200, model(existing(name), caller));
    }

    private void leave(Exchange exchange) {
        String name = exchange.path("group");
        Access caller = access.require(exchange, new Subject.Group(name), "groups");
        existing(name);
        List<String> users = strings(exchange.body(JsonNode.class), "users");
        exchange.deed().about(name + "/" + String.join(" ", users));
        groups.leave(name, users);
        exchange.json(200, model(existing(name), caller));
    }

    private void properties(Exchange exchange) {
        String name = exchange.path("group");
        Access caller = access.require(exchange, new Subject.Group(name), "groups");
        existing(name);
        JsonNode body = exchange.body(JsonNode.class);
        if (!body.isObject()) {
            throw Problem.badRequest("bad-body", "The properties must be an object.");
        }
        groups.setProperties(name, body.toString());
        exchange.json(200, model(existing(name), caller));
    }

    private JdbcGroupStore.Group existing(String name) {
        return groups.find(name).orElseThrow(() -> Problem.notFound("No such group: " + name));
    }

    private void requireUsers(List<String> users) {
        List<String> missing =
                users.stream().filter(user -> identity.user(user).isEmpty()).toList();
        if (!missing.isEmpty()) {
            throw Problem.badRequest("no-such-user", "No such user: " + String.join(", ", missing));
        }
    }

    static void requireValid(String name) {
        if (name.isBlank() || name.length() > MAX_NAME || name.chars().anyMatch(c -> c < ' ' || c == '/' || c == '!')) {
            throw Problem.badRequest(
                    "bad-name", "Invalid group name: it may have 1 to 100 characters, without '/' and '!'.");
        }
    }

    private static List<String> strings(JsonNode body, String member) {
        if (!body.path(member).isArray()) {
            throw Problem.badRequest("bad-body", "Must specify " + member);
        }
        List<String> texts = new ArrayList<>();
        body.path(member).forEach(text -> texts.add(text.asString("")));
        return texts;
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
