package dev.orrery.identity.audit;

import dev.orrery.database.Database;
import dev.orrery.database.Migrations;
import dev.orrery.database.Transaction;
import dev.orrery.http.Deed;
import dev.orrery.http.Problem;
import dev.orrery.http.Recorder;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one way into the audit log. Whatever a recorded request, or {@link #doing}, commits to the database first has its
 * entry in the same transaction; one that changed no row has it afterwards. A request that is refused after it had
 * committed something has a second entry, which says so.
 */
public final class AuditLog implements Recorder {
    private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);
    private static final ScopedValue<Pending> PENDING = ScopedValue.newInstance();
    private static final int LONGEST = 300;

    /** The database refuses to drop what is younger. */
    public static final int LEAST_DAYS = 7;

    private final JdbcAuditStore store;
    private final InstantSource clock;
    private final Flood flood;
    private final SecureRandom random = new SecureRandom();

    public AuditLog(Database database, InstantSource clock) {
        this.store = new JdbcAuditStore(database);
        this.clock = clock;
        this.flood = new Flood(clock);
        database.beforeCommit(AuditLog::addPending);
    }

    /** What the module's tables went through. */
    public static Migrations migrations() {
        return JdbcAuditStore.MIGRATIONS;
    }

    /** An entry that the first commit takes along. The deed is read late: a handler adds to it before it changes anything. */
    private static final class Pending {
        private final BooleanSupplier isNews;
        private final Supplier<AuditEntry> make;
        private @Nullable AuditEntry entry;
        private boolean committed;

        Pending(BooleanSupplier isNews, Supplier<AuditEntry> make) {
            this.isNews = isNews;
            this.make = make;
        }

        AuditEntry entry() {
            AuditEntry made = entry;
            if (made == null) {
                made = make.get();
                entry = made;
            }
            return made;
        }
    }

    private static void addPending(Transaction tx) {
        if (PENDING.isBound()
                && !PENDING.get().committed
                && PENDING.get().isNews.getAsBoolean()) {
            Pending pending = PENDING.get();
            JdbcAuditStore.add(tx, pending.entry());
            tx.afterCommit(() -> pending.committed = true);
        }
    }

    /**
     * Writes down what is news, and of the rest who was turned away from a change, or from anything with a credential that does
     * not do.
     */
    @Override
    public void record(Deed deed, Work work) {
        Pending pending = new Pending(deed::isNews, () -> entry(deed, AuditResult.DONE, ""));
        try {
            ScopedValue.where(PENDING, pending).run(work::run);
        } catch (Problem problem) {
            if (deed.isNews() || deed.refusal() != null || isRefusedChange(deed, problem)) {
                AuditResult result = problem.status() >= 500 ? AuditResult.FAILED : AuditResult.REFUSED;
                addRefusal(deed, result, problem.code());
            }
            throw problem;
        }
        String refusal = deed.refusal();
        if (refusal != null) {
            addRefusal(deed, AuditResult.REFUSED, refusal);
        } else if (deed.isNews() && !pending.committed) {
            add(pending.entry());
        }
    }

    /** Does something that no request asked for, or a command did, and writes it down. */
    public <T extends @Nullable Object> T doing(AuditActor actor, String action, String object, Supplier<T> work) {
        Pending pending = new Pending(() -> true, () -> entry(actor, action, object, AuditResult.DONE, "", ""));
        T value = ScopedValue.where(PENDING, pending).call(work::get);
        if (!pending.committed) {
            add(pending.entry());
        }
        return value;
    }

    /** The entries that a query finds, newest first. */
    public List<AuditEntry> find(AuditQuery query) {
        return store.find(query);
    }

    /** Drops entries older than so many days, at least {@link #LEAST_DAYS}; says how many. */
    public int keepDays(int days) {
        if (days < LEAST_DAYS) {
            throw new IllegalArgumentException("The audit log is kept for at least " + LEAST_DAYS + " days.");
        }
        return store.dropBefore(clock.instant().minus(Duration.ofDays(days)));
    }

    private static boolean isRefusedChange(Deed deed, Problem problem) {
        boolean isLook = deed.action().startsWith("GET ");
        return !isLook && (problem.status() == 401 || problem.status() == 403 || problem.status() == 413);
    }

    private void addRefusal(Deed deed, AuditResult result, String detail) {
        AuditEntry entry = entry(deed, result, detail);
        if (!entry.actorKind().equals("nobody") || flood.lets(entry.address())) {
            add(entry);
        }
    }

    /** The work is done or refused by now: that it cannot be written down does not undo it. */
    private void add(AuditEntry entry) {
        try {
            store.add(entry);
        } catch (RuntimeException e) {
            LOG.error("Not in the audit log: {}", entry, e);
        }
    }

    private AuditEntry entry(Deed deed, AuditResult result, String detail) {
        return entry(AuditActor.of(deed.caller()), deed.action(), deed.object(), result, detail, deed.address());
    }

    private AuditEntry entry(
            AuditActor actor, String action, String object, AuditResult result, String detail, String address) {
        Instant now = clock.instant();
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, now);
        String id = String.format("%014x%08x", micros, random.nextInt());
        return new AuditEntry(
                id,
                now,
                actor.kind(),
                plain(actor.name()),
                plain(action),
                plain(object),
                result,
                plain(detail),
                address);
    }

    /** Without what a terminal or a page could take for more than text, and of a length that fits a line. */
    private static String plain(String text) {
        String clipped = text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
        return clipped.codePoints()
                .map(c ->
                        Character.isISOControl(c) || Character.getType(c) == Character.FORMAT || c == 0xFFFD ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
