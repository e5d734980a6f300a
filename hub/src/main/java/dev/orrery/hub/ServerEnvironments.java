package dev.orrery.hub;

import dev.orrery.launch.Environment;
import dev.orrery.launch.EnvironmentStatus;
import java.util.Optional;

/**
 * The environments that user servers run in. Whoever implements it calls {@link Servers#environmentChanged} when one is built
 * or got further.
 */
public interface ServerEnvironments {
    /** The one that a server has whose profile names none. */
    String DEFAULT = "default";

    /** Has it built, where nobody does that already; returns at once. {@link dev.orrery.launch.LaunchException} where there is none of that name. */
    void ensure(String name);

    /** It, once it is built. */
    Optional<Environment> ready(String name);

    /** How far it is; empty where nothing is known of it. */
    Optional<EnvironmentStatus> status(String name);
}
