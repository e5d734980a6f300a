package dev.orrery.scheduler;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What beside its parameters was rendered for an attempt.
 *
 * @param environment variables of its kernel or its program
 * @param command program and arguments; null for a notebook
 */
record Orders(Map<String, String> environment, @Nullable List<String> command) {
    static final Orders NONE = new Orders(Map.of(), null);

    Orders {
        environment = Map.copyOf(environment);
        command = command == null ? null : List.copyOf(command);
    }
}
