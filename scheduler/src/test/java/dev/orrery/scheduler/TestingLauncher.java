package dev.orrery.scheduler;

import dev.orrery.launch.LaunchException;
import dev.orrery.launch.Launcher;
import dev.orrery.launch.Workload;
import dev.orrery.launch.WorkloadId;
import dev.orrery.launch.WorkloadStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * A launcher whose workloads are nothing but records; a test ends them. It outlives schedulers as processes do: a new
 * scheduler's listener takes the place of the dead one's, and hears of ends that came meanwhile.
 */
final class TestingLauncher implements Launcher {
    private final Map<String, Workload> workloads = new LinkedHashMap<>();
    /** In the order of their starts: ids are random, and what a test picks is to be the same each time. */
    private final Map<String, WorkloadStatus> statuses = new LinkedHashMap<>();

    private final Set<String> everStarted = new HashSet<>();
    private final List<String> stopped = new ArrayList<>();
    private final BlockingQueue<Workload> started = new LinkedBlockingQueue<>();
    private final List<BiConsumer<WorkloadId, WorkloadStatus.Ended>> listeners = new ArrayList<>();
    private final Map<String, String> former = new HashMap<>();
    private boolean renames;
    private String refusal;
    private Runnable onStart = () -> {};

    /** From now on it can rename. */
    synchronized void allowRenames() {
        renames = true;
    }

    @Override
    public synchronized boolean renames() {
        return renames;
    }

    @Override
    public synchronized boolean rename(WorkloadId from, WorkloadId to) {
        onStart.run();
        if (!(statuses.get(from.value()) instanceof WorkloadStatus.Running) || statuses.containsKey(to.value())) {
            return false;
        }
        if (!everStarted.add(to.value())) {
            throw new AssertionError(to + " was started before");
        }
        statuses.put(to.value(), statuses.remove(from.value()));
        workloads.put(to.value(), workloads.remove(from.value()));
        former.put(to.value(), from.value());
        onStart.run();
        return true;
    }

    /** The slot that an attempt's process was; null where it was none. */
    synchronized String slotOf(String attemptId) {
        return former.get("attempt-" + attemptId);
    }

    /** Slots that run, in order. */
    synchronized List<String> slots() {
        return running("slot-").map(id -> "slot-" + id).toList();
    }

    private Stream<String> running(String prefix) {
        return statuses.entrySet().stream()
                .filter(entry -> entry.getValue() instanceof WorkloadStatus.Running)
                .map(Map.Entry::getKey)
                .filter(id -> id.startsWith(prefix))
                .map(id -> id.substring(prefix.length()));
    }

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

    /** What is killed ends at once; what is asked to end does so when the test says. */
    @Override
    public void stop(WorkloadId id, Duration grace) {
        synchronized (this) {
            if (!(statuses.get(id.value()) instanceof WorkloadStatus.Running)) {
                return;
            }
            stopped.add(id.value());
        }
        if (grace.isZero()) {
            end(id, 137, false, Instant.EPOCH);
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
            listeners.add(newListener);
            known = new LinkedHashMap<>(statuses);
        }
        known.forEach((id, status) -> {
            if (status instanceof WorkloadStatus.Ended ended) {
                newListener.accept(new WorkloadId(id), ended);
            }
        });
    }

    /** As if the process ended. */
    void end(String attemptId, int exitCode, boolean outOfMemory, Instant at) {
        end(Engine.workload(attemptId), exitCode, outOfMemory, at);
    }

    /** As if any process ended. */
    void end(WorkloadId id, int exitCode, boolean outOfMemory, Instant at) {
        WorkloadStatus.Ended ended = new WorkloadStatus.Ended(exitCode, outOfMemory, at);
        List<BiConsumer<WorkloadId, WorkloadStatus.Ended>> told;
        synchronized (this) {
            if (!(statuses.get(id.value()) instanceof WorkloadStatus.Running)) {
                throw new AssertionError(id + " does not run");
            }
            statuses.put(id.value(), ended);
            told = List.copyOf(listeners);
        }
        told.forEach(listener -> listener.accept(id, ended));
    }

    /** As if the server were dead: nobody hears of ends. */
    synchronized void deafen() {
        listeners.clear();
    }

    /** The records are gone, as after a lost disk. */
    synchronized void loseRecords() {
        statuses.clear();
    }

    synchronized List<String> running() {
        return running("attempt-").toList();
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
