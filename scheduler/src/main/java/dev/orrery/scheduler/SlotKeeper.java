package dev.orrery.scheduler;

import dev.orrery.dag.DagSpec;
import dev.orrery.scheduler.SlotPolicy.Want;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts and stops slots as the policy says: after uses, and before runs that a timetable will make. */
final class SlotKeeper implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(SlotKeeper.class);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(30);
    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(30);
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(10);

    private final Engine engine;
    private final JdbcSchedulerStore store;
    private final Specs specs;
    private final SchedulerConfig config;
    private final Surroundings surroundings;
    private final Slots slots;
    private final AttemptWorkloads workloads;

    SlotKeeper(
            Engine engine,
            Specs specs,
            SchedulerConfig config,
            Surroundings surroundings,
            Slots slots,
            AttemptWorkloads workloads) {
        this.engine = engine;
        this.store = engine.store();
        this.specs = specs;
        this.config = config;
        this.surroundings = surroundings;
        this.slots = slots;
        this.workloads = workloads;
    }

    @Override
    public void run() {
        if (!surroundings.launcher().renames() || config.slots().command().isEmpty()) {
            return;
        }
        try {
            while (!Thread.currentThread().isInterrupted()) {
                slots.bell().await(wait(safeKeep()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private @Nullable Instant safeKeep() {
        try {
            return keep();
        } catch (RuntimeException e) {
            LOG.error("the slots could not be seen to; trying again in {}", AFTER_TROUBLE, e);
            return engine.now().plus(AFTER_TROUBLE);
        }
    }

    private Duration wait(@Nullable Instant next) {
        if (next == null) {
            return LONGEST_WAIT;
        }
        Duration left = Duration.between(engine.now(), next);
        return left.compareTo(LONGEST_WAIT) > 0
                ? LONGEST_WAIT
                : left.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : left;
    }

    /** Does what there is to do now; returns when there is more, null where nothing is to come. */
    @Nullable
    Instant keep() {
        Instant now = engine.now();
        List<Want> wants = new ArrayList<>(slots.uses().wants(this::current));
        Instant horizon = now.plus(SlotPolicy.LEAD);
        wants.addAll(dueUntil(horizon));
        List<SlotPolicy.Kept> kept = slots.kept();
        if (wants.isEmpty() && kept.isEmpty()) {
            return beyond(horizon);
        }
        SlotPolicy.Plan plan = SlotPolicy.plan(
                now,
                wants.stream().map(slots.uses()::allowed).toList(),
                kept,
                config.slots().most().getAsInt());
        plan.stop().forEach(slots::stop);
        plan.start().forEach(key -> slots.start(key, workloads));
        return earlier(plan.next(), beyond(horizon));
    }

    /** The kind with the environment as it is now; null where it is not ready. */
    private @Nullable SlotKey current(SlotKey key) {
        return switch (surroundings.environments().of(key.environment().name())) {
            case EnvironmentSource.Readiness.Ready(var environment) ->
                new SlotKey(key.account(), environment, key.resources());
            case EnvironmentSource.Readiness.Pending() -> null;
            case EnvironmentSource.Readiness.Failed failed -> null;
        };
    }

    /** Of the first tasks of the runs that timetables will make by then. */
    private List<Want> dueUntil(Instant time) {
        List<Want> wants = new ArrayList<>();
        for (String dagId : store.read(tx -> store.dags().due(tx, time))) {
            try {
                wants.addAll(due(dagId));
            } catch (RuntimeException e) {
                LOG.debug("no slots for dag {}: its run will say why", dagId, e);
            }
        }
        return wants;
    }

    private List<Want> due(String dagId) {
        DagRow dag = store.read(tx -> store.dags().find(tx, dagId)).orElseThrow();
        Instant due = dag.nextRunAt();
        VersionRow version =
                store.read(tx -> store.dags().version(tx, dagId, dag.version())).orElseThrow();
        DagSpec spec = specs.of(version);
        if (due == null
                || !(surroundings.environments().of(spec.environment())
                        instanceof EnvironmentSource.Readiness.Ready(var environment))) {
            return List.of();
        }
        Map<SlotKey, Integer> counts = new HashMap<>();
        spec.tasks().stream()
                .filter(task ->
                        task.start().after().isEmpty() && task.notebook().isPresent())
                .map(task ->
                        new SlotKey(surroundings.accounts().of(version.runAs()), environment, config.resources(task)))
                .forEach(key -> counts.merge(key, 1, Integer::sum));
        return counts.entrySet().stream()
                .map(count -> Want.beforeRun(count.getKey(), count.getValue(), due))
                .toList();
    }

    /** When slots for a run come into question that is due after the time. */
    private @Nullable Instant beyond(Instant time) {
        Instant due = store.read(store.dags()::nextDue).orElse(null);
        if (due == null) {
            return null;
        }
        // What is due by then is among the wants already; what comes after it is looked for then.
        return due.isAfter(time) ? due.minus(SlotPolicy.LEAD) : time;
    }

    private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
        return one == null || (other != null && other.isBefore(one)) ? other : one;
    }
}
