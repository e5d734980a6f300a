package dev.orrery.launch;

import java.nio.file.Path;
import java.util.List;

/**
 * An environment that is built and ready to use; it never changes again.
 *
 * @param digest        64 hexadecimal digits over its lock file, the toolbox and the configured interpreter
 * @param prefix        {@code bin/python} and {@code share/jupyter} are below
 * @param readOnlyPaths what a sandbox must show at the same paths for it to work: the prefix and the base interpreter's
 */
public record Environment(String name, String digest, Path prefix, List<Path> readOnlyPaths) {
    public Environment {
        readOnlyPaths = List.copyOf(readOnlyPaths);
    }
}
