package dev.orrery.scheduler;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * Every legal change of state, one step each. From an ended run or task only somebody's hand leads on: a retry, a clearing, a
 * mark; nothing leads on from an ended attempt.
 */
final class Transitions {
    private static final Map<RunState, Set<RunState>> RUN = Map.of(
            RunState.QUEUED, EnumSet.of(RunState.RUNNING, RunState.CANCELLED),
            RunState.RUNNING, EnumSet.of(RunState.SUCCESS, RunState.FAILED, RunState.CANCELLED),
            RunState.SUCCESS, EnumSet.of(RunState.RUNNING),
            RunState.FAILED, EnumSet.of(RunState.RUNNING),
            RunState.CANCELLED, EnumSet.of(RunState.RUNNING));

    private static final Map<TaskState, Set<TaskState>> TASK = Map.of(
            TaskState.NONE,
            EnumSet.of(
                    TaskState.QUEUED,
                    TaskState.UPSTREAM_FAILED,
                    TaskState.SKIPPED,
                    TaskState.CANCELLED,
                    TaskState.REMOVED),
            TaskState.QUEUED,
            EnumSet.of(
                    TaskState.RUNNING,
                    TaskState.SUCCESS,
                    TaskState.FAILED,
                    TaskState.UP_FOR_RETRY,
                    TaskState.CANCELLED),
            TaskState.RUNNING,
            EnumSet.of(
                    TaskState.SUCCESS,
                    TaskState.FAILED,
                    TaskState.UP_FOR_RETRY,
                    TaskState.SKIPPED,
                    TaskState.CANCELLED),
            TaskState.UP_FOR_RETRY,
            EnumSet.of(TaskState.QUEUED, TaskState.NONE, TaskState.CANCELLED),
            TaskState.SUCCESS,
            EnumSet.of(TaskState.NONE),
            TaskState.FAILED,
            EnumSet.of(TaskState.NONE),
            TaskState.UPSTREAM_FAILED,
            EnumSet.of(TaskState.NONE),
            TaskState.SKIPPED,
            EnumSet.of(TaskState.NONE),
            TaskState.CANCELLED,
            EnumSet.of(TaskState.NONE),
            TaskState.REMOVED,
            EnumSet.of(TaskState.NONE));

    /** From these a task with instances can come to the state that follows from theirs. */
    private static final Set<TaskState> JOINED = EnumSet.of(
            TaskState.RUNNING,
            TaskState.SUCCESS,
            TaskState.FAILED,
            TaskState.UPSTREAM_FAILED,
            TaskState.SKIPPED,
            TaskState.CANCELLED);

    private static final Set<AttemptState> ENDS =
            EnumSet.of(AttemptState.SUCCESS, AttemptState.FAILED, AttemptState.LOST, AttemptState.CANCELLED);

    private static final Set<TaskState> MARKS = EnumSet.of(TaskState.SUCCESS, TaskState.FAILED, TaskState.SKIPPED);

    private Transitions() {}

    static boolean isLegal(RunState from, RunState to) {
        return RUN.getOrDefault(from, Set.of()).contains(to);
    }

    static boolean isLegal(TaskState from, TaskState to) {
        return TASK.getOrDefault(from, Set.of()).contains(to);
    }

    /** Whether a task with instances may come to a state that follows from theirs. */
    static boolean isLegalOfJoined(TaskState from, TaskState to) {
        return JOINED.contains(to) && (JOINED.contains(from) || (from == TaskState.NONE && to == TaskState.RUNNING));
    }

    /** Whether somebody may say that a task counts as ended so. */
    static boolean isMarkable(TaskState from, TaskState to) {
        return !from.isLive() && MARKS.contains(to);
    }

    static boolean isLegal(AttemptState from, AttemptState to) {
        return switch (from) {
            case QUEUED -> to == AttemptState.RUNNING || ENDS.contains(to);
            case RUNNING -> ENDS.contains(to);
            case SUCCESS, FAILED, LOST, CANCELLED -> false;
        };
    }
}
