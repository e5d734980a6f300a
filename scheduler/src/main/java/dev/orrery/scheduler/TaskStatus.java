package dev.orrery.scheduler;

import dev.orrery.dag.Retries;
import dev.orrery.dag.TriggerRule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A task of a run, as decisions see it.
 *
 * @param after the tasks before it
 * @param gates what is asked before it may go on, its rule having come true
 * @param retries what follows a failed attempt
 * @param attempts how many were made; the newest has this number
 * @param attemptsAllowed the number at which a failure is final; grows with each retry that somebody asks for
 * @param nextRetryAt null but for a task that is up for retry
 * @param mapping whether it has instances, or is one
 */
record TaskStatus(
        String taskId,
        List<String> after,
        TriggerRule rule,
        Set<Gate> gates,
        Retries retries,
        TaskState state,
        int attempts,
        int attemptsAllowed,
        @Nullable Instant nextRetryAt,
        TaskRole role,
        Mapping mapping) {
    TaskStatus {
        after = List.copyOf(after);
        gates = Set.copyOf(gates);
        if (retries.most() < 0 || retries.delay().isNegative() || attempts < 0) {
            throw new IllegalArgumentException("retries, their delay and attempts cannot be negative");
        }
    }

    /** A task that is what the dag is about, and has no instances. */
    TaskStatus(
            String taskId,
            List<String> after,
            TriggerRule rule,
            Set<Gate> gates,
            Retries retries,
            TaskState state,
            int attempts,
            int attemptsAllowed,
            @Nullable Instant nextRetryAt) {
        this(
                taskId,
                after,
                rule,
                gates,
                retries,
                state,
                attempts,
                attemptsAllowed,
                nextRetryAt,
                TaskRole.WORK,
                Mapping.ONE);
    }

    TaskStatus as(TaskRole otherRole, Mapping otherMapping) {
        return new TaskStatus(
                taskId,
                after,
                rule,
                gates,
                retries,
                state,
                attempts,
                attemptsAllowed,
                nextRetryAt,
                otherRole,
                otherMapping);
    }

    /** A new instance of this task. */
    TaskStatus instance(int index) {
        Set<Gate> ofInstance = gates.contains(Gate.WAIT_FOR) ? Set.of(Gate.WAIT_FOR) : Set.of();
        return waiting(new TaskName(taskId, index).text(), List.of(), rule, ofInstance, retries)
                .as(role, new Mapping.Instance(taskId, index));
    }

    /** In the state that follows from those of its instances. */
    TaskStatus joined(TaskState next) {
        if (!Transitions.isLegalOfJoined(state, next)) {
            throw new IllegalStateException("a task with instances cannot go from " + state + " to " + next);
        }
        return with(next, attempts, attemptsAllowed, null);
    }

    /** With another version's form of the task: as far as that one has come. */
    TaskStatus withProgressOf(TaskStatus other) {
        return with(other.state(), other.attempts(), other.attemptsAllowed(), other.nextRetryAt());
    }

    /** Neither after another task nor asked for anything. */
    TaskStatus alone() {
        return new TaskStatus(
                taskId,
                List.of(),
                rule,
                Set.of(),
                retries,
                state,
                attempts,
                attemptsAllowed,
                nextRetryAt,
                role,
                mapping);
    }

    /** As a task that the dag has no more; it must have ended, or not begun. */
    TaskStatus removedFromDag() {
        return state == TaskState.NONE ? removed() : reset().removed();
    }

    /** As an instance without an item. */
    TaskStatus removed() {
        return state == TaskState.REMOVED ? this : in(TaskState.REMOVED);
    }

    /** Waits for a place among the instances, its retry being due. */
    TaskStatus waitingAgain() {
        return in(TaskState.NONE);
    }

    /** A task of a run that has not begun. */
    static TaskStatus waiting(String taskId, List<String> after, TriggerRule rule, Set<Gate> gates, Retries retries) {
        return new TaskStatus(taskId, after, rule, gates, retries, TaskState.NONE, 0, retries.most() + 1, null);
    }

    /** Likewise, of which nothing is asked, with the same delay before each of its retries. */
    static TaskStatus waiting(String taskId, List<String> after, TriggerRule rule, int retries, Duration retryDelay) {
        return waiting(taskId, after, rule, Set.of(), Retries.constant(retries, retryDelay));
    }

    TaskStatus in(TaskState next) {
        if (!Transitions.isLegal(state, next)) {
            throw new IllegalStateException("a task cannot go from " + state + " to " + next);
        }
        return with(next, attempts, attemptsAllowed, null);
    }

    /** Whether something is asked before it may go on. */
    boolean isGated() {
        return gates.stream().anyMatch(Gate::isAsked);
    }

    /** Whether it waits for something and does nothing else. */
    boolean isWait() {
        return gates.contains(Gate.WAIT_FOR) && !(mapping instanceof Mapping.Each);
    }

    /** With one more attempt, which has to be launched; that of a wait is under way at once. */
    TaskStatus withNewAttempt() {
        return isWait() ? withQueuedAttempt().in(TaskState.RUNNING) : withQueuedAttempt();
    }

    private TaskStatus withQueuedAttempt() {
        return in(TaskState.QUEUED).with(TaskState.QUEUED, attempts + 1, attemptsAllowed, null);
    }

    TaskStatus upForRetry(Instant at) {
        return in(TaskState.UP_FOR_RETRY).with(TaskState.UP_FOR_RETRY, attempts, attemptsAllowed, at);
    }

    /** As if it had not run in this run, with its retries anew; its attempts so far stay counted. */
    TaskStatus reset() {
        return in(TaskState.NONE).with(TaskState.NONE, attempts, attempts + retries.most() + 1, null);
    }

    /** As somebody says that it has ended; its attempts so far stay counted. */
    TaskStatus marked(TaskState as) {
        if (!Transitions.isMarkable(state, as)) {
            throw new IllegalStateException("a task that is " + state + " cannot be marked " + as);
        }
        return with(as, attempts, attemptsAllowed, null);
    }

    /** From the end of its newest attempt, which failed, to the next one; {@code random} from 0 to 1. */
    Duration retryDelay(double random) {
        int failedBefore = attempts - (attemptsAllowed - retries.most() - 1);
        return retries.delay(Math.max(1, failedBefore), random);
    }

    private TaskStatus with(TaskState next, int made, int allowed, @Nullable Instant retryAt) {
        return new TaskStatus(taskId, after, rule, gates, retries, next, made, allowed, retryAt, role, mapping);
    }
}
