package dev.orrery.http;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who makes a request, as {@link Authenticator} found it, and what they may do. */
public sealed interface Caller {

    Set<Scope> scopes();

    default boolean may(Scope scope) {
        return switch (scope) {
            case PUBLIC -> true;
            case HUB -> !(this instanceof Anonymous);
            case SELF,
                    READ_DAGS,
                    WRITE_DAGS,
                    WRITE_RUNS,
                    SERVERS,
                    ACCESS_SERVERS,
                    USERS_ACTIVITY,
                    ADMIN_USERS,
                    ADMIN_SERVERS,
                    READ_METRICS,
                    ATTEMPT -> scopes().contains(scope);
        };
    }

    /** Nobody known: no credentials, or none that are valid. */
    record Anonymous() implements Caller {
        @Override
        public Set<Scope> scopes() {
            return Set.of(Scope.PUBLIC);
        }
    }

    /**
     * A person, by a browser session or by a token.
     *
     * @param session the browser session's id; null where a token was shown
     */
    record User(
            String name,
            boolean admin,
            Set<Scope> scopes,
            @Nullable String session) implements Caller {
        public User {
            scopes = Set.copyOf(scopes);
        }
    }

    /** A user server, by the token that it was started with. */
    record Server(String user, String server, Set<Scope> scopes) implements Caller {
        public Server {
            scopes = Set.copyOf(scopes);
        }
    }

    /** A program beside the platform, by the token that its configuration gives it. */
    record Service(String name) implements Caller {
        @Override
        public Set<Scope> scopes() {
            return Set.of(Scope.SELF);
        }
    }

    /** The runner of one attempt, by that attempt's token. */
    record Attempt(String attemptId) implements Caller {
        @Override
        public Set<Scope> scopes() {
            return Set.of(Scope.ATTEMPT);
        }
    }
}
