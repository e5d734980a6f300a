package dev.orrery.scheduler;

import dev.orrery.dag.DagSpec;
import dev.orrery.dag.schedule.DataInterval;
import dev.orrery.database.Transaction;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the runs of timetables when they are due. */
final class DueRuns {
    private static final Logger LOG = LoggerFactory.getLogger(DueRuns.class);

    /** Dags in one transaction: a commit takes as long as what is done for one of them. */
    private static final int AT_ONCE = 50;

    /** Transactions under way at the same time, so that the database works while this program does; SQLite takes one at a time. */
    private static final int IN_PARALLEL = 4;

    private final Engine engine;
    private final JdbcSchedulerStore store;
    private final Specs specs;
    private final Planner planner;

    DueRuns(Engine engine, Specs specs, Planner planner) {
        this.engine = engine;
        this.store = engine.store();
        this.specs = specs;
        this.planner = planner;
    }

    /** Makes every run that is due, as far as its dag has a place for it; false where one dag's could not be made. */
    boolean make() {
        Set<String> failed = ConcurrentHashMap.newKeySet();
        for (List<String> due = due(failed); !due.isEmpty(); due = due(failed)) {
            if (due.size() <= AT_ONCE) {
                makeNext(due, failed);
            } else {
                makeMany(due, failed);
            }
        }
        return failed.isEmpty();
    }

    private void makeMany(List<String> due, Set<String> failed) {
        try (ExecutorService makers = Executors.newFixedThreadPool(
                IN_PARALLEL, Thread.ofVirtual().name("scheduler-due").factory())) {
            for (int at = 0; at < due.size(); at += AT_ONCE) {
                List<String> some = due.subList(at, Math.min(due.size(), at + AT_ONCE));
                makers.execute(() -> makeNext(some, failed));
            }
        }
    }

    private List<String> due(Set<String> failed) {
        // In the order in which all lock several dags.
        return store.read(tx -> store.dags().due(tx, engine.now())).stream()
                .filter(dagId -> !failed.contains(dagId))
                .sorted()
                .toList();
    }

    private void makeNext(List<String> dagIds, Set<String> failed) {
        try {
            store.<@Nullable Void>change(tx -> {
                Instant now = engine.now();
                for (String dagId : dagIds) {
                    store.dags().lockDue(tx, dagId, now).ifPresent(dag -> makeNext(tx, dag, now));
                }
                return null;
            });
        } catch (RuntimeException e) {
            if (dagIds.size() == 1) {
                LOG.error("the next run of dag {} cannot be made; trying again", dagIds.getFirst(), e);
                failed.addAll(dagIds);
            } else {
                // One's trouble is not the others'.
                dagIds.forEach(dagId -> makeNext(List.of(dagId), failed));
            }
        }
    }

    private void makeNext(Transaction tx, DagRow dag, Instant now) {
        Specs.Version version;
        try {
            version = specs.of(
                    dag.dagId(),
                    dag.version(),
                    () -> store.dags().version(tx, dag.dagId(), dag.version()).orElseThrow());
        } catch (SchedulerException e) {
            LOG.error("dag {} makes no more runs until it is pushed again: {}", dag.dagId(), e.getMessage());
            store.dags().setSchedule(tx, dag.dagId(), dag.last(), null);
            engine.tell(tx, Change.dag(dag.dagId()));
            return;
        }
        DagSpec spec = version.spec();
        Optional<DataInterval> due =
                Planner.isContinuous(spec) ? spec.schedule().next(dag.last(), now) : Optional.ofNullable(dag.next());
        DataInterval interval = due.orElse(null);
        if (interval != null) {
            RunKey key =
                    new RunKey(dag.dagId(), spec.schedule().runId(interval, now).value());
            if (planner.add(tx, key, RunKind.SCHEDULED, version.row(), spec, interval, null, Map.of())) {
                LOG.info("run {} is due", key);
            }
        }
        DataInterval last = interval == null ? dag.last() : interval;
        store.dags()
                .setSchedule(
                        tx, dag.dagId(), last, spec.schedule().next(last, now).orElse(null));
        engine.tell(tx, Change.dag(dag.dagId()));
    }
}
