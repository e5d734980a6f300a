package dev.orrery.launch;

import java.nio.file.Path;

/**
 * A file or folder of the host shown inside of a sandbox.
 *
 * @param source absolute path on the host; must exist when the workload starts; a symbolic link is followed
 * @param target absolute path inside; missing parents are made, readable by all
 */
public record Mount(Path source, Path target, boolean writable) {
    public Mount {
        if (!source.isAbsolute() || !target.isAbsolute() || !target.equals(target.normalize())) {
            throw new IllegalArgumentException(
                    "A mount's paths are absolute, its target without '..': " + source + " at " + target);
        }
    }

    /** The same path inside as outside, read-only: what an environment's {@link Environment#readOnlyPaths} need. */
    public static Mount readOnly(Path path) {
        return new Mount(path, path, false);
    }
}
