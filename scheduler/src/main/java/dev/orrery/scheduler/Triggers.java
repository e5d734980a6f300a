package dev.orrery.scheduler;

import dev.orrery.dag.TriggerRule;
import java.util.Collection;

/**
 * When a task may run, given how the tasks before it ended. The rules and their corner cases are Airflow's. A cancelled task
 * counts as failed. A task with nothing before it runs at once, whatever its rule.
 */
final class Triggers {
    private Triggers() {}

    /** What a rule says of a task that has not run. */
    enum Verdict {
        WAIT,
        RUN,
        SKIP,
        UPSTREAM_FAILED
    }

    static Verdict judge(TriggerRule rule, Collection<TaskState> before) {
        Tally tally = Tally.of(before);
        if (tally.total == 0) {
            return Verdict.RUN;
        }
        return switch (rule) {
            case ALWAYS -> Verdict.RUN;
            case ALL_SUCCESS ->
                tally.failedAtAll() > 0
                        ? Verdict.UPSTREAM_FAILED
                        : tally.skipped > 0 ? Verdict.SKIP : when(tally.success == tally.total);
            case ALL_FAILED ->
                tally.success + tally.skipped > 0 ? Verdict.SKIP : when(tally.failedAtAll() == tally.total);
            // That setups succeeded is asked of every task that has some before it.
            case ALL_DONE, ALL_DONE_SETUP_SUCCESS -> when(tally.isDone());
            case ALL_SKIPPED -> tally.success + tally.failedAtAll() > 0 ? Verdict.SKIP : when(tally.isDone());
            case ALL_DONE_MIN_ONE_SUCCESS -> tally.isDone() ? oneSuccess(tally) : Verdict.WAIT;
            case ONE_SUCCESS -> oneSuccess(tally);
            case ONE_FAILED -> tally.failedAtAll() > 0 ? Verdict.RUN : tally.isDone() ? Verdict.SKIP : Verdict.WAIT;
            case ONE_DONE ->
                tally.success + tally.failed > 0 ? Verdict.RUN : tally.isDone() ? Verdict.SKIP : Verdict.WAIT;
            case NONE_FAILED -> tally.failedAtAll() > 0 ? Verdict.UPSTREAM_FAILED : when(tally.isDone());
            case NONE_FAILED_MIN_ONE_SUCCESS ->
                tally.failedAtAll() > 0
                        ? Verdict.UPSTREAM_FAILED
                        : tally.skipped == tally.total ? Verdict.SKIP : when(tally.isDone());
            case NONE_SKIPPED -> tally.skipped > 0 ? Verdict.SKIP : when(tally.isDone());
        };
    }

    private static Verdict oneSuccess(Tally tally) {
        if (tally.success > 0) {
            return Verdict.RUN;
        }
        if (!tally.isDone()) {
            return Verdict.WAIT;
        }
        return tally.skipped == tally.total ? Verdict.SKIP : Verdict.UPSTREAM_FAILED;
    }

    private static Verdict when(boolean holds) {
        return holds ? Verdict.RUN : Verdict.WAIT;
    }

    private record Tally(int total, int success, int failed, int upstreamFailed, int skipped) {
        static Tally of(Collection<TaskState> states) {
            int success = 0;
            int failed = 0;
            int upstreamFailed = 0;
            int skipped = 0;
            for (TaskState state : states) {
                switch (state) {
                    case SUCCESS -> success++;
                    case FAILED, CANCELLED -> failed++;
                    case UPSTREAM_FAILED -> upstreamFailed++;
                    case SKIPPED -> skipped++;
                    case NONE, QUEUED, RUNNING, UP_FOR_RETRY, REMOVED -> {}
                }
            }
            return new Tally(states.size(), success, failed, upstreamFailed, skipped);
        }

        int failedAtAll() {
            return failed + upstreamFailed;
        }

        boolean isDone() {
            return success + failed + upstreamFailed + skipped == total;
        }
    }
}
