package dev.orrery.scheduler;

import dev.orrery.database.Transaction;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What this server stored last of runs that are under way. A run is taken from here only where its revision shows that nobody
 * has changed it since; otherwise it is read again.
 */
final class RunCache {
    private static final int MOST = 2_000;

    private final Map<RunKey, Known> known = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<RunKey, Known> eldest) {
            return size() > MOST;
        }
    };

    private record Known(long revision, RunStatus status) {}

    /** A run that a transaction has locked: its revision before, and as it will be; how the transaction leaves it. */
    private static final class Locked {
        private final long before;
        private long revision;
        private @Nullable RunStatus status;

        Locked(long before, long revision) {
            this.before = before;
            this.revision = revision;
        }
    }

    private Map<RunKey, Locked> locked(Transaction tx) {
        return tx.notes(this, HashMap::new);
    }

    void locked(Transaction tx, RunKey key, long revision) {
        Locked run = locked(tx).computeIfAbsent(key, any -> begin(tx, key, new Locked(revision - 1, revision)));
        run.revision = revision;
    }

    /** Notes a run that is locked and has its old revision still. */
    void held(Transaction tx, RunKey key, long revision) {
        locked(tx).computeIfAbsent(key, any -> begin(tx, key, new Locked(revision, revision)));
    }

    private Locked begin(Transaction tx, RunKey key, Locked run) {
        Known last = get(key);
        run.status = last != null && last.revision() == run.before ? last.status() : null;
        tx.afterCommit(() -> keep(key, run));
        return run;
    }

    /** Notes a run that a transaction adds. */
    void added(Transaction tx, RunKey key, RunStatus status) {
        Locked run = new Locked(-1, 0);
        run.status = status;
        locked(tx).put(key, run);
        tx.afterCommit(() -> keep(key, run));
    }

    /** The run as it stands in this transaction. */
    RunStatus status(Transaction tx, RunKey key, Supplier<RunStatus> read) {
        Locked run = locked(tx).get(key);
        if (run == null) {
            return read.get();
        }
        if (run.status == null) {
            run.status = read.get();
        }
        return run.status;
    }

    boolean isLocked(Transaction tx, RunKey key) {
        return locked(tx).containsKey(key);
    }

    /** Notes how the transaction changes a run; true where its revision is to be changed, too. */
    boolean changed(Transaction tx, RunKey key, RunStatus status) {
        Locked run = locked(tx).get(key);
        if (run == null) {
            throw new IllegalStateException(key + " was not locked before it was changed");
        }
        boolean needsRevision = run.revision == run.before && !status.equals(run.status);
        run.status = status;
        if (needsRevision) {
            run.revision++;
        }
        return needsRevision;
    }

    private synchronized @Nullable Known get(RunKey key) {
        return known.get(key);
    }

    private synchronized void keep(RunKey key, Locked run) {
        RunStatus status = run.status;
        if (status == null || status.state().isTerminal()) {
            known.remove(key);
        } else {
            known.merge(
                    key,
                    new Known(run.revision, status),
                    (one, other) -> one.revision() > other.revision() ? one : other);
        }
    }
}
