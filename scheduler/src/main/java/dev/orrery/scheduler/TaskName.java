package dev.orrery.scheduler;

/**
 * Which task of a run: {@code load}, or the fourth instance of one that runs for each of several items, {@code load[3]}. The
 * text is what an instance is called in the database and among a run's tasks; no task's id has a bracket.
 *
 * @param mapIndex of an instance, from 0; {@link #NOT_MAPPED} for a task
 */
record TaskName(String taskId, int mapIndex) {
    /** Airflow's number for what is no instance. */
    static final int NOT_MAPPED = -1;

    static TaskName of(String text) {
        int bracket = text.indexOf('[');
        return bracket < 0
                ? new TaskName(text, NOT_MAPPED)
                : new TaskName(text.substring(0, bracket), Integer.parseInt(text, bracket + 1, text.length() - 1, 10));
    }

    boolean isInstance() {
        return mapIndex >= 0;
    }

    String text() {
        return isInstance() ? taskId + "[" + mapIndex + "]" : taskId;
    }

    /** Where the task's attempts have their folders, below the run's. */
    String folder() {
        return isInstance() ? taskId + "/map_index=" + mapIndex : taskId;
    }
}
