package dev.orrery.scheduler;

import dev.orrery.launch.Launcher;
import dev.orrery.launch.Workload;
import dev.orrery.launch.WorkloadId;
import dev.orrery.launch.WorkloadStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** A launcher whose workloads have done their work as soon as they are started: what is measured is the server's own work. */
final class InstantLauncher implements Launcher {
    private final Map<String, WorkloadStatus> statuses = new ConcurrentHashMap<>();
    private final ExecutorService runners = Executors.newVirtualThreadPerTaskExecutor();
    private final Consumer<String> work;
    private volatile BiConsumer<WorkloadId, WorkloadStatus.Ended> listener = (id, end) -> {};

    /** @param work what a runner does, given its attempt's id */
    InstantLauncher(Consumer<String> work) {
        this.work = work;
    }

    @Override
    public void start(Workload workload) {
        WorkloadId id = workload.id();
        if (statuses.putIfAbsent(id.value(), new WorkloadStatus.Running(Instant.now())) == null) {
            runners.execute(() -> {
                work.accept(AttemptEnds.attemptId(id));
                WorkloadStatus.Ended end = new WorkloadStatus.Ended(0, false, Instant.now());
                statuses.put(id.value(), end);
                listener.accept(id, end);
            });
        }
    }

    @Override
    public WorkloadStatus status(WorkloadId id) {
        return statuses.getOrDefault(id.value(), new WorkloadStatus.Unknown());
    }

    @Override
    public List<WorkloadId> known() {
        return statuses.keySet().stream().map(WorkloadId::new).toList();
    }

    @Override
    public void stop(WorkloadId id, Duration grace) {}

    @Override
    public void forget(WorkloadId id) {
        statuses.remove(id.value());
    }

    @Override
    public void onEnd(BiConsumer<WorkloadId, WorkloadStatus.Ended> newListener) {
        listener = newListener;
    }
}
