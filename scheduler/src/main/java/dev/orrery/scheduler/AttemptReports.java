package dev.orrery.scheduler;

import dev.orrery.dag.TaskSpec;
import dev.orrery.database.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a runner asks and tells about its own attempt. What it tells is not trusted beyond that attempt. */
final class AttemptReports {
    /** More cells than any notebook has; the rest is not kept. */
    private static final int MAX_CELLS = 100_000;

    private final Engine engine;
    private final JdbcSchedulerStore store;
    private final Specs specs;
    private final Slots slots;
    private final Duration timeoutGrace;
    private final Duration stopGrace;

    AttemptReports(Engine engine, Specs specs, Slots slots, Duration timeoutGrace, Duration stopGrace) {
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

    Order order(String attemptId) {
        AttemptRow attempt = store.read(tx -> find(tx, attemptId));
        if (attempt.state().isTerminal() || attempt.stopReason() != null) {
            throw new SchedulerException(
                    SchedulerException.Code.CONFLICT,
                    "This attempt has ended or is to end: there is nothing to execute.");
        }
        TaskSpec task = task(attempt);
        Orders orders = store.read(tx -> store.attempts().orders(tx, attemptId));
        return new Order(
                attempt.run().dagId(),
                attempt.run().runId(),
                attempt.taskId(),
                attempt.number(),
                task.notebook().orElse(""),
                attempt.parameters() == null ? Map.of() : attempt.parameters(),
                orders.environment(),
                orders.command(),
                engine.seen(attemptId, AttemptWorkloads.WORK).toString(),
                engine.seen(attemptId, AttemptWorkloads.OUTPUT).toUri().toString(),
                task.timeout() == null ? null : Math.max(1, task.timeout().toSeconds()));
    }

    Taken take(String attemptId, List<AttemptEvent> events) {
        slots.received(attemptId);
        TaskSpec task = task(store.read(tx -> find(tx, attemptId)));
        return store.change(tx -> {
            AttemptRow attempt = find(tx, attemptId);
            store.runs().lock(tx, attempt.run());
            attempt = find(tx, attemptId);
            long taken = attempt.lastSequence();
            for (AttemptEvent event : events) {
                if (attempt.state().isTerminal()) {
                    taken = Math.max(taken, event.sequence());
                } else if (event.sequence() == taken + 1 && store.attempts().take(tx, attemptId, event.sequence())) {
                    taken = event.sequence();
                    take(tx, attempt, event, task);
                    attempt = find(tx, attemptId);
                }
            }
            return new Taken(taken, attempt.stopReason() != null);
        });
    }

    private void take(Transaction tx, AttemptRow attempt, AttemptEvent event, TaskSpec task) {
        Instant at = within(event.at(), attempt.createdAt(), engine.now());
        String id = attempt.attemptId();
        Integer index = event.index();
        switch (event.kind()) {
            case STARTED -> start(tx, attempt, event, at, task.timeout());
            case CELL_STARTED -> {
                if (index != null && index >= 0 && index < MAX_CELLS) {
                    String cellId = event.cellId();
                    store.attempts()
                            .startCell(tx, id, index, cellId == null ? null : AttemptError.cut(cellId, 300), at);
                }
            }
            case CELL_OUTPUT -> {
                // Nothing is kept of it: who looks on is told of a change, and reads the notebook and the log.
            }
            case CELL_FINISHED -> {
                if (index != null) {
                    store.attempts()
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
                engine.end(tx, attempt, outcome.state(), at, outcome.exitCode(), outcome.error());
                // Whoever says that he has finished, and keeps his process, would run on without a limit.
                store.attempts().setDeadline(tx, id, engine.now().plus(stopGrace));
                tx.afterCommit(engine.timer()::ring);
            }
        }
        engine.tell(tx, Change.attempt(attempt.run(), attempt.taskId(), attempt.number()));
    }

    private void start(Transaction tx, AttemptRow attempt, AttemptEvent event, Instant at, @Nullable Duration timeout) {
        if (!store.attempts().start(tx, attempt.attemptId(), at, event.cellsTotal())) {
            return;
        }
        engine.apply(tx, attempt.run(), new RunEvent.AttemptStarted(attempt.taskId(), attempt.number()));
        if (timeout != null) {
            store.attempts()
                    .setDeadline(tx, attempt.attemptId(), at.plus(timeout).plus(timeoutGrace));
            tx.afterCommit(engine.timer()::ring);
        }
    }

    private AttemptRow find(Transaction tx, String attemptId) {
        return store.attempts()
                .find(tx, attemptId)
                .orElseThrow(() -> SchedulerException.notFound("There is no such attempt."));
    }

    private TaskSpec task(AttemptRow attempt) {
        String dagId = attempt.run().dagId();
        VersionRow version = store.read(tx -> store.dags()
                .version(
                        tx,
                        dagId,
                        store.runs().find(tx, attempt.run()).orElseThrow().version())
                .orElseThrow());
        return specs.of(version).task(attempt.taskId()).orElseThrow();
    }

    /** A runner's clock may be wrong, or its word. */
    private static Instant within(Instant time, Instant from, Instant to) {
        return time.isBefore(from) ? from : time.isAfter(to) ? to : time;
    }
}
