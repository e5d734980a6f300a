package dev.orrery.hub;

import dev.orrery.launch.Environment;
import dev.orrery.launch.EnvironmentStatus;
import java.util.Optional;

/** Environments that are ready when a test says so: the default one, and others that are told apart by their folders. */
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
    public void ensure(String name) {}

    @Override
    public Optional<Environment> ready(String name) {
        return ready.map(one -> name.equals(DEFAULT)
                ? one
                : new Environment(name, one.digest(), one.prefix().resolveSibling(name), one.readOnlyPaths()));
    }

    @Override
    public Optional<EnvironmentStatus> status(String name) {
        return status;
    }
}
