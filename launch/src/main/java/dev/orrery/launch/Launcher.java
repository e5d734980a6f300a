package dev.orrery.launch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Starts, watches, stops and re-adopts workloads. They outlive the server: a new launcher on the same records knows them.
 * Safe for use by many threads.
 */
public interface Launcher {
    /**
     * Starts a workload, once for each id: an id that is known already (running, or ended and not forgotten) is left as it is.
     * When this returns, the workload is known durably. When the server dies within, either it is known to the next launcher
     * or nothing of it runs.
     *
     * @throws LaunchException why it was not started, with the remedy; then the id is unknown
     */
    void start(Workload workload);

    WorkloadStatus status(WorkloadId id);

    /**
     * Where the workload finds what was mounted at this path: there, unless the launcher cannot mount. Its command, environment
     * and folder are put right by {@link #start} itself; this is for what is told to it later.
     */
    default Path visible(WorkloadId id, Path target) {
        return target;
    }

    /** Whether {@link #rename} works here: a launcher that cannot mount has told its workloads paths that hold their id. */
    default boolean renames() {
        return false;
    }

    /**
     * Gives a workload that runs another id, which is unknown so far: from then on, in later server lives too, it is known by
     * that one alone. In one step: a server that dies within leaves it known by one of the two.
     *
     * @return false where nothing runs under the old id, the new one is taken, or {@link #renames} is false; then nothing changed
     * @throws LaunchException when the record cannot be renamed; then nothing changed either
     */
    default boolean rename(WorkloadId from, WorkloadId to) {
        return false;
    }

    /** All that were started and not forgotten, in order of id. */
    List<WorkloadId> known();

    /**
     * Sends SIGTERM to the first process, and SIGKILL to all of the workload when it has not ended after the grace.
     * Returns at once; what is unknown or has ended is left alone. Not durable: a server that dies within the grace calls again.
     */
    void stop(WorkloadId id, Duration grace);

    /**
     * Drops the record of a workload that has ended; its id may be used again. Unknown: nothing.
     *
     * @throws LaunchException when it still runs
     */
    void forget(WorkloadId id);

    /**
     * Tells each end to the listener, once per launcher, within a second; ends that came before this call, or while no server
     * was there, too. One thread calls all listeners, in order; what they throw is logged.
     */
    void onEnd(BiConsumer<WorkloadId, WorkloadStatus.Ended> listener);
}
