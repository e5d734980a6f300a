package dev.orrery.scheduler;

import dev.orrery.dag.DagSpec;
import dev.orrery.dag.schedule.DataInterval;
import dev.orrery.dag.schedule.RunId;
import dev.orrery.database.Transaction;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the runs of dags that consume data, when it was made anew. What was made is noted in the transaction that ends its
 * maker, and leaves that note in the one that makes the run: killed between, the next scheduler finds it there.
 */
final class DataRuns {
    private static final Logger LOG = LoggerFactory.getLogger(DataRuns.class);

    private final Engine engine;
    private final JdbcSchedulerStore store;
    private final Specs specs;
    private final Planner planner;

    DataRuns(Engine engine, Specs specs, Planner planner) {
        this.engine = engine;
        this.store = engine.store();
        this.specs = specs;
        this.planner = planner;
    }

    /** Makes what is ready; false where a dag's run could not be made. */
    boolean make() {
        boolean all = true;
        for (String dagId : store.read(store.data()::ready)) {
            try {
                store.<@Nullable Void>change(tx -> {
                    make(tx, store.dags().locked(tx, dagId));
                    return null;
                });
            } catch (RuntimeException e) {
                LOG.error("the run of dag {} that its data starts cannot be made; trying again", dagId, e);
                all = false;
            }
        }
        return all;
    }

    private void make(Transaction tx, DagRow dag) {
        // Another server may have made it before this one had the lock.
        if (dag.paused() || !store.data().isReady(tx, dag.dagId())) {
            return;
        }
        List<JdbcDataStore.Event> events = store.data().pending(tx, dag.dagId());
        VersionRow version =
                store.dags().version(tx, dag.dagId(), dag.version()).orElseThrow();
        DagSpec spec = specs.of(version);
        Instant now = engine.now();
        DataInterval interval = store.data().interval(tx, events).orElseGet(() -> DataInterval.point(now));
        RunKey key = planner.addAt(
                tx, now, RunId::asset, new Planner.Made(RunKind.ASSET, version, spec, interval, null, Map.of()));
        store.data().take(tx, key, events);
        LOG.info("run {} comes, as its data was made anew", key);
    }
}
