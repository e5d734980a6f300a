package dev.orrery.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** A workload that was started: its record, the supervisor that watches over it, and how it stands with it. */
record SupervisedWorkload(WorkloadRecord record, Supervisor supervisor, WorkloadStatus status) {
    /** The exit code of one whose supervisor did not live to see its end, as a shell tells it of SIGKILL. */
    static final int KILLED = 137;

    private static final Duration STEP = Duration.ofMillis(20);

    static SupervisedWorkload running(WorkloadRecord record, Supervisor supervisor) throws IOException {
        return new SupervisedWorkload(record, supervisor, new WorkloadStatus.Running(record.started()));
    }

    WorkloadId id() {
        return record.id();
    }

    boolean isRunning() {
        return status instanceof WorkloadStatus.Running;
    }

    SupervisedWorkload ended(WorkloadStatus.Ended end) {
        return new SupervisedWorkload(record, supervisor, end);
    }

    SupervisedWorkload rename(WorkloadId to) throws IOException {
        return new SupervisedWorkload(record.rename(to), supervisor, status);
    }

    /** Whether it is shown this folder or something in it. */
    boolean sees(Path folder) {
        return record.seen().map(paths -> paths.show(folder)).orElse(true);
    }

    /** How it ended, its supervisor being gone: nothing of it is left and the end is in the record when this returns. */
    WorkloadStatus.Ended settle() throws IOException {
        if (record.end().isEmpty()) {
            // The supervisor was killed, or the machine went down: a sandbox dies with its parent, nothing else does.
            record.first().ifPresent(NotedProcess::killGroup);
            record.writeEnd(KILLED, record.groups());
        }
        record.clearGroups();
        return record.end().orElseThrow();
    }

    /** SIGTERM to its first process, once there is one, and SIGKILL to all of it when the time is over; returns when it has ended. */
    void stop(Duration grace) {
        long deadline = System.nanoTime() + grace.toNanos();
        boolean asked = false;
        while (supervisor.isAlive() && System.nanoTime() - deadline < 0) {
            if (!asked) {
                // The sandbox may still be in the making.
                asked = firstProcess().map(ProcessHandle::destroy).orElse(false);
            }
            LockSupport.parkNanos(STEP.toNanos());
        }
        while (supervisor.isAlive()) {
            supervisor.killAll();
            LockSupport.parkNanos(STEP.toNanos());
        }
    }

    private Optional<ProcessHandle> firstProcess() {
        try {
            Optional<NotedProcess> told = record.first();
            return told.isPresent() ? supervisor.process(told.get().pid()) : supervisor.firstProcess();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
