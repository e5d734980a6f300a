package dev.orrery.launch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells each end to each listener once, whichever of the two comes first. One thread owns all that is in here. */
final class Ends implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Ends.class);

    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("launch-ends").factory());
    private final Map<WorkloadId, WorkloadStatus.Ended> told = new LinkedHashMap<>();
    private final List<BiConsumer<WorkloadId, WorkloadStatus.Ended>> listeners = new ArrayList<>();

    void add(BiConsumer<WorkloadId, WorkloadStatus.Ended> listener) {
        enqueue(() -> {
            listeners.add(listener);
            told.forEach((id, end) -> call(listener, id, end));
        });
    }

    void tell(WorkloadId id, WorkloadStatus.Ended end) {
        enqueue(() -> {
            told.put(id, end);
            listeners.forEach(listener -> call(listener, id, end));
        });
    }

    void forget(WorkloadId id) {
        enqueue(() -> told.remove(id));
    }

    private void enqueue(Runnable work) {
        try {
            thread.execute(work);
        } catch (RejectedExecutionException e) {
            LOG.debug("The launcher is closed", e);
        }
    }

    private static void call(
            BiConsumer<WorkloadId, WorkloadStatus.Ended> listener, WorkloadId id, WorkloadStatus.Ended end) {
        try {
            listener.accept(id, end);
        } catch (RuntimeException e) {
            LOG.error("A listener failed on the end of workload {}", id, e);
        }
    }

    @Override
    public void close() {
        thread.shutdown();
    }
}
