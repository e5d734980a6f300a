package dev.orrery.scheduler;

import dev.orrery.dag.DagException;
import dev.orrery.dag.DagSpec;
import dev.orrery.dag.TaskSpec;
import dev.orrery.dag.schedule.DataInterval;
import dev.orrery.dag.schedule.RunId;
import dev.orrery.dag.template.RunContext;
import dev.orrery.dag.template.Templates;
import dev.orrery.database.Transaction;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fills a dag's past: shows first what would be done, then does it, so many runs at a time. */
final class Backfills {
    private static final Logger LOG = LoggerFactory.getLogger(Backfills.class);
    private static final int MOST_ACTIVE = 100;
    private static final int SHOWN = 50;

    private final Engine engine;
    private final JdbcSchedulerStore store;
    private final Specs specs;
    private final Planner planner;
    private final Renewal renewal;
    private final GivenParameters given;
    private final Templates templates = new Templates();

    /** What somebody asks for; as {@link Backfill} has it. */
    record Request(
            Instant from,
            Instant to,
            boolean newestFirst,
            int maxActive,
            Backfill.Existing existing,
            boolean onLatestVersion,
            @Nullable Integer stopAfterFailures,
            Map<String, @Nullable Object> conf) {
        Request {
            if (maxActive < 1 || maxActive > MOST_ACTIVE) {
                throw BackfillPlan.invalid("'max_active' may be 1 to " + MOST_ACTIVE + ".");
            }
            if (stopAfterFailures != null && stopAfterFailures < 1) {
                throw BackfillPlan.invalid("'stop_after_failures' may be 1 or more; leave it out to go on.");
            }
            GivenParameters.requireForm(conf);
        }
    }

    /** A backfill and how far it is. */
    record State(Backfill backfill, JdbcBackfillStore.Progress progress) {}

    /** @param parameters of each task by its id, rendered; null where they cannot be, or the date is skipped */
    record Preview(BackfillItem item, @Nullable Map<String, Map<String, @Nullable Object>> parameters) {}

    Backfills(Engine engine, Specs specs, Planner planner, Renewal renewal, GivenParameters given) {
        this.engine = engine;
        this.store = engine.store();
        this.specs = specs;
        this.planner = planner;
        this.renewal = renewal;
        this.given = given;
    }

    /** Where the dag's wall clock hangs. */
    ZoneId zone(String dagId) {
        return store.read(tx -> specs.of(version(tx, dag(tx, dagId))).schedule().zone());
    }

    /** What {@link #start} would do now. */
    List<Preview> preview(String dagId, Request request) {
        given.require(dagId, request.conf());
        return store.read(tx -> {
            DagSpec spec = specs.of(version(tx, dag(tx, dagId)));
            return plan(tx, spec, request).stream()
                    .map(item -> new Preview(item, parameters(spec, item, request.conf())))
                    .toList();
        });
    }

    /** Begins a backfill; refused where there is nothing to do, or one of the dag's is under way. */
    Backfill start(String dagId, Request request, String user) {
        given.require(dagId, request.conf());
        return store.change(tx -> {
            store.dags().lock(tx, dagId);
            List<BackfillItem> items = plan(tx, specs.of(version(tx, dag(tx, dagId))), request);
            if (items.stream().allMatch(item -> item.action() == Backfill.Action.SKIP)) {
                throw new SchedulerException(
                        SchedulerException.Code.CONFLICT,
                        items.isEmpty()
                                ? "No run of the dag is due in this stretch: choose another."
                                : "There is nothing to do: each of the " + items.size()
                                        + " runs exists. Ask for the failed ones, or for all, to be run again.");
            }
            Backfill backfill = new Backfill(
                    Ids.fresh(),
                    dagId,
                    request.from(),
                    request.to(),
                    request.newestFirst(),
                    request.maxActive(),
                    request.existing(),
                    request.onLatestVersion(),
                    request.stopAfterFailures(),
                    request.conf(),
                    Backfill.State.RUNNING,
                    user,
                    engine.now(),
                    null);
            if (!store.backfills().add(tx, backfill, items)) {
                throw new SchedulerException(
                        SchedulerException.Code.CONFLICT,
                        "The dag has a backfill that has not ended: wait for it, or cancel it first.");
            }
            changed(tx, backfill);
            return backfill;
        });
    }

    /** Begins no more runs until it goes on; those under way go on. */
    void setPaused(String dagId, String backfillId, boolean paused) {
        end(dagId, backfillId, paused ? Backfill.State.PAUSED : Backfill.State.RUNNING);
    }

    /** Begins no more runs, for good; those under way go on to their end. */
    void cancel(String dagId, String backfillId) {
        end(dagId, backfillId, Backfill.State.CANCELLED);
    }

    private void end(String dagId, String backfillId, Backfill.State state) {
        store.<@Nullable Void>change(tx -> {
            Backfill backfill = find(tx, dagId, backfillId);
            Instant endedAt = state.isTerminal() ? engine.now() : null;
            if (!store.backfills().setState(tx, backfillId, state, endedAt)) {
                throw new SchedulerException(
                        SchedulerException.Code.CONFLICT,
                        "The backfill has ended already (" + backfill.state().text() + ").");
            }
            changed(tx, backfill);
            return null;
        });
    }

    /** The newest ones of a dag. */
    List<State> ofDag(String dagId) {
        return store.read(tx -> {
            dag(tx, dagId);
            return store.backfills().ofDag(tx, dagId, SHOWN).stream()
                    .map(backfill -> new State(backfill, store.backfills().progress(tx, backfill)))
                    .toList();
        });
    }

    State state(String dagId, String backfillId) {
        return store.read(tx -> {
            Backfill backfill = find(tx, dagId, backfillId);
            return new State(backfill, store.backfills().progress(tx, backfill));
        });
    }

    List<JdbcBackfillStore.ItemRow> items(String dagId, String backfillId) {
        return store.read(tx -> store.backfills().items(tx, find(tx, dagId, backfillId)));
    }

    /** Begins what there is room for, and ends what is done. To be called whenever a run has ended, and after a restart. */
    void advance() {
        for (String backfillId : store.read(store.backfills()::running)) {
            store.<@Nullable Void>change(tx -> {
                store.backfills()
                        .lock(tx, backfillId)
                        .filter(backfill -> backfill.state() == Backfill.State.RUNNING)
                        .ifPresent(backfill -> advance(tx, backfill));
                return null;
            });
        }
    }

    private void advance(Transaction tx, Backfill backfill) {
        while (true) {
            JdbcBackfillStore.Progress progress = store.backfills().progress(tx, backfill);
            Integer most = backfill.stopAfterFailures();
            if (most != null && progress.failed() >= most) {
                finish(tx, backfill, Backfill.State.STOPPED);
                return;
            }
            if (progress.ended() == progress.total()) {
                finish(tx, backfill, Backfill.State.COMPLETED);
                return;
            }
            JdbcBackfillStore.ItemRow next = progress.active() >= backfill.maxActive()
                    ? null
                    : store.backfills().next(tx, backfill.backfillId()).orElse(null);
            if (next == null) {
                return;
            }
            store.backfills().begin(tx, backfill.backfillId(), next.position());
            begin(tx, backfill, next.item());
            changed(tx, backfill);
        }
    }

    private void finish(Transaction tx, Backfill backfill, Backfill.State state) {
        LOG.info("backfill {} of {} ended: {}", backfill.backfillId(), backfill.dagId(), state.text());
        store.backfills().setState(tx, backfill.backfillId(), state, engine.now());
        changed(tx, backfill);
    }

    private void begin(Transaction tx, Backfill backfill, BackfillItem item) {
        RunKey key = new RunKey(backfill.dagId(), item.runId());
        switch (item.action()) {
            case CREATE -> {
                VersionRow version = version(tx, dag(tx, backfill.dagId()));
                planner.add(
                        tx,
                        key,
                        RunKind.BACKFILL,
                        version,
                        specs.of(version),
                        item.interval(),
                        backfill.createdBy(),
                        backfill.conf());
                if (store.runs().lock(tx, key)) {
                    engine.apply(tx, key, new RunEvent.Begin());
                }
            }
            case RERUN -> {
                store.runs().lock(tx, key);
                if (backfill.onLatestVersion()
                        && store.runs().status(tx, key).state().isTerminal()) {
                    renewal.renew(tx, key);
                }
                List<String> tasks = store.runs().status(tx, key).tasks().stream()
                        .filter(task ->
                                !(task.mapping() instanceof Mapping.Instance) && task.state() != TaskState.REMOVED)
                        .map(TaskStatus::taskId)
                        .toList();
                String refusal = engine.apply(tx, key, new RunEvent.Clear(tasks));
                if (refusal != null) {
                    LOG.info("run {} is not run again: {}", key, refusal);
                }
            }
            case SKIP -> throw new IllegalStateException("nothing to begin");
        }
    }

    private List<BackfillItem> plan(Transaction tx, DagSpec spec, Request request) {
        Instant now = engine.now();
        List<DataInterval> intervals = BackfillPlan.intervals(spec.schedule(), request.from(), request.to(), now);
        Map<Instant, BackfillPlan.Existing> existing = new HashMap<>();
        store.history()
                .datedStates(tx, spec.dagId(), request.from(), request.to())
                .forEach(run -> existing.put(run.logicalDate(), new BackfillPlan.Existing(run.runId(), run.state())));
        return BackfillPlan.items(spec.schedule(), intervals, existing, request.existing(), request.newestFirst(), now);
    }

    private @Nullable Map<String, Map<String, @Nullable Object>> parameters(
            DagSpec spec, BackfillItem item, Map<String, @Nullable Object> conf) {
        if (item.action() != Backfill.Action.CREATE) {
            return null;
        }
        Map<String, Map<String, @Nullable Object>> byTask = new LinkedHashMap<>();
        try {
            for (TaskSpec task : spec.tasks()) {
                RunContext context = spec.context(task, 1, new RunId(item.runId()), item.interval(), conf);
                byTask.put(task.taskId(), templates.render(context.params(), context));
            }
        } catch (DagException e) {
            return null; // the run itself will say so, with the place
        }
        return byTask;
    }

    private Backfill find(Transaction tx, String dagId, String backfillId) {
        return store.backfills()
                .find(tx, backfillId)
                .filter(backfill -> backfill.dagId().equals(dagId))
                .orElseThrow(() -> SchedulerException.notFound(
                        "The dag '" + dagId + "' has no backfill '" + AttemptError.cut(backfillId, 50) + "'."));
    }

    private DagRow dag(Transaction tx, String dagId) {
        return store.dags()
                .find(tx, dagId)
                .orElseThrow(() -> SchedulerException.notFound("There is no dag '" + dagId + "'."));
    }

    private VersionRow version(Transaction tx, DagRow dag) {
        return store.dags().version(tx, dag.dagId(), dag.version()).orElseThrow();
    }

    private void changed(Transaction tx, Backfill backfill) {
        engine.tell(tx, Change.dag(backfill.dagId()));
        tx.afterCommit(engine.timer()::ring);
    }
}
