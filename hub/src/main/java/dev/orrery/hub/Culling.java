package dev.orrery.hub;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When user servers are stopped that nobody uses.
 *
 * @param idle how long nobody has used a server until it is stopped; null: never
 * @param maxAge how long after its start a server is stopped once nothing runs in it; null: never
 */
public record Culling(@Nullable Duration idle, @Nullable Duration maxAge) {
    /** A server whose name ends so is an application for others, which is not stopped for want of its owner. */
    static final String EXEMPT = "-llap";

    /** How long an owner may have a server kept from now on. */
    static final Duration MOST_KEPT = Duration.ofHours(24);

    public Culling {
        if ((idle != null && !idle.isPositive()) || (maxAge != null && !maxAge.isPositive())) {
            throw new IllegalArgumentException("Times until a server is stopped are more than 0.");
        }
    }

    /** An hour, as Zero to JupyterHub has it; of any age. */
    public static Culling defaults() {
        return new Culling(Duration.ofHours(1), null);
    }

    /** No server is ever stopped. */
    public static Culling never() {
        return new Culling(null, null);
    }

    /**
     * The stop of a server that nothing runs in.
     *
     * @param why "60 min idle"
     */
    record Due(Instant at, String why) {}

    /** When it will be stopped as far as is known now; empty where it will not. */
    Optional<Due> due(UserServer server) {
        Instant started = server.startedAt();
        if (server.state() != ServerState.READY
                || started == null
                || server.name().endsWith(EXEMPT)) {
            return Optional.empty();
        }
        Due due = null;
        if (idle != null) {
            Instant active = server.lastActivity();
            Instant used = active == null || active.isBefore(started) ? started : active;
            due = new Due(used.plus(idle), words(idle) + " idle");
        }
        if (maxAge != null && (due == null || started.plus(maxAge).isBefore(due.at()))) {
            due = new Due(started.plus(maxAge), words(maxAge) + " of running");
        }
        Instant kept = server.keepUntil();
        if (due != null && kept != null && kept.isAfter(due.at())) {
            due = new Due(kept, due.why());
        }
        return Optional.ofNullable(due);
    }

    private static String words(Duration time) {
        return time.compareTo(Duration.ofMinutes(1)) < 0 ? time.toSeconds() + " s" : time.toMinutes() + " min";
    }
}
