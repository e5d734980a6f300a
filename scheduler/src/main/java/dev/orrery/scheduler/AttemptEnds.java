package dev.orrery.scheduler;

import dev.orrery.launch.WorkloadId;
import dev.orrery.launch.WorkloadStatus;
import dev.orrery.storage.StorageException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/** Finds out how attempts ended whose processes ended, from what their runners left behind, and clears away after them. */
final class AttemptEnds {
    private static final Logger LOG = LoggerFactory.getLogger(AttemptEnds.class);
    private static final String PREFIX = "attempt-";
    private static final long MAX_RESULT = 8L << 20;

    private final Engine engine;
    private final JdbcSchedulerStore store;
    private final Surroundings surroundings;
    private final WorkFolders folders;
    private final Slots slots;

    /** Attempts whose runners are stopped without an order, to begin anew when they are gone. */
    private final Set<String> expected = ConcurrentHashMap.newKeySet();

    /** Ends that could not be stored when they were told. */
    private final Map<WorkloadId, WorkloadStatus.Ended> untold = new ConcurrentHashMap<>();

    AttemptEnds(Engine engine, Surroundings surroundings, WorkFolders folders, Slots slots) {
        this.engine = engine;
        this.store = engine.store();
        this.surroundings = surroundings;
        this.folders = folders;
        this.slots = slots;
    }

    static boolean isAttempt(WorkloadId id) {
        return id.value().startsWith(PREFIX);
    }

    static String attemptId(WorkloadId id) {
        return id.value().substring(PREFIX.length());
    }

    /** Takes the end of any workload; those that are no attempts are not its business. */
    void ended(WorkloadId id, WorkloadStatus.Ended end) {
        if (!isAttempt(id)) {
            return;
        }
        try {
            settle(id, end);
        } catch (RuntimeException e) {
            LOG.error("the end of {} could not be stored; trying again", id, e);
            untold.put(id, end);
            engine.timer().ring();
        }
    }

    /** Tries those again that could not be stored; true where there is none any more. */
    boolean retry() {
        for (var end : Map.copyOf(untold).entrySet()) {
            try {
                settle(end.getKey(), end.getValue());
                untold.remove(end.getKey());
            } catch (RuntimeException e) {
                LOG.error("the end of {} could not be stored; trying again", end.getKey(), e);
            }
        }
        return untold.isEmpty();
    }

    private void settle(WorkloadId id, WorkloadStatus.Ended end) {
        String attemptId = attemptId(id);
        if (isExpected(attemptId)) {
            slots.forget(attemptId);
            folders.delete(attemptId);
            surroundings.launcher().forget(id); // before it may be started again
            beginAnew(attemptId);
            return;
        }
        AttemptRow gone = processEnded(attemptId, end).orElse(null);
        if (gone != null) { // most often: its runner has told its end already
            surroundings.storage().finished(gone.folder());
            clear(attemptId, id);
            return;
        }
        AttemptRow attempt =
                store.read(tx -> store.attempts().find(tx, attemptId)).orElse(null);
        if (attempt != null && !engine.server().equals(attempt.server())) {
            // Another server has it: this process got no order, and what is said of it must not end the attempt.
            folders.delete(attemptId);
            surroundings.launcher().forget(id);
            return;
        }
        if (attempt != null && !attempt.state().isTerminal()) {
            Outcome outcome = outcome(attempt, end);
            end(attempt, outcome);
        }
        if (attempt != null) {
            processEnded(attemptId, end);
            surroundings.storage().finished(attempt.folder());
        }
        clear(attemptId, id);
    }

    /** The processes of these attempts are about to end, and say nothing of how the attempts ended. */
    void expect(List<String> attemptIds) {
        expected.addAll(attemptIds);
    }

    boolean isExpected(String attemptId) {
        return expected.contains(attemptId);
    }

    /** Gives the place back of an attempt that has no process. */
    void beginAnew(String attemptId) {
        store.change(tx -> store.claims().reclaim(tx, attemptId));
        expected.remove(attemptId);
        engine.dispatcher().ring();
    }

    private Optional<AttemptRow> processEnded(String attemptId, WorkloadStatus.Ended end) {
        return engine.bookings()
                .book(attemptId, tx -> store.attempts().processEnded(tx, attemptId, engine.server(), end.exitCode()));
    }

    /** Ends an attempt that was launched, and of whose process nobody knows anything. */
    void lose(AttemptRow attempt) {
        Optional<Outcome> left = result(attempt).map(result -> Outcome.of(result, attempt.stopReason(), engine.now()));
        AttemptError error = AttemptError.of(
                AttemptError.Kind.LOST,
                "Lost",
                "The record of the attempt's process is gone, and it left no result. Retry the task.");
        end(attempt, left.orElse(new Outcome(AttemptState.LOST, engine.now(), null, error)));
        slots.forget(attempt.attemptId());
        surroundings.storage().finished(attempt.folder());
        folders.delete(attempt.attemptId());
        surroundings.tokens().revoke(attempt.attemptId());
    }

    /** Ends an attempt that left its result; false where it left none. Its process may still be there. */
    boolean settleByResult(AttemptRow attempt) {
        Optional<AttemptEvent> result = result(attempt);
        result.ifPresent(event -> end(attempt, Outcome.of(event, attempt.stopReason(), engine.now())));
        return result.isPresent();
    }

    private void end(AttemptRow attempt, Outcome outcome) {
        store.change(tx -> {
            store.runs().lock(tx, attempt.run());
            return engine.end(tx, attempt, outcome);
        });
    }

    private Outcome outcome(AttemptRow attempt, WorkloadStatus.Ended end) {
        return result(attempt)
                .map(result -> Outcome.of(result, attempt.stopReason(), engine.now()))
                .orElseGet(() -> Outcome.without(attempt.stopReason(), end, engine.now()));
    }

    /** The last event, which a runner leaves behind before it posts it. It is the user's own word, as hostile as any other. */
    private Optional<AttemptEvent> result(AttemptRow attempt) {
        String key = attempt.folder() + "/result.json";
        try {
            return surroundings
                    .storage()
                    .get(key, MAX_RESULT)
                    .map(bytes -> Json.read(bytes, AttemptEvent.class))
                    .filter(event -> event.kind() == AttemptEvent.Kind.FINISHED && event.state() != null);
        } catch (StorageException | JacksonException e) {
            LOG.warn("the result of attempt {} cannot be read: {}", attempt, e.getMessage());
            return Optional.empty();
        }
    }

    private void clear(String attemptId, WorkloadId id) {
        surroundings.tokens().revoke(attemptId);
        slots.forget(attemptId);
        folders.delete(attemptId);
        surroundings.launcher().forget(id);
    }

    /** How an attempt ended. */
    record Outcome(
            AttemptState state,
            Instant at,
            @Nullable Integer exitCode,
            @Nullable AttemptError error,
            Outputs outputs) {

        Outcome(AttemptState state, Instant at, @Nullable Integer exitCode, @Nullable AttemptError error) {
            this(state, at, exitCode, error, Outputs.NONE);
        }

        /** As its runner told. */
        static Outcome of(AttemptEvent event, AttemptRow.@Nullable StopReason reason, Instant now) {
            Instant at = event.at().isAfter(now) ? now : event.at();
            AttemptEvent.EndState state = event.state() == null ? AttemptEvent.EndState.FAILED : event.state();
            return ended(event, state, at, reason).with(Outputs.of(event.outputs()));
        }

        private Outcome with(Outputs others) {
            return new Outcome(state, at, exitCode, error, others);
        }

        private static Outcome ended(
                AttemptEvent event, AttemptEvent.EndState state, Instant at, AttemptRow.@Nullable StopReason reason) {
            return switch (state) {
                case SUCCESS -> new Outcome(AttemptState.SUCCESS, at, event.exitCode(), null);
                case FAILED -> new Outcome(AttemptState.FAILED, at, event.exitCode(), event.error());
                case CANCELLED ->
                    reason == AttemptRow.StopReason.TIMEOUT
                            ? new Outcome(AttemptState.FAILED, at, event.exitCode(), timeout())
                            : new Outcome(AttemptState.CANCELLED, at, event.exitCode(), event.error());
            };
        }

        /** Where nothing was told. */
        static Outcome without(AttemptRow.@Nullable StopReason reason, WorkloadStatus.Ended end, Instant now) {
            Instant at = end.at().isAfter(now) ? now : end.at();
            return switch (reason) {
                case CANCEL ->
                    new Outcome(
                            AttemptState.CANCELLED,
                            at,
                            end.exitCode(),
                            AttemptError.of(AttemptError.Kind.CANCELLED, "Cancelled", "The run was cancelled."));
                case TIMEOUT -> new Outcome(AttemptState.FAILED, at, end.exitCode(), timeout());
                case null -> new Outcome(AttemptState.LOST, at, end.exitCode(), lost(end));
            };
        }

        private static AttemptError timeout() {
            return AttemptError.of(
                    AttemptError.Kind.TIMEOUT,
                    "Timeout",
                    "The task ran longer than its timeout: make it faster, or give it a longer timeout in dag.yml.");
        }

        private static AttemptError lost(WorkloadStatus.Ended end) {
            return end.outOfMemory()
                    ? AttemptError.of(
                            AttemptError.Kind.LOST,
                            "OutOfMemory",
                            "The attempt used more memory than it may and was ended (exit code " + end.exitCode()
                                    + "): give the task more memory in dag.yml, or read less at once.")
                    : AttemptError.of(
                            AttemptError.Kind.LOST,
                            "Lost",
                            "The attempt's process ended with exit code " + end.exitCode()
                                    + " and left no result. Its log may say why; retry the task.");
        }
    }
}
