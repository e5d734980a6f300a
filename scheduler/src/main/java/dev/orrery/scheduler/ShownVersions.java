package dev.orrery.scheduler;

import dev.orrery.dag.DagSpec;
import dev.orrery.database.Transaction;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What lists show of the dags' versions in force. A version never changes, so each is read once. */
final class ShownVersions {
    /** As many dags as one query names. */
    private static final int AT_ONCE = 500;

    private final JdbcSchedulerStore store;
    private final Specs specs;
    private final Map<String, ShownVersion> known = new ConcurrentHashMap<>();

    ShownVersions(JdbcSchedulerStore store, Specs specs) {
        this.store = store;
        this.specs = specs;
    }

    /** The dags with what is shown of their versions. */
    List<DagHead> of(Transaction tx, List<DagHead> dags) {
        List<String> missing = dags.stream()
                .filter(dag -> known(dag) == null)
                .map(DagHead::dagId)
                .toList();
        if (!missing.isEmpty()) {
            store.dags()
                    .shown(tx, missing.size() > AT_ONCE ? null : missing)
                    .forEach(version -> known.put(version.dagId(), version));
        }
        return dags.stream().map(dag -> dag.with(of(tx, dag))).toList();
    }

    private ShownVersion of(Transaction tx, DagHead dag) {
        ShownVersion version = known(dag);
        if (version != null) {
            return version;
        }
        ShownVersion read =
                of(store.dags().version(tx, dag.dagId(), dag.version()).orElseThrow());
        known.put(dag.dagId(), read);
        return read;
    }

    ShownVersion of(VersionRow row) {
        ShownDag kept = row.shown();
        if (kept != null) {
            return ShownVersion.of(row, kept);
        }
        DagSpec spec = spec(row);
        return ShownVersion.of(row, spec == null ? ShownDag.unreadable(row.runAs()) : ShownDag.of(spec));
    }

    /** Null where this program cannot read it. */
    @Nullable
    DagSpec spec(VersionRow version) {
        try {
            return specs.of(version);
        } catch (SchedulerException e) {
            return null;
        }
    }

    private @Nullable ShownVersion known(DagHead dag) {
        ShownVersion version = known.get(dag.dagId());
        return version != null && version.version() >= dag.version() ? version : null;
    }
}
