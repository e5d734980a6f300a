package dev.orrery.hub;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What somebody, or a group, may do with another's server.
 *
 * @param scopes JupyterHub's, each for that server alone
 */
record Share(ServerName server, Recipient recipient, List<String> scopes, Instant createdAt) {
    Share {
        scopes = List.copyOf(scopes);
    }

    /** Who has it. */
    record Recipient(Kind kind, String name) {}

    enum Kind {
        USER("user"),
        GROUP("group");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }

        static Kind of(String text) {
            return text.equals(GROUP.text) ? GROUP : USER;
        }
    }

    /**
     * A secret that gives a share to whoever shows it.
     *
     * @param exchanges how often that was done
     */
    record Code(
            String id,
            ServerName server,
            List<String> scopes,
            Instant createdAt,
            Instant expiresAt,
            long exchanges,
            @Nullable Instant lastExchanged) {
        Code {
            scopes = List.copyOf(scopes);
        }
    }
}
