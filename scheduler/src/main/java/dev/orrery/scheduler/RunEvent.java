package dev.orrery.scheduler;

import java.util.List;
import java.util.Map;

/** What can happen to a run. */
sealed interface RunEvent {
    /** There is a place for it among the dag's active runs. */
    record Begin() implements RunEvent {}

    record AttemptStarted(String taskId, int attempt) implements RunEvent {}

    /**
     * An attempt has ended.
     *
     * @param outcome an end
     * @param random from 0 to 1, by which the delay before the next attempt scatters
     */
    record AttemptEnded(String taskId, int attempt, AttemptState outcome, double random) implements RunEvent {
        AttemptEnded(String taskId, int attempt, AttemptState outcome) {
            this(taskId, attempt, outcome, 0.5);
        }

        public AttemptEnded {
            if (!outcome.isTerminal()) {
                throw new IllegalArgumentException(outcome + " is no end");
            }
        }
    }

    /** A task's time for its next attempt may have come. */
    record RetryDue(String taskId) implements RunEvent {}

    /** The gates of tasks were asked. */
    record Answered(Map<String, Answer> answers) implements RunEvent {
        public Answered {
            answers = Map.copyOf(answers);
        }
    }

    /** Something may have come that tasks of the run wait for. */
    record Look() implements RunEvent {}

    /**
     * A task's wait is over.
     *
     * @param end {@code SUCCESS}, {@code FAILED} or {@code SKIPPED}
     */
    record WaitEnded(String taskId, int attempt, TaskState end) implements RunEvent {}

    /** The run's time is over. */
    record TimedOut() implements RunEvent {}

    /** Somebody wants the run to end. */
    record Cancel() implements RunEvent {}

    /** Somebody wants an ended task to run again, and what waits for it. */
    record RetryAsked(String taskId) implements RunEvent {}

    /** Somebody wants these tasks to run again; none may be at work. */
    record Clear(List<String> taskIds) implements RunEvent {
        public Clear {
            taskIds = List.copyOf(taskIds);
        }
    }

    /**
     * Somebody says how these tasks are to be taken as ended; none may be at work.
     *
     * @param state {@code SUCCESS}, {@code FAILED} or {@code SKIPPED}
     */
    record Mark(List<String> taskIds, TaskState state) implements RunEvent {
        public Mark {
            taskIds = List.copyOf(taskIds);
        }
    }
}
