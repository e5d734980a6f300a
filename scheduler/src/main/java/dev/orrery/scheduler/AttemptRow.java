package dev.orrery.scheduler;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An attempt as stored.
 *
 * @param number from 1, within its task
 * @param claimedAt when its launch was begun: from then on it takes a place, and may have a process
 * @param launchedAt when its process was known to be started
 * @param stopReason why its process is to end; null while it may go on
 * @param parameters rendered; null before its launch
 * @param lastSequence of the newest event that was taken
 * @param server whose launcher has it; null before it has a place
 */
record AttemptRow(
        String attemptId,
        RunKey run,
        String taskId,
        int number,
        AttemptState state,
        Instant createdAt,
        @Nullable Instant claimedAt,
        @Nullable Instant launchedAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable StopReason stopReason,
        @Nullable Integer exitCode,
        @Nullable AttemptError error,
        @Nullable Map<String, @Nullable Object> parameters,
        @Nullable Integer cellsTotal,
        int cellsDone,
        long lastSequence,
        @Nullable String server) {

    /** Why an attempt's process is to end. */
    enum StopReason {
        CANCEL,
        TIMEOUT;

        String text() {
            return switch (this) {
                case CANCEL -> "cancel";
                case TIMEOUT -> "timeout";
            };
        }

        static StopReason of(String text) {
            return text.equals("timeout") ? TIMEOUT : CANCEL;
        }
    }

    /** Where its output notebook, log and result are. */
    String folder() {
        return run.dagId() + "/" + run.runId() + "/" + TaskName.of(taskId).folder() + "/" + number;
    }

    /** For logs. */
    @Override
    public String toString() {
        return run + "/" + taskId + "/" + number;
    }
}
