package dev.orrery.launch;

import java.time.Instant;

/** How it stands with a workload. */
public sealed interface WorkloadStatus {
    /** Never started here, or forgotten. */
    record Unknown() implements WorkloadStatus {}

    record Running(Instant since) implements WorkloadStatus {}

    /**
     * Nothing of it runs any more.
     *
     * @param exitCode    of its first process; 128 and the signal's number when a signal killed it; 137 also when its
     *                    supervisor was killed or the machine went down
     * @param outOfMemory whether the kernel killed any of its processes for going over the memory limit; the first
     *                    process may have ended well nevertheless
     */
    record Ended(int exitCode, boolean outOfMemory, Instant at) implements WorkloadStatus {}
}
