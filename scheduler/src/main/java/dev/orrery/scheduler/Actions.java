package dev.orrery.scheduler;

import dev.orrery.database.Transaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Does what decisions ask for, in their transaction. */
final class Actions {
    /** Of so many attempts that begin together it is told one by one; that the run changed is told anyway. */
    private static final int MOST_TOLD = 100;

    private final Engine engine;
    private final JdbcSchedulerStore store;
    private final Gates gates;
    private final Waits waits;

    Actions(Engine engine, Gates gates, Waits waits) {
        this.engine = engine;
        this.store = engine.store();
        this.gates = gates;
        this.waits = waits;
    }

    /** Does what a decision asks for but launches and instances; the event that follows from it, if one does. */
    Optional<RunEvent> act(Transaction tx, RunKey key, RunAction action, Instant now) {
        return switch (action) {
            case RunAction.Launch _, RunAction.Expand _ -> Optional.empty(); // done before, all together
            case RunAction.Ask(List<String> taskIds) ->
                Optional.of(new RunEvent.Answered(gates.ask(tx, key, taskIds, now)));
            case RunAction.Await(String taskId, int number) -> {
                String id = Ids.fresh();
                store.attempts().add(tx, id, key, taskId, number, now);
                store.attempts().start(tx, id, now, null, 0);
                yield watch(tx, key, taskId, number, now);
            }
            case RunAction.Watch(String taskId, int number) -> watch(tx, key, taskId, number, now);
            case RunAction.Fail(String taskId, int number, Answer.Broken why) -> {
                String id = Ids.fresh();
                store.attempts().add(tx, id, key, taskId, number, now);
                AttemptError error = AttemptError.of(AttemptError.Kind.LAUNCH, why.name(), why.message());
                store.attempts().end(tx, id, AttemptState.FAILED, now, null, error);
                engine.tell(tx, Change.attempt(key, taskId, number));
                yield Optional.empty();
            }
            case RunAction.Stop(String taskId, int number) -> stop(tx, key, taskId, number, now);
            case RunAction.WakeAt wake -> {
                engine.wakeAt(tx, wake.at());
                yield Optional.empty();
            }
        };
    }

    /** Makes the attempts that a decision asks for. */
    void launch(Transaction tx, RunKey key, List<RunAction> actions, Instant now) {
        List<JdbcAttemptStore.Added> attempts = new ArrayList<>();
        for (RunAction action : actions) {
            if (action instanceof RunAction.Launch(String taskId, int number)) {
                attempts.add(new JdbcAttemptStore.Added(Ids.fresh(), taskId, number));
                if (attempts.size() <= MOST_TOLD) {
                    engine.tell(tx, Change.attempt(key, taskId, number));
                }
            }
        }
        if (!attempts.isEmpty()) {
            store.attempts().add(tx, attempts, key, now);
            Engine.after(tx, engine.dispatcher()::ring);
        }
    }

    private Optional<RunEvent> watch(Transaction tx, RunKey key, String taskId, int number, Instant now) {
        return switch (waits.look(tx, key, taskId, number, now)) {
            case Watched.Come() -> Optional.of(waited(tx, key, taskId, number, TaskState.SUCCESS, null, now));
            case Watched.Over(boolean skip, AttemptError why) -> {
                TaskState end = skip ? TaskState.SKIPPED : TaskState.FAILED;
                yield Optional.of(waited(tx, key, taskId, number, end, why, now));
            }
            case Watched.NotYet(Instant again) -> {
                if (again != null) {
                    engine.lookAt(tx, key, again);
                }
                engine.tell(tx, Change.attempt(key, taskId, number));
                yield Optional.empty();
            }
        };
    }

    private RunEvent waited(
            Transaction tx,
            RunKey key,
            String taskId,
            int number,
            TaskState end,
            @Nullable AttemptError why,
            Instant now) {
        AttemptRow attempt = store.attempts().find(tx, key, taskId, number).orElseThrow();
        AttemptState state = switch (end) {
            case SUCCESS -> AttemptState.SUCCESS;
            case SKIPPED -> AttemptState.CANCELLED;
            case NONE, QUEUED, RUNNING, FAILED, UP_FOR_RETRY, UPSTREAM_FAILED, CANCELLED, REMOVED ->
                AttemptState.FAILED;
        };
        store.attempts().end(tx, attempt.attemptId(), state, now, null, why);
        engine.tell(tx, Change.attempt(key, taskId, number));
        return new RunEvent.WaitEnded(taskId, number, end);
    }

    private Optional<RunEvent> stop(Transaction tx, RunKey key, String taskId, int number, Instant now) {
        AttemptRow attempt = store.attempts().find(tx, key, taskId, number).orElseThrow();
        if (attempt.claimedAt() != null) {
            engine.stop(tx, attempt, AttemptRow.StopReason.CANCEL);
            return Optional.empty();
        }
        AttemptError error = AttemptError.of(
                AttemptError.Kind.CANCELLED, "Cancelled", "The run was cancelled before this attempt began.");
        store.attempts().end(tx, attempt.attemptId(), AttemptState.CANCELLED, now, null, error);
        engine.tell(tx, Change.attempt(key, taskId, number));
        return Optional.of(new RunEvent.AttemptEnded(taskId, number, AttemptState.CANCELLED));
    }
}
