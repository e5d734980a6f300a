package dev.orrery.dag;

import java.util.Locale;

/** Which ends of the tasks before it let a task start; Airflow's names and meaning. */
public enum TriggerRule {
    ALL_SUCCESS("all tasks before it succeeded"),
    ALL_FAILED("all tasks before it failed"),
    ALL_DONE("all tasks before it ended, however"),
    ALL_DONE_SETUP_SUCCESS("all tasks before it ended, however, and the setups among them succeeded"),
    ALL_DONE_MIN_ONE_SUCCESS("all tasks before it ended, and one succeeded"),
    ALL_SKIPPED("all tasks before it were skipped"),
    ONE_SUCCESS("one task before it succeeded"),
    ONE_FAILED("one task before it failed"),
    ONE_DONE("one task before it succeeded or failed"),
    NONE_FAILED("all tasks before it succeeded or were skipped"),
    NONE_FAILED_MIN_ONE_SUCCESS("none of the tasks before it failed, and one succeeded"),
    NONE_SKIPPED("none of the tasks before it was skipped"),
    ALWAYS("at once, whatever is before it");

    private final String meaning;

    TriggerRule(String meaning) {
        this.meaning = meaning;
    }

    /** The rule's name in dag.yml. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String meaning() {
        return meaning;
    }
}
