package dev.orrery.scheduler;

import dev.orrery.dag.DagSpec;
import dev.orrery.dag.TaskSpec;
import dev.orrery.database.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a runner asks and tells about its own attempt. What it tells is not trusted beyond that attempt. */
final class AttemptReports {
    /** More cells than any notebook has; the rest is not kept. */
    private static final int MAX_CELLS = 100_000;

    private final Engine engine;
    private final JdbcSchedulerStore store;
    private final Specs specs;
    private final Slots slots;
    private final ConnectionSource connections;
    private final Duration timeoutGrace;
    private final Duration stopGrace;

    AttemptReports(
            Engine engine,
            Specs specs,
            Slots slots,
            ConnectionSource connections,
            Duration timeoutGrace,
            Duration stopGrace) {
        this.connections = connections;
        this.engine = engine;
        this.store = engine.store();
        this.specs = specs;
        this.slots = slots;
        this.timeoutGrace = timeoutGrace;
        this.stopGrace = stopGrace;
    }

    /** What a runner is to execute; the API's Order. */
    record Order(
            String dagId,
            String runId,
            String taskId,
            int attempt,
            String notebook,
            Map<String, @Nullable Object> parameters,
            Map<String, String> environment,
            @Nullable List<String> command,
            Map<String, Map<String, @Nullable Object>> inputs,
            String workdir,
            String storage,
            @Nullable Long timeoutSeconds) {}

    /**
     * The answer to events.
     *
     * @param acknowledged the newest sequence that need not be told again
     * @param cancel whether the runner is to end
     */
    record Taken(long acknowledged, boolean cancel) {}

    /** The order of a runner that waited for one; only where the attempt is this server's. */
    Order orderOfOurs(String attemptId) {
        return order(attemptId, true);
    }

    Order order(String attemptId) {
        return order(attemptId, false);
    }

    private Order order(String attemptId, boolean isOurs) {
        AttemptRow attempt = store.change(tx -> {
            if (isOurs && !store.claims().isOf(tx, attemptId, engine.server())) {
                return null;
            }
            boolean ordered = store.claims().order(tx, attemptId, engine.now());
            AttemptRow found = find(tx, attemptId);
            return ordered || found.state().isTerminal() ? found : null;
        });
        if (attempt == null || attempt.state().isTerminal() || attempt.stopReason() != null) {
            throw new SchedulerException(
                    SchedulerException.Code.CONFLICT,
                    "This attempt has ended or is to end: there is nothing to execute.");
        }
        DagSpec dag = store.read(tx -> dag(tx, attempt, store.runs().version(tx, attempt.run())));
        TaskSpec task = dag.task(TaskName.of(attempt.taskId()).taskId()).orElseThrow();
        Orders orders = store.read(tx -> store.attempts().orders(tx, attemptId));
        return new Order(
                attempt.run().dagId(),
                attempt.run().runId(),
                attempt.taskId(),
                attempt.number(),
                task.notebook().orElse(""),
                attempt.parameters() == null ? Map.of() : attempt.parameters(),
                environment(orders, task),
                orders.command(),
                inputs(dag, task, attempt),
                engine.seen(attemptId, AttemptWorkloads.WORK).toString(),
                engine.seen(attemptId, AttemptWorkloads.OUTPUT).toUri().toString(),
                task.timeout() == null ? null : Math.max(1, task.timeout().toSeconds()));
    }

    /** The connections are added here and stand in no row of the attempt's. One that was removed meanwhile is missing. */
    private Map<String, String> environment(Orders orders, TaskSpec task) {
        Map<String, String> all = new LinkedHashMap<>(orders.environment());
        for (String name : task.connections()) {
            connections.of(name).ifPresent(given -> all.put(given.variable(), given.url()));
        }
        return all;
    }

    private Map<String, Map<String, @Nullable Object>> inputs(DagSpec dag, TaskSpec task, AttemptRow attempt) {
        Set<String> before = dag.before(task);
        return before.isEmpty() ? Map.of() : store.read(tx -> store.outputs().of(tx, attempt.run(), before));
    }

    Taken take(String attemptId, List<AttemptEvent> events) {
        slots.received(attemptId);
        if (events.isEmpty()) {
            AttemptRow attempt = store.read(tx -> find(tx, attemptId));
            if (!engine.server().equals(attempt.server())) {
                store.<@Nullable Void>change(tx -> {
                    store.claims().heard(tx, attemptId, engine.now());
                    return null;
                });
            }
            return new Taken(attempt.lastSequence(), attempt.stopReason() != null);
        }
        return engine.bookings().book(attemptId, tx -> {
            AttemptRow attempt = find(tx, attemptId);
            long taken = attempt.lastSequence();
            long noted = taken;
            AttemptState state = attempt.state();
            for (AttemptEvent event : events) {
                if (state.isTerminal()) {
                    taken = Math.max(taken, event.sequence());
                } else if (event.sequence() == taken + 1) {
                    taken = event.sequence();
                    noted = take(tx, attempt, event) ? taken : noted;
                    state = event.kind() == AttemptEvent.Kind.FINISHED ? AttemptState.SUCCESS : state;
                }
            }
            if (taken > attempt.lastSequence() && !attempt.state().isTerminal()) {
                if (taken > noted) {
                    store.attempts().taken(tx, attemptId, taken);
                }
                engine.tell(tx, Change.attempt(attempt.run(), attempt.taskId(), attempt.number()));
            }
            return new Taken(taken, attempt.stopReason() != null);
        });
    }

    /** Whether it noted the event's number, too. */
    private boolean take(Transaction tx, AttemptRow attempt, AttemptEvent event) {
        Instant at = within(event.at(), attempt.createdAt(), engine.now());
        String id = attempt.attemptId();
        Integer index = event.index();
        switch (event.kind()) {
            case STARTED -> {
                return start(tx, attempt, event, at);
            }
            case CELL_STARTED -> {
                if (index != null && index >= 0 && index < MAX_CELLS) {
                    String cellId = event.cellId();
                    store.cells().startCell(tx, id, index, cellId == null ? null : AttemptError.cut(cellId, 300), at);
                }
            }
            case CELL_OUTPUT -> {
                // Nothing is kept of it: who looks on is told of a change, and reads the notebook and the log.
            }
            case CELL_FINISHED -> {
                if (index != null) {
                    store.cells()
                            .finishCell(
                                    tx,
                                    id,
                                    new CellRow(
                                            index,
                                            null,
                                            Boolean.TRUE.equals(event.failed()) ? "failed" : "completed",
                                            at,
                                            at,
                                            event.cpuSeconds(),
                                            event.peakMemoryBytes()));
                }
            }
            case FINISHED -> {
                var outcome = AttemptEnds.Outcome.of(event, attempt.stopReason(), at);
                // Whoever says that he has finished, and keeps his process, would run on without a limit.
                Instant deadline = engine.now().plus(stopGrace);
                engine.end(tx, attempt, outcome, new JdbcAttemptStore.Told(event.sequence(), deadline));
                engine.wakeAt(tx, deadline);
                return true;
            }
        }
        return false;
    }

    private boolean start(Transaction tx, AttemptRow attempt, AttemptEvent event, Instant at) {
        if (find(tx, attempt.attemptId()).state() != AttemptState.QUEUED) {
            return false;
        }
        store.attempts().start(tx, attempt.attemptId(), at, event.cellsTotal(), event.sequence());
        engine.apply(tx, attempt.run(), new RunEvent.AttemptStarted(attempt.taskId(), attempt.number()));
        Duration timeout = dag(tx, attempt, store.runs().version(tx, attempt.run()))
                .task(TaskName.of(attempt.taskId()).taskId())
                .orElseThrow()
                .timeout();
        if (timeout != null) {
            Instant deadline = at.plus(timeout).plus(timeoutGrace);
            store.attempts().setDeadline(tx, attempt.attemptId(), deadline);
            engine.wakeAt(tx, deadline);
        }
        return true;
    }

    private AttemptRow find(Transaction tx, String attemptId) {
        return store.attempts()
                .find(tx, attemptId)
                .orElseThrow(() -> SchedulerException.notFound("There is no such attempt."));
    }

    private DagSpec dag(Transaction tx, AttemptRow attempt, long version) {
        String dagId = attempt.run().dagId();
        return specs.of(
                        dagId,
                        version,
                        () -> store.dags().version(tx, dagId, version).orElseThrow())
                .spec();
    }

    /** A runner's clock may be wrong, or its word. */
    private static Instant within(Instant time, Instant from, Instant to) {
        return time.isBefore(from) ? from : time.isAfter(to) ? to : time;
    }
}
