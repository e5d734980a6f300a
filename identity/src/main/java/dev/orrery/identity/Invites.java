package dev.orrery.identity;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/**
 * One-time links with which a user without a password, or one who forgot it, sets one. An administrator makes them; a
 * newer one takes the place of an older.
 */
public final class Invites {
    /** How long a link is good where its maker says nothing. */
    public static final Duration LIFETIME = Duration.ofDays(7);

    private static final Duration LONGEST = Duration.ofDays(90);

    private final JdbcInviteStore store;
    private final Accounts accounts;
    private final InstantSource clock;

    Invites(JdbcInviteStore store, Accounts accounts, InstantSource clock) {
        this.store = store;
        this.accounts = accounts;
        this.clock = clock;
    }

    /**
     * Makes a link for a user who is there.
     *
     * @param lifetime up to 90 days
     */
    public Invite.Fresh create(String user, Duration lifetime) {
        if (lifetime.isNegative() || lifetime.isZero() || lifetime.compareTo(LONGEST) > 0) {
            throw new IdentityException(
                    IdentityException.Code.BAD_TOKEN_REQUEST,
                    "An invite link lives longer than 0 seconds and at most " + LONGEST.toDays() + " days.");
        }
        accounts.need(user);
        String secret = Secrets.random("");
        Invite invite = new Invite(user, clock.instant().plus(lifetime));
        store.put(invite, Secrets.hash(secret));
        return new Invite.Fresh(invite, secret);
    }

    /** Who has a link that is still good, and until when. */
    public Map<String, Instant> open() {
        return store.open(clock.instant());
    }

    /** Ends a user's link; does nothing where there is none. */
    public void withdraw(String user) {
        store.delete(user);
    }

    /** The invite of that secret; refuses where it is none, used, replaced or over. */
    public Invite look(String secret) {
        return store.find(Secrets.hash(secret), clock.instant()).orElseThrow(Invites::bad);
    }

    /** Sets the password, once. All sessions of the user end with it. */
    public User accept(String secret, String password) {
        Instant now = clock.instant();
        String hash = Secrets.hash(secret);
        // Before the costly hash: whoever has no link is not to make the server work.
        Invite invite = store.find(hash, now).orElseThrow(Invites::bad);
        String stored = accounts.hash(invite.user(), password);
        if (!store.accept(hash, stored, now)) {
            throw bad();
        }
        return accounts.need(invite.user());
    }

    private static IdentityException bad() {
        return new IdentityException(
                IdentityException.Code.BAD_INVITE,
                "This invite link is not valid, or not any more: ask an administrator for a new one.");
    }
}
