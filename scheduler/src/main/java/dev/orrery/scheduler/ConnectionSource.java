package dev.orrery.scheduler;

import java.util.Optional;

/** Who knows the connections that attempts are given. */
@FunctionalInterface
public interface ConnectionSource {
    /** Empty where there is no connection of that name. */
    Optional<Given> of(String name);

    /**
     * A connection as a process gets it. Holds a secret.
     *
     * @param variable of the process's environment
     * @param shown the URL as everybody may see it: {@code ***} for the password, and no query
     */
    record Given(String variable, String url, String shown) {
        @Override
        public String toString() {
            return variable;
        }
    }
}
