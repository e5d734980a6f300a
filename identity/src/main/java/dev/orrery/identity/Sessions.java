package dev.orrery.identity;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Browsers that are logged in. Each is a row; its secret, 256 random bits, is in the browser's cookie alone. */
public final class Sessions {
    /** How long a session lives after its last use. */
    public static final Duration LIFETIME = Duration.ofDays(14);

    /** A session's last use is written down at most this often, so that reading does not write. */
    public static final Duration SEEN_EVERY = Duration.ofMinutes(5);

    private final JdbcSessionStore store;
    private final InstantSource clock;

    Sessions(JdbcSessionStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** Opens one. Returns its secret. */
    public String open(User user, Session.Origin origin) {
        String secret = Secrets.random("");
        Instant now = clock.instant();
        store.add(
                user.name(),
                new Session(Secrets.randomId(), origin, now, now, now.plus(LIFETIME)),
                Secrets.hash(secret));
        return secret;
    }

    /** Whether the session of that id is still open. */
    public boolean isOpen(String id) {
        return store.find(id)
                .filter(one -> clock.instant().isBefore(one.expiresAt()))
                .isPresent();
    }

    /** The session of that id, as {@link dev.orrery.http.Caller.User#session} names it. */
    public Optional<Session> find(String id) {
        return store.find(id);
    }

    /** A user's open sessions, the one seen last first. */
    public List<Session> of(String user) {
        return store.of(user, clock.instant());
    }

    /** Ends the session of that id; does nothing where there is none. */
    public void close(String id) {
        store.delete(id);
    }

    /** Ends a user's own session; refuses where the user has none of that id. */
    public void close(String user, String id) {
        if (!store.delete(user, id)) {
            throw new IdentityException(IdentityException.Code.NO_SUCH_SESSION, "You have no session '" + id + "'.");
        }
    }

    /** Ends all of a user's sessions. */
    public void closeAll(String user) {
        store.deleteAll(user, "");
    }

    /** Ends all of a user's sessions but one. */
    public void closeOthers(String user, String kept) {
        store.deleteAll(user, kept);
    }

    /** Notes that a session was used, and moves its end. */
    void seen(Credential session) {
        Instant now = clock.instant();
        Instant end = Objects.requireNonNullElse(session.expiresAt(), now);
        // The end is always a lifetime after the last use that was written down.
        if (Duration.between(end.minus(LIFETIME), now).compareTo(SEEN_EVERY) > 0) {
            store.seen(session.id(), now, now.plus(LIFETIME));
        }
    }
}
