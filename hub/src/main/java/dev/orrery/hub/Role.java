package dev.orrery.hub;

import java.util.List;
import java.util.Set;

/** Scopes under a name, and who has them. All users have the role of that name, "user", all administrators "admin". */
record Role(String name, List<String> scopes, List<String> users, List<String> groups, List<String> services) {
    Role {
        scopes = List.copyOf(scopes);
        users = List.copyOf(users);
        groups = List.copyOf(groups);
        services = List.copyOf(services);
    }

    boolean isOf(String user, boolean admin, Set<String> memberships) {
        return name.equals("user")
                || (admin && name.equals("admin"))
                || users.contains(user)
                || groups.stream().anyMatch(memberships::contains);
    }
}
