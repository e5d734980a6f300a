package dev.orrery.hub;

import dev.orrery.launch.Environment;
import dev.orrery.launch.EnvironmentStatus;
import java.util.Optional;

/**
 * The environment that user servers run in. Whoever implements it calls {@link Servers#environmentChanged} when it is built
 * or got further.
 */
public interface ServerEnvironments {

    /** Has it built, where nobody does that already; returns at once. */
    void ensure();

    /** It, once it is built. */
    Optional<Environment> ready();

    /** How far it is; empty where nothing is known of it. */
    Optional<EnvironmentStatus> status();
}
