package dev.orrery.scheduler;

import dev.orrery.dag.TriggerRule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A task of a run, as decisions see it.
 *
 * @param after the tasks before it
 * @param retries how many attempts may follow a failed first one; from 0
 * @param retryDelay from an attempt's end to the next one
 * @param attempts how many were made; the newest has this number
 * @param attemptsAllowed the number at which a failure is final; grows with each retry that somebody asks for
 * @param nextRetryAt null but for a task that is up for retry
 */
record TaskStatus(
        String taskId,
        List<String> after,
        TriggerRule rule,
        int retries,
        Duration retryDelay,
        TaskState state,
        int attempts,
        int attemptsAllowed,
        @Nullable Instant nextRetryAt) {
    TaskStatus {
        after = List.copyOf(after);
        if (retries < 0 || retryDelay.isNegative() || attempts < 0) {
            throw new IllegalArgumentException("retries, their delay and attempts cannot be negative");
        }
    }

    /** A task of a run that has not begun. */
    static TaskStatus waiting(String taskId, List<String> after, TriggerRule rule, int retries, Duration retryDelay) {
        return new TaskStatus(taskId, after, rule, retries, retryDelay, TaskState.NONE, 0, retries + 1, null);
    }

    TaskStatus in(TaskState next) {
        if (!Transitions.isLegal(state, next)) {
            throw new IllegalStateException("a task cannot go from " + state + " to " + next);
        }
        return new TaskStatus(taskId, after, rule, retries, retryDelay, next, attempts, attemptsAllowed, null);
    }

    TaskStatus withNewAttempt() {
        TaskStatus next = in(TaskState.QUEUED);
        return new TaskStatus(
                taskId, after, rule, retries, retryDelay, next.state, attempts + 1, attemptsAllowed, null);
    }

    TaskStatus upForRetry(Instant at) {
        TaskStatus next = in(TaskState.UP_FOR_RETRY);
        return new TaskStatus(taskId, after, rule, retries, retryDelay, next.state, attempts, attemptsAllowed, at);
    }

    /** As if it had not run in this run, with its retries anew; its attempts so far stay counted. */
    TaskStatus reset() {
        TaskStatus next = in(TaskState.NONE);
        return new TaskStatus(
                taskId, after, rule, retries, retryDelay, next.state, attempts, attempts + retries + 1, null);
    }

    /** As somebody says that it has ended; its attempts so far stay counted. */
    TaskStatus marked(TaskState as) {
        if (!Transitions.isMarkable(state, as)) {
            throw new IllegalStateException("a task that is " + state + " cannot be marked " + as);
        }
        return new TaskStatus(taskId, after, rule, retries, retryDelay, as, attempts, attemptsAllowed, null);
    }
}
