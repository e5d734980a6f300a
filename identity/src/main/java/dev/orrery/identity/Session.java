package dev.orrery.identity;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A browser that is logged in, without its secret.
 *
 * @param origin where its login came from
 * @param lastSeenAt not older than the last use by more than {@link Sessions#SEEN_EVERY}
 */
public record Session(String id, Origin origin, Instant createdAt, Instant lastSeenAt, Instant expiresAt) {

    /**
     * Where a login came from.
     *
     * @param address the client's address as the server saw it; empty where unknown
     * @param agent how the browser calls itself, at most 200 characters; empty where unknown
     * @param provider the login provider's id; null where it was a password of the platform's own
     */
    public record Origin(
            String address, String agent, @Nullable String provider) {
        private static final int MAX_AGENT = 200;

        public Origin {
            agent = agent.length() > MAX_AGENT ? agent.substring(0, MAX_AGENT) : agent;
        }

        static Origin unknown() {
            return new Origin("", "", null);
        }

        /** The same through a provider. */
        public Origin through(@Nullable String id) {
            return new Origin(address, agent, id);
        }
    }
}
