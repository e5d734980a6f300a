package dev.orrery.identity.audit;

import java.time.Instant;

/**
 * One line of the audit log.
 *
 * @param id sorts by time
 * @param actorKind {@code user} (in a browser), {@code token}, {@code server}, {@code service}, {@code attempt},
 *     {@code command} (on this machine), {@code platform}, {@code nobody} (no valid credential)
 * @param actor the name; empty for nobody
 * @param action a word such as {@code login}, or an endpoint's method and path
 * @param object what it was done to: a user, {@code USER/SERVER}, a dag, …; may be empty
 * @param result how it ended
 * @param detail a refusal's stable code; else empty
 * @param address where the request came from; empty for what came from no request
 */
public record AuditEntry(
        String id,
        Instant at,
        String actorKind,
        String actor,
        String action,
        String object,
        AuditResult result,
        String detail,
        String address) {}
