package dev.orrery.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs workloads as processes of this machine, each in a sandbox of its own under a supervisor of its own that does not end
 * with the server. One launcher at a time uses a state directory.
 */
public final class LocalLauncher implements Launcher, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LocalLauncher.class);
    /** How late the end of an adopted workload may be seen: it is no child of this server, so the kernel tells nothing. */
    private static final Duration GLANCE = Duration.ofMillis(200);

    private final Path records;
    private final SandboxPolicy policy;
    private final InstantSource clock;
    private final String groupPrefix;
    private final ConcurrentHashMap<WorkloadId, SupervisedWorkload> known = new ConcurrentHashMap<>();
    private final WorkloadNames names = new WorkloadNames();
    private final Ends ends = new Ends();
    private volatile boolean closed;

    /**
     * Adopts what an earlier launcher left in the directory.
     *
     * @throws LaunchException when the directory cannot be made or read
     */
    public LocalLauncher(Path stateDirectory, SandboxPolicy policy, InstantSource clock) {
        this.records = stateDirectory.toAbsolutePath().normalize();
        this.policy = policy;
        this.clock = clock;
        this.groupPrefix = HexFormat.of().toHexDigits(records.toString().hashCode()) + "-";
        try {
            Files.createDirectories(records);
            Files.setPosixFilePermissions(records, PosixFilePermissions.fromString("rwx------"));
        } catch (IOException e) {
            throw unreadable(records, e);
        }
        adoptAll(records);
    }

    /**
     * Adopts what another launcher, whose server has died, left in its directory; no other may use that any more.
     *
     * @throws LaunchException when the directory cannot be read
     */
    public void adoptAll(Path stateDirectory) {
        if (!Files.isDirectory(stateDirectory)) {
            return;
        }
        try {
            WorkloadRecord.sweep(stateDirectory);
            for (WorkloadRecord record : WorkloadRecord.all(stateDirectory)) {
                if (!known.containsKey(record.id())) {
                    adopt(record);
                }
            }
        } catch (IOException e) {
            throw unreadable(stateDirectory, e);
        }
    }

    private static LaunchException unreadable(Path records, IOException e) {
        return new LaunchException(
                "The workloads' records in " + records + " cannot be read: " + e + ".",
                "Check the folder's owner and the disk.",
                e);
    }

    private void adopt(WorkloadRecord record) throws IOException {
        Optional<Supervisor> supervisor = record.supervisor();
        if (supervisor.isEmpty() && record.claim()) {
            LOG.info("Workload {} was never started: the server died on the way", record.id());
            record.discard();
            return;
        }
        // Lost the claim: a supervisor has come up since.
        Supervisor owner =
                supervisor.isPresent() ? supervisor.get() : record.supervisor().orElseThrow();
        SupervisedWorkload workload = SupervisedWorkload.running(record, owner);
        known.put(record.id(), workload);
        if (!owner.isAlive()) {
            ended(workload);
            return;
        }
        Thread.ofVirtual().name("launch-watch-" + record.id()).start(() -> {
            while (owner.isAlive() && !closed) {
                LockSupport.parkNanos(GLANCE.toNanos());
            }
            endedUnlessClosed(workload);
        });
    }

    /** The workloads of a launcher that is closed are another's. */
    private void endedUnlessClosed(SupervisedWorkload workload) {
        if (!closed) {
            ended(workload);
        }
    }

    @Override
    public void start(Workload workload) {
        // One start of an id at a time; a second one waits, and finds it known.
        known.computeIfAbsent(workload.id(), id -> {
            Confinement confinement = policy.confinement();
            confinement.check(workload);
            try {
                return launch(workload, confinement);
            } catch (IOException e) {
                throw new LaunchException(
                        "Workload " + id + " cannot be started: " + e + ".",
                        "Check the disk's free space and the owner of " + records + ".",
                        e);
            }
        });
    }

    private SupervisedWorkload launch(Workload workload, Confinement confinement) throws IOException {
        String group = groupPrefix + workload.id();
        List<Path> groups = policy.groups().create(group, workload.resources());
        WorkloadRecord record = WorkloadRecord.create(records, workload, confinement, groups, clock.instant());
        Optional<Process> spawned = Optional.empty();
        try {
            Process process = SupervisorStart.spawn(workload, policy, confinement, record);
            spawned = Optional.of(process);
            Supervisor supervisor = SupervisorStart.await(process, record);
            SupervisedWorkload started = SupervisedWorkload.running(record, supervisor);
            Thread.ofVirtual().name("workload-end").start(() -> awaitEnd(process, started));
            return started;
        } catch (IOException | LaunchException e) {
            spawned.ifPresent(Process::destroyForcibly);
            record.discard();
            throw e;
        }
    }

    /** On a thread that waits: {@link Process#onExit} completes through the common pool, which others may keep busy. */
    private void awaitEnd(Process process, SupervisedWorkload workload) {
        try {
            process.waitFor();
            endedUnlessClosed(workload);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void ended(SupervisedWorkload started) {
        WorkloadId id = names.last(started.id());
        SupervisedWorkload workload = id.equals(started.id()) ? started : Objects.requireNonNull(known.get(id));
        WorkloadStatus.Ended end;
        try {
            end = workload.settle();
        } catch (IOException | RuntimeException e) {
            LOG.error(
                    "The end of workload {} cannot be recorded in {}",
                    id,
                    workload.record().folder(),
                    e);
            end = new WorkloadStatus.Ended(SupervisedWorkload.KILLED, false, clock.instant());
        }
        known.put(id, workload.ended(end));
        ends.tell(id, end);
    }

    @Override
    public boolean renames() {
        return policy.hidesNames();
    }

    @Override
    public boolean rename(WorkloadId from, WorkloadId to) {
        return renames() && names.rename(from, to, () -> moved(from, to));
    }

    private boolean moved(WorkloadId from, WorkloadId to) {
        SupervisedWorkload workload = known.get(from);
        if (workload == null
                || known.containsKey(to)
                || !workload.isRunning()
                || !workload.supervisor().isAlive()) {
            return false;
        }
        try {
            known.put(to, workload.rename(to));
            known.remove(from);
            return true;
        } catch (IOException e) {
            throw new LaunchException(
                    "Workload " + from + " cannot become " + to + ": " + e + ".",
                    "Check the disk and " + records + ".",
                    e);
        }
    }

    @Override
    public WorkloadStatus status(WorkloadId id) {
        SupervisedWorkload workload = known.get(id);
        return workload == null ? new WorkloadStatus.Unknown() : workload.status();
    }

    @Override
    public List<WorkloadId> known() {
        return known.keySet().stream().sorted().toList();
    }

    @Override
    public void stop(WorkloadId id, Duration grace) {
        SupervisedWorkload workload = known.get(id);
        if (workload != null && workload.isRunning()) {
            Thread.ofVirtual().name("launch-stop-" + id).start(() -> workload.stop(grace));
        }
    }

    @Override
    public Path visible(WorkloadId id, Path target) {
        // From the disk, since it may be asked for while its start is under way.
        return new WorkloadRecord(id, records.resolve(id.value()))
                .seen()
                .map(paths -> paths.visible(target))
                .orElse(target);
    }

    /** Whether a workload that runs is shown this folder or something in it. */
    public boolean uses(Path folder) {
        return known.values().stream().anyMatch(workload -> workload.isRunning() && workload.sees(folder));
    }

    @Override
    public void forget(WorkloadId id) {
        known.computeIfPresent(id, (_, workload) -> {
            if (!(workload.status() instanceof WorkloadStatus.Ended)) {
                throw new LaunchException("Workload " + id + " still runs and cannot be forgotten.", "Stop it first.");
            }
            try {
                workload.record().delete();
            } catch (IOException e) {
                throw new LaunchException(
                        "The record of workload " + id + " cannot be removed: " + e + ".", "Check the disk.", e);
            }
            ends.forget(id);
            names.forget(id);
            return null;
        });
    }

    @Override
    public void onEnd(BiConsumer<WorkloadId, WorkloadStatus.Ended> listener) {
        ends.add(listener);
    }

    /** Lets go of the workloads: they run on, for another launcher to adopt. */
    @Override
    public void close() {
        closed = true;
        ends.close();
    }
}
