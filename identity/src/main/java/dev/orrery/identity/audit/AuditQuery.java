package dev.orrery.identity.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is looked for in the audit log, newest first. Null is anything.
 *
 * @param actor the whole name
 * @param action how it begins
 * @param object the whole of it, or what stands before a slash in it
 * @param text somewhere in actor, action, object, detail or address, in whatever case
 * @param from at or after
 * @param to before
 * @param before the id of the entry that the last page ended with
 * @param limit at most so many, 1 to 500
 */
public record AuditQuery(
        @Nullable String actor,
        @Nullable String action,
        @Nullable String object,
        @Nullable AuditResult result,
        @Nullable String text,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable String before,
        int limit) {
    public static final int MOST = 500;

    public AuditQuery {
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("The limit must be 1 to " + MOST + ".");
        }
    }
}
