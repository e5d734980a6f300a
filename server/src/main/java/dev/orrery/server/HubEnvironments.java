package dev.orrery.server;

import dev.orrery.hub.ServerEnvironments;
import dev.orrery.launch.Environment;
import dev.orrery.launch.EnvironmentStatus;
import dev.orrery.launch.Environments;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The environments that user servers may have: all that there are. */
record HubEnvironments(Environments environments) implements ServerEnvironments {
    @Override
    public void ensure(String name) {
        environments.ensure(name);
    }

    @Override
    public Optional<Environment> ready(String name) {
        return environments.ready(name);
    }

    @Override
    public Optional<EnvironmentStatus> status(String name) {
        return environments.list().stream()
                .filter(status -> status.name().equals(name))
                .findFirst();
    }

    /** {@link UsageException} where one of these does not exist. */
    void require(Set<String> names) {
        Set<String> known =
                environments.list().stream().map(EnvironmentStatus::name).collect(Collectors.toSet());
        Set<String> missing = new TreeSet<>(names);
        missing.removeAll(known);
        if (!missing.isEmpty()) {
            throw new UsageException("The profiles name environments that there are not: " + String.join(", ", missing)
                    + ". There are: " + String.join(", ", new TreeSet<>(known)) + ".");
        }
    }
}
