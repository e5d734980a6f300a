package dev.orrery.scheduler;

/** What can happen to a run. */
sealed interface RunEvent {
    /** There is a place for it among the dag's active runs. */
    record Begin() implements RunEvent {}

    record AttemptStarted(String taskId, int attempt) implements RunEvent {}

    /** @param outcome an end */
    record AttemptEnded(String taskId, int attempt, AttemptState outcome) implements RunEvent {
        public AttemptEnded {
            if (!outcome.isTerminal()) {
                throw new IllegalArgumentException(outcome + " is no end");
            }
        }
    }

    /** A task's time for its next attempt may have come. */
    record RetryDue(String taskId) implements RunEvent {}

    /** Somebody wants the run to end. */
    record Cancel() implements RunEvent {}

    /** Somebody wants an ended task to run again, and what waits for it. */
    record RetryAsked(String taskId) implements RunEvent {}
}
