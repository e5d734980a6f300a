package dev.orrery.hub;

import dev.orrery.launch.Resources;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a profile or a choice in it makes of a server; null leaves it as it is.
 *
 * @param memoryBytes the most memory
 * @param cpus the most CPU time, 1.0 is one core
 * @param environment the name of the environment of packages
 * @param variables added to the server's environment
 * @param defaultUrl the page that the server opens with
 */
record ServerSpec(
        @Nullable Long memoryBytes,
        @Nullable Double cpus,
        @Nullable String environment,
        Map<String, String> variables,
        @Nullable String defaultUrl) {
    static final ServerSpec NOTHING = new ServerSpec(null, null, null, Map.of(), null);

    ServerSpec {
        variables = Map.copyOf(variables);
    }

    /** This, and over it what the other says. */
    ServerSpec with(ServerSpec other) {
        Map<String, String> both = new LinkedHashMap<>(variables);
        both.putAll(other.variables);
        return new ServerSpec(
                other.memoryBytes == null ? memoryBytes : other.memoryBytes,
                other.cpus == null ? cpus : other.cpus,
                other.environment == null ? environment : other.environment,
                both,
                other.defaultUrl == null ? defaultUrl : other.defaultUrl);
    }

    String environmentOrDefault() {
        return environment == null ? ServerEnvironments.DEFAULT : environment;
    }

    /** What the server may use, the platform's own limits where this says nothing. */
    Resources resources(Resources platform) {
        return new Resources(
                memoryBytes == null ? platform.memoryBytes() : memoryBytes,
                cpus == null ? platform.cpus() : cpus,
                platform.processes());
    }
}
