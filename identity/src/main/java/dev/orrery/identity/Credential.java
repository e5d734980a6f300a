package dev.orrery.identity;

import dev.orrery.http.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What stands in for a password, without its secret.
 *
 * @param user whose it is; null for an attempt's
 * @param boundTo the thing whose end is its end too; null where there is none
 * @param scopes what was granted; what it may now is this and what the user may now
 * @param seenAt about when it was last used; null where it was not, or where nobody notes that
 * @param hubScopes the same in JupyterHub's scopes, for {@code /hub/api}; null where only the platform's were given
 */
record Credential(
        String id,
        Kind kind,
        @Nullable String user,
        @Nullable String boundTo,
        Set<Scope> scopes,
        @Nullable List<String> hubScopes,
        String note,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant seenAt) {

    /** One whose scopes are the platform's. */
    Credential(
            String id,
            Kind kind,
            @Nullable String user,
            @Nullable String boundTo,
            Set<Scope> scopes,
            String note,
            Instant createdAt,
            @Nullable Instant expiresAt) {
        this(id, kind, user, boundTo, scopes, null, note, createdAt, expiresAt, null);
    }

    enum Kind {
        SESSION("session"),
        API("api"),
        SERVER("server"),
        ATTEMPT("attempt");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }

        static Kind of(String text) {
            for (Kind kind : values()) {
                if (kind.text.equals(text)) {
                    return kind;
                }
            }
            throw new IllegalStateException("unknown kind of credential " + text);
        }
    }

    boolean validAt(Instant time) {
        return expiresAt == null || time.isBefore(expiresAt);
    }
}
