package dev.orrery.hub;

import dev.orrery.http.Endpoint;
import dev.orrery.http.Exchange;
import dev.orrery.http.Problem;
import dev.orrery.http.Scope;
import dev.orrery.identity.Identity;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/admin/groups} and {@code /roles}: who belongs together, and what roles give to whom. */
public final class GroupRoutes {
    private static final String GROUPS = "/api/v1/admin/groups";
    private static final String GROUP = GROUPS + "/{group}";
    private static final String MEMBER = GROUP + "/members/{name}";

    private final JdbcGroupStore groups;
    private final HubServices services;
    private final Identity identity;

    public GroupRoutes(People people, Identity identity) {
        this.groups = people.groups();
        this.services = people.services();
        this.identity = identity;
    }

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get(GROUPS, Scope.ADMIN_USERS, this::list),
                Endpoint.put(GROUP, Scope.ADMIN_USERS, this::add),
                Endpoint.delete(GROUP, Scope.ADMIN_USERS, this::delete),
                Endpoint.put(MEMBER, Scope.ADMIN_USERS, this::join),
                Endpoint.delete(MEMBER, Scope.ADMIN_USERS, this::leave),
                Endpoint.get("/api/v1/admin/roles", Scope.ADMIN_USERS, this::roles));
    }

    private record GroupView(String name, List<String> members) {}

    private record RoleView(
            String name, List<String> scopes, List<String> users, List<String> groups, List<String> services) {}

    private record ServiceView(
            String name, @Nullable String path, boolean admin, boolean managed, List<String> roles) {}

    private void list(Exchange exchange) {
        List<GroupView> all = groups.all().stream()
                .map(group -> new GroupView(group.name(), group.users()))
                .toList();
        exchange.json(200, Map.of("groups", all));
    }

    private void add(Exchange exchange) {
        exchange.deed().as("add group");
        String name = exchange.path("group");
        HubGroupsApi.requireValid(name);
        groups.add(name, List.of());
        exchange.json(200, view(name));
    }

    private void delete(Exchange exchange) {
        exchange.deed().as("delete group");
        groups.delete(view(exchange.path("group")).name());
        exchange.empty(204);
    }

    private void join(Exchange exchange) {
        exchange.deed().as("add to group");
        String group = view(exchange.path("group")).name();
        String name = exchange.path("name");
        if (identity.user(name).isEmpty()) {
            throw Problem.notFound("There is no user '" + name + "'.");
        }
        groups.join(group, List.of(name));
        exchange.json(200, view(group));
    }

    private void leave(Exchange exchange) {
        exchange.deed().as("take out of group");
        String group = view(exchange.path("group")).name();
        groups.leave(group, List.of(exchange.path("name")));
        exchange.json(200, view(group));
    }

    private void roles(Exchange exchange) {
        List<RoleView> roles = services.roles().stream()
                .map(role -> new RoleView(role.name(), role.scopes(), role.users(), role.groups(), role.services()))
                .toList();
        List<ServiceView> known = services.all().stream()
                .map(service -> new ServiceView(
                        service.name(),
                        service.port().isPresent() ? service.prefix() : null,
                        service.admin(),
                        service.managed() != null,
                        services.rolesOf(service)))
                .toList();
        exchange.json(200, Map.of("roles", roles, "services", known));
    }

    private GroupView view(String name) {
        return groups.find(name)
                .map(group -> new GroupView(group.name(), group.users()))
                .orElseThrow(() -> Problem.notFound("There is no group '" + name + "'."));
    }
}
