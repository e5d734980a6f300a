package dev.orrery.hub;

import dev.orrery.http.Caller;
import dev.orrery.identity.Identity;
import dev.orrery.identity.Sessions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Notes that whoever asks the hub is active; not each time, since that would be a write for every read. */
final class UserActivity {
    private final Identity identity;
    private final JdbcGroupStore store;
    private final InstantSource clock;
    private final Map<String, Instant> noted = new ConcurrentHashMap<>();

    UserActivity(Identity identity, JdbcGroupStore store, InstantSource clock) {
        this.identity = identity;
        this.store = store;
        this.clock = clock;
    }

    Caller of(Caller caller) {
        if (caller instanceof Caller.User user) {
            Instant now = clock.instant();
            Instant last = noted.getOrDefault(user.name(), Instant.EPOCH);
            // The administrator of this machine's own commands is no user.
            if (Duration.between(last, now).compareTo(Sessions.SEEN_EVERY) > 0
                    && identity.user(user.name()).isPresent()) {
                noted.put(user.name(), now);
                store.active(user.name(), now);
            }
        }
        return caller;
    }
}
