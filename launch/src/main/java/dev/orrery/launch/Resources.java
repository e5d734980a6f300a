package dev.orrery.launch;

import org.jspecify.annotations.Nullable;

/**
 * The most that a workload may use; null means no limit. What the host cannot enforce is told by {@link Isolation}.
 *
 * @param memoryBytes memory with page cache, temporary files and swap; the kernel kills the process that goes over it
 * @param cpus        1.0 is one core's whole time
 * @param processes   processes and threads at one time
 */
public record Resources(
        @Nullable Long memoryBytes,
        @Nullable Double cpus,
        @Nullable Integer processes) {
    public Resources {
        if (memoryBytes != null && memoryBytes < 4 << 20) {
            throw new IllegalArgumentException("A memory limit is at least 4 MiB, got " + memoryBytes + " bytes");
        }
        if (cpus != null && !(cpus >= 0.01 && cpus <= 100_000)) {
            throw new IllegalArgumentException("A CPU limit is at least 0.01 cores, got " + cpus);
        }
        if (processes != null && processes < 4) {
            throw new IllegalArgumentException(
                    "A limit on processes is at least 4 (the sandbox needs two), got " + processes);
        }
    }

    public static Resources unlimited() {
        return new Resources(null, null, null);
    }
}
