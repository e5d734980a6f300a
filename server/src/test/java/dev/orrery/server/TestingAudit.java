package dev.orrery.server;

import dev.orrery.identity.audit.AuditEntry;
import dev.orrery.identity.audit.AuditLog;
import dev.orrery.identity.audit.AuditQuery;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Reads the audit log of a running program. What changed no row is written down when it was answered, so it is waited for. */
final class TestingAudit {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private final AuditLog log;

    TestingAudit(AuditLog log) {
        this.log = log;
    }

    /** The newest entry's id; empty where there is none. */
    String newest() {
        return newest(null).map(AuditEntry::id).orElse("");
    }

    /**
     * The newest entry, once it came after the one with this id; empty when none came for ten seconds.
     *
     * @param action the beginning of its action; null for any
     */
    Optional<AuditEntry> after(String id, @Nullable String action) {
        long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
        do {
            Optional<AuditEntry> found =
                    newest(action).filter(entry -> entry.id().compareTo(id) > 0);
            if (found.isPresent()) {
                return found;
            }
            LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
        } while (System.nanoTime() - deadline < 0);
        return Optional.empty();
    }

    private Optional<AuditEntry> newest(@Nullable String action) {
        List<AuditEntry> found = log.find(new AuditQuery(null, action, null, null, null, null, null, null, 1));
        return found.stream().findFirst();
    }
}
