package dev.orrery.hub;

import dev.orrery.launch.Environment;
import dev.orrery.launch.EnvironmentStatus;
import java.util.Optional;

/** An environment that is ready when a test says so. */
final class TestingEnvironments implements ServerEnvironments {
    private volatile Optional<Environment> ready = Optional.empty();
    private volatile Optional<EnvironmentStatus> status = Optional.empty();

    void ready(Environment environment) {
        ready = Optional.of(environment);
    }

    void status(EnvironmentStatus now) {
        status = Optional.of(now);
    }

    @Override
    public void ensure() {}

    @Override
    public Optional<Environment> ready() {
        return ready;
    }

    @Override
    public Optional<EnvironmentStatus> status() {
        return status;
    }
}
