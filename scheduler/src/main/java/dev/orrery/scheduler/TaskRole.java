package dev.orrery.scheduler;

import dev.orrery.dag.Role;
import java.util.Locale;

/** What a task is for in its run. */
enum TaskRole {
    WORK,
    /** Makes what others need, which do not run where it did not succeed. */
    SETUP,
    /** Takes down what setups before it made. Its end does not count for the run's. */
    TEARDOWN,
    /** Likewise, and its failure fails the run. */
    DECISIVE_TEARDOWN;

    static TaskRole of(Role role) {
        return switch (role) {
            case Role.Work _ -> WORK;
            case Role.Setup _ -> SETUP;
            case Role.Teardown(var _, boolean failsRun) -> failsRun ? DECISIVE_TEARDOWN : TEARDOWN;
        };
    }

    boolean isTeardown() {
        return this == TEARDOWN || this == DECISIVE_TEARDOWN;
    }

    /** As the API shows it. */
    String shown() {
        return isTeardown() ? TEARDOWN.text() : text();
    }

    /** The name as it stands in the database. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static TaskRole of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
