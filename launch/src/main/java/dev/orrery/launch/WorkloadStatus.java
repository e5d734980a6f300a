package dev.orrery.launch;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

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
     * @param memory      null where it was in no control group for memory
     */
    record Ended(
            int exitCode,
            boolean outOfMemory,
            Instant at,
            @Nullable Memory memory) implements WorkloadStatus {
        /** One of whose memory nothing is known. */
        public Ended(int exitCode, boolean outOfMemory, Instant at) {
            this(exitCode, outOfMemory, at, null);
        }
    }

    /**
     * How much memory all of its processes together used and might use, in bytes.
     *
     * @param peak the most at one time; null where the kernel does not tell
     * @param limit null for one without
     */
    record Memory(@Nullable Long peak, @Nullable Long limit) {}
}
