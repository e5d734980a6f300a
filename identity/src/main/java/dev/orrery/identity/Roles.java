package dev.orrery.identity;

import dev.orrery.http.Scope;
import java.util.EnumSet;
import java.util.Set;

/** What a user has by being one, and what an administrator has beyond that. */
final class Roles {
    private static final Set<Scope> USER = Set.of(
            Scope.SELF, Scope.READ_DAGS, Scope.WRITE_DAGS, Scope.WRITE_RUNS, Scope.SERVERS, Scope.ACCESS_SERVERS);
    private static final Set<Scope> ADMIN_ONLY = Set.of(Scope.ADMIN_USERS, Scope.ADMIN_SERVERS, Scope.READ_METRICS);

    private Roles() {}

    static Set<Scope> of(boolean admin) {
        EnumSet<Scope> scopes = EnumSet.copyOf(USER);
        if (admin) {
            scopes.addAll(ADMIN_ONLY);
        }
        return scopes;
    }
}
