package dev.orrery.scheduler;

import dev.orrery.launch.Environment;

/** The environments that notebooks run in. Whoever gives them calls {@link Scheduler#environmentsChanged} when one changes. */
@FunctionalInterface
public interface EnvironmentSource {
    /** How it stands with an environment; one that can be built, and is not, begins to be. Returns at once. */
    Readiness of(String name);

    /** How it stands with an environment. */
    sealed interface Readiness {
        record Ready(Environment environment) implements Readiness {}

        /** It is being built: attempts wait for it. */
        record Pending() implements Readiness {}

        /** It cannot be had; attempts fail with this message, which says what to do. */
        record Failed(String message) implements Readiness {}
    }
}
