package dev.orrery.server;

import dev.orrery.hub.ServerEnvironments;
import dev.orrery.launch.Environment;
import dev.orrery.launch.EnvironmentStatus;
import dev.orrery.launch.Environments;
import java.util.Optional;

/** The environment that every user server has: {@link #NAME}. */
record DefaultEnvironment(Environments environments) implements ServerEnvironments {
    static final String NAME = "default";

    @Override
    public void ensure() {
        environments.ensure(NAME);
    }

    @Override
    public Optional<Environment> ready() {
        return environments.ready(NAME);
    }

    @Override
    public Optional<EnvironmentStatus> status() {
        return environments.list().stream()
                .filter(status -> status.name().equals(NAME))
                .findFirst();
    }
}
