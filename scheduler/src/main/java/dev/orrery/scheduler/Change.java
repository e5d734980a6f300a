package dev.orrery.scheduler;

import org.jspecify.annotations.Nullable;

/**
 * Something that changed, so that whoever shows it asks for it again. Told after it is stored.
 *
 * @param runId null for a change of the dag
 * @param taskId null but for a change of an attempt
 */
public record Change(
        Kind kind,
        String dagId,
        @Nullable String runId,
        @Nullable String taskId,
        @Nullable Integer attempt) {

    /** What changed; the words of the page's events. */
    public enum Kind {
        DAG,
        RUN,
        ATTEMPT;

        public String text() {
            return switch (this) {
                case DAG -> "dag";
                case RUN -> "run";
                case ATTEMPT -> "attempt";
            };
        }
    }

    static Change dag(String dagId) {
        return new Change(Kind.DAG, dagId, null, null, null);
    }

    static Change run(RunKey run) {
        return new Change(Kind.RUN, run.dagId(), run.runId(), null, null);
    }

    static Change attempt(RunKey run, String taskId, int number) {
        return new Change(Kind.ATTEMPT, run.dagId(), run.runId(), taskId, number);
    }
}
