package dev.orrery.hub;

import dev.orrery.identity.Secrets;
import dev.orrery.identity.grant.Grants;
import dev.orrery.identity.grant.ScopeTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Services and roles of the hub's own configuration, {@code hub.json}; read once, at the start. */
public final class HubServices {
    private final Map<String, Service> services;
    private final List<Role> roles;

    HubServices(Map<String, Service> services, List<Role> roles) {
        this.services = new LinkedHashMap<>(services);
        this.roles = List.copyOf(roles);
    }

    /** None. */
    public static HubServices none() {
        return new HubServices(Map.of(), List.of());
    }

    /** Reads a file; none where it is not there. {@link IllegalArgumentException} says what is wrong with it. */
    public static HubServices read(Path file) {
        return new ServicesFile(file).read();
    }

    List<Role> roles() {
        return roles;
    }

    List<Service> all() {
        return List.copyOf(services.values());
    }

    Optional<Service> find(String name) {
        return Optional.ofNullable(services.get(name));
    }

    /** The service with that OAuth client. */
    Optional<Service> byClient(String clientId) {
        return services.values().stream()
                .filter(service ->
                        service.apiToken() != null && service.oauth().clientId().equals(clientId))
                .findFirst();
    }

    /** The service with that token. */
    Optional<Service> byToken(String secret) {
        String hash = Secrets.hash(secret);
        return services.values().stream()
                .filter(service -> service.apiToken() != null
                        && Secrets.hash(service.apiToken()).equals(hash))
                .findFirst();
    }

    /** What roles give to a service. */
    Grants ofService(Service service) {
        Grants grants = service.admin() ? Grants.ofUser(service.name(), true) : Grants.of(List.of(), null);
        for (Role role : roles) {
            if (role.services().contains(service.name())) {
                grants = grants.and(Grants.of(role.scopes(), null));
            }
        }
        return grants;
    }

    /** What a user has: as such, as an administrator, and by roles given to him or his groups. */
    Grants ofUser(String name, boolean admin, Set<String> groups) {
        Grants grants = Grants.ofUser(name, admin);
        for (Role role : roles) {
            if (role.isOf(name, admin, groups)) {
                grants = grants.and(Grants.of(role.scopes(), name));
            }
        }
        return grants;
    }

    /** The scopes that a role stands for, the configuration's beside those that every hub has; empty where there is none. */
    Optional<List<String>> scopesOfRole(String name) {
        List<String> scopes = new ArrayList<>(ScopeTable.ofRole(name).orElse(List.of()));
        boolean isDefault = !scopes.isEmpty();
        List<Role> own = roles.stream().filter(role -> role.name().equals(name)).toList();
        own.forEach(role -> scopes.addAll(role.scopes()));
        return isDefault || !own.isEmpty() ? Optional.of(List.copyOf(scopes)) : Optional.empty();
    }

    /** Names of the roles of a user. */
    List<String> rolesOf(String user, boolean admin, Set<String> groups) {
        List<String> names = new ArrayList<>();
        if (admin) {
            names.add("admin");
        }
        names.add("user");
        roles.stream()
                .filter(role -> role.isOf(user, admin, groups))
                .map(Role::name)
                .filter(name -> !names.contains(name))
                .forEach(names::add);
        return names;
    }

    /** Names of the roles of a service. */
    List<String> rolesOf(Service service) {
        List<String> names = new ArrayList<>();
        if (service.admin()) {
            names.add("admin");
        }
        roles.stream()
                .filter(role -> role.services().contains(service.name()))
                .map(Role::name)
                .forEach(names::add);
        return names;
    }
}
