package dev.orrery.hub;

import dev.orrery.database.Database;
import dev.orrery.hub.HubModels.Facts;
import dev.orrery.identity.Identity;
import dev.orrery.identity.User;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Users with all that the platform knows of them: servers, groups, roles, and when they were last seen. */
public final class People {
    private final Identity identity;
    private final Servers servers;
    private final JdbcGroupStore groups;
    private final HubServices services;

    public People(Database database, Identity identity, Servers servers, HubServices services) {
        this.identity = identity;
        this.servers = servers;
        this.groups = new JdbcGroupStore(database);
        this.services = services;
    }

    Facts facts(User user) {
        Set<String> own = groups.groupsOf(user.name());
        return new Facts(
                user,
                own,
                services.rolesOf(user.name(), user.admin(), own),
                servers.of(user.name()),
                groups.activity(user.name()).orElse(null));
    }

    /** All users, by name. */
    List<Facts> everybody() {
        Map<String, List<UserServer>> byUser = servers.all().stream().collect(Collectors.groupingBy(UserServer::user));
        Map<String, Set<String>> memberships = groups.groups();
        Map<String, Instant> activity = groups.activity();
        return identity.users().stream()
                .map(user -> new Facts(
                        user,
                        memberships.getOrDefault(user.name(), Set.of()),
                        services.rolesOf(user.name(), user.admin(), memberships.getOrDefault(user.name(), Set.of())),
                        byUser.getOrDefault(user.name(), List.of()),
                        activity.get(user.name())))
                .toList();
    }

    /** Stops the user's servers and deletes the user; the home folder stays. */
    void delete(String name) {
        servers.of(name).forEach(server -> servers.stop(server.key()));
        identity.deleteUser(name);
        groups.forgetUser(name);
    }

    Servers servers() {
        return servers;
    }

    JdbcGroupStore groups() {
        return groups;
    }

    HubServices services() {
        return services;
    }
}
