package dev.orrery.identity;

import dev.orrery.http.Scope;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A user's API token, without its secret.
 *
 * @param hubScopes JupyterHub's scopes, where it was made with such
 * @param seenAt when it was last used, to within {@link Sessions#SEEN_EVERY}; null for never
 */
public record ApiToken(
        String id,
        String note,
        List<Scope> scopes,
        @Nullable List<String> hubScopes,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant seenAt) {
    public ApiToken {
        scopes = List.copyOf(scopes);
    }

    /** A token that was just made, with its secret this once. */
    public record Fresh(ApiToken token, String secret) {
        @Override
        public String toString() {
            return "Fresh[" + token.id() + "]";
        }
    }
}
