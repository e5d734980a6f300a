package dev.orrery.scheduler;

import dev.orrery.launch.LaunchException;
import dev.orrery.launch.Launcher;
import dev.orrery.launch.Workload;
import dev.orrery.launch.WorkloadId;
import dev.orrery.launch.WorkloadStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BiConsumer;

/**
 * A launcher whose workloads are nothing but records; a test ends them. It outlives schedulers as processes do: a new
 * scheduler's listener takes the place of the dead one's, and hears of ends that came meanwhile.
 */
final class TestingLauncher implements Launcher {
    private final Map<String, Workload> workloads = new TreeMap<>();
    private final Map<String, WorkloadStatus> statuses = new TreeMap<>();
    private final Set<String> everStarted = new HashSet<>();
    private final List<String> stopped = new ArrayList<>();
    private final BlockingQueue<Workload> started = new LinkedBlockingQueue<>();
    private BiConsumer<WorkloadId, WorkloadStatus.Ended> listener = (id, end) -> {};
    private String refusal;
    private Runnable onStart = () -> {};

    /** Every start from now on throws this; null for none. */
    synchronized void refuse(String why) {
        refusal = why;
    }

    /** Called before and after each start. */
    synchronized void onStart(Runnable action) {
        onStart = action;
    }

    @Override
    public synchronized void start(Workload workload) {
        onStart.run();
        if (refusal != null) {
            throw new LaunchException(refusal, "Do something about it.");
        }
        String id = workload.id().value();
        if (statuses.containsKey(id)) {
            return;
        }
        if (!everStarted.add(id)) {
            throw new AssertionError(id + " was started twice");
        }
        workloads.put(id, workload);
        statuses.put(id, new WorkloadStatus.Running(Instant.EPOCH));
        started.add(workload);
        onStart.run();
    }

    @Override
    public synchronized WorkloadStatus status(WorkloadId id) {
        return statuses.getOrDefault(id.value(), new WorkloadStatus.Unknown());
    }

    @Override
    public synchronized List<WorkloadId> known() {
        return statuses.keySet().stream().map(WorkloadId::new).toList();
    }

    @Override
    public synchronized void stop(WorkloadId id, Duration grace) {
        if (statuses.get(id.value()) instanceof WorkloadStatus.Running) {
            stopped.add(id.value());
        }
    }

    @Override
    public synchronized void forget(WorkloadId id) {
        if (statuses.get(id.value()) instanceof WorkloadStatus.Running) {
            throw new AssertionError(id + " runs");
        }
        statuses.remove(id.value());
    }

    @Override
    public void onEnd(BiConsumer<WorkloadId, WorkloadStatus.Ended> newListener) {
        Map<String, WorkloadStatus> known;
        synchronized (this) {
            listener = newListener;
            known = Map.copyOf(statuses);
        }
        known.forEach((id, status) -> {
            if (status instanceof WorkloadStatus.Ended ended) {
                newListener.accept(new WorkloadId(id), ended);
            }
        });
    }

    /** As if the process ended. */
    void end(String attemptId, int exitCode, boolean outOfMemory, Instant at) {
        WorkloadId id = Engine.workload(attemptId);
        WorkloadStatus.Ended ended = new WorkloadStatus.Ended(exitCode, outOfMemory, at);
        BiConsumer<WorkloadId, WorkloadStatus.Ended> told;
        synchronized (this) {
            if (!(statuses.get(id.value()) instanceof WorkloadStatus.Running)) {
                throw new AssertionError(id + " does not run");
            }
            statuses.put(id.value(), ended);
            told = listener;
        }
        told.accept(id, ended);
    }

    /** As if the server were dead: nobody hears of ends. */
    synchronized void deafen() {
        listener = (id, end) -> {};
    }

    /** The records are gone, as after a lost disk. */
    synchronized void loseRecords() {
        statuses.clear();
    }

    synchronized List<String> running() {
        return statuses.entrySet().stream()
                .filter(entry -> entry.getValue() instanceof WorkloadStatus.Running)
                .map(entry -> entry.getKey().substring("attempt-".length()))
                .toList();
    }

    synchronized List<String> stopped() {
        return List.copyOf(stopped);
    }

    synchronized Workload workload(String attemptId) {
        return workloads.get("attempt-" + attemptId);
    }

    synchronized int startedCount() {
        return everStarted.size();
    }

    /** Started workloads in order. */
    BlockingQueue<Workload> started() {
        return started;
    }
}
