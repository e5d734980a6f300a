package dev.orrery.hub;

import dev.orrery.http.Exchange;
import dev.orrery.identity.Secrets;
import dev.orrery.identity.grant.Grants;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Services and roles of the hub's own configuration, in the members of JupyterHub's {@code c.JupyterHub.services} and
 * {@code load_roles}: {@code {"services": [{"name", "api_token", "url", "admin"}], "roles": [{"name", "scopes", "users",
 * "groups", "services"}]}}. Read once, at the start.
 */
public final class HubServices {
    private final Map<String, Service> services;
    private final List<Role> roles;

    /** @param url where it listens, for whoever asks; null for one that does not */
    record Service(
            String name,
            @Nullable String apiToken,
            @Nullable String url,
            boolean admin) {
        @Override
        public String toString() {
            return "Service[" + name + "]";
        }
    }

    record Role(String name, List<String> scopes, List<String> users, List<String> groups, List<String> services) {}

    private record ServiceJson(
            @Nullable String name,
            @Nullable String apiToken,
            @Nullable String url,
            @Nullable Boolean admin) {}

    private record RoleJson(
            @Nullable String name,
            @Nullable List<String> scopes,
            @Nullable List<String> users,
            @Nullable List<String> groups,
            @Nullable List<String> services) {}

    private record FileJson(
            @Nullable List<ServiceJson> services, @Nullable List<RoleJson> roles) {}

    private HubServices(Map<String, Service> services, List<Role> roles) {
        this.services = services;
        this.roles = roles;
    }

    /** None. */
    public static HubServices none() {
        return new HubServices(Map.of(), List.of());
    }

    /** Reads a file; none where it is not there. {@link IllegalArgumentException} says what is wrong with it. */
    public static HubServices read(Path file) {
        if (!Files.exists(file)) {
            return none();
        }
        FileJson json;
        try {
            json = Exchange.JSON.readValue(Files.readAllBytes(file), FileJson.class);
        } catch (IOException | tools.jackson.core.JacksonException e) {
            throw new IllegalArgumentException(file + " cannot be read: " + e.getMessage(), e);
        }
        Map<String, Service> services = new LinkedHashMap<>();
        for (ServiceJson one : orNone(json.services())) {
            String name = one.name();
            if (name == null || !name.matches("[A-Za-z0-9_-]{1,60}")) {
                throw new IllegalArgumentException(file + ": a service needs a name of letters, digits, '_' and '-'.");
            }
            services.put(name, new Service(name, one.apiToken(), one.url(), Boolean.TRUE.equals(one.admin())));
        }
        List<Role> roles = new ArrayList<>();
        for (RoleJson one : orNone(json.roles())) {
            List<String> scopes = orNone(one.scopes());
            List<String> unknown = Grants.unknown(scopes, "somebody");
            if (!unknown.isEmpty()) {
                throw new IllegalArgumentException(
                        file + ": role '" + one.name() + "' has unknown scopes: " + String.join(", ", unknown) + ".");
            }
            roles.add(new Role(
                    String.valueOf(one.name()),
                    scopes,
                    orNone(one.users()),
                    orNone(one.groups()),
                    orNone(one.services())));
        }
        return new HubServices(services, List.copyOf(roles));
    }

    List<Service> all() {
        return List.copyOf(services.values());
    }

    Optional<Service> find(String name) {
        return Optional.ofNullable(services.get(name));
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
            if (role.users().contains(name) || role.groups().stream().anyMatch(groups::contains)) {
                grants = grants.and(Grants.of(role.scopes(), name));
            }
        }
        return grants;
    }

    /** Names of the roles of a user. */
    List<String> rolesOf(String user, boolean admin, Set<String> groups) {
        List<String> names = new ArrayList<>();
        if (admin) {
            names.add("admin");
        }
        names.add("user");
        roles.stream()
                .filter(role ->
                        role.users().contains(user) || role.groups().stream().anyMatch(groups::contains))
                .map(Role::name)
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

    private static <T> List<T> orNone(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
