package dev.orrery.launch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;

/**
 * Workloads that end by themselves in a moment and whose output is the answer to somebody who waits for it. They do not survive
 * the server: the next one forgets them.
 */
public final class ShortPrograms {
    private static final String PREFIX = "short-";
    private static final int MOST_OUTPUT = 256 * 1024;
    private static final int AT_ONCE = 4;

    private final Launcher launcher;
    private final Path outputs;
    private final Semaphore free = new Semaphore(AT_ONCE, true);
    private final Map<WorkloadId, CompletableFuture<WorkloadStatus.Ended>> awaited = new ConcurrentHashMap<>();

    /**
     * @param exitCode as in {@link WorkloadStatus.Ended}
     * @param output   what it wrote to standard output and error, at most 256 KiB of it
     */
    public record Finished(int exitCode, String output) {}

    /** @param outputs a folder for what they print, absolute; no user's code can reach it */
    public ShortPrograms(Launcher launcher, Path outputs) {
        this.launcher = launcher;
        this.outputs = outputs;
        launcher.onEnd(this::ended);
    }

    /**
     * Runs a program to its end; of many callers, four at once.
     *
     * @param workload makes it from the id and the log that it is to have
     * @param limit for waiting and running together
     * @throws LaunchException when it cannot be started, or has not ended within the limit; then it is stopped
     */
    public Finished run(BiFunction<WorkloadId, Path, Workload> workload, Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        if (!free.tryAcquire(limit.toNanos(), TimeUnit.NANOSECONDS)) {
            throw late(limit);
        }
        WorkloadId id = new WorkloadId(PREFIX + UUID.randomUUID());
        Path output = outputs.resolve(id + ".out");
        CompletableFuture<WorkloadStatus.Ended> end = new CompletableFuture<>();
        awaited.put(id, end);
        try {
            Files.createDirectories(outputs);
            launcher.start(workload.apply(id, output));
            WorkloadStatus.Ended how = end.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            return new Finished(how.exitCode(), read(output));
        } catch (TimeoutException e) {
            throw late(limit);
        } catch (IOException | ExecutionException e) {
            throw new LaunchException(
                    "A program's output cannot be read: " + e.getMessage() + ".", "Check the disk.", e);
        } finally {
            awaited.remove(id);
            launcher.stop(id, Duration.ZERO);
            delete(output);
            free.release();
        }
    }

    private void ended(WorkloadId id, WorkloadStatus.Ended end) {
        if (!id.value().startsWith(PREFIX)) {
            return;
        }
        launcher.forget(id);
        CompletableFuture<WorkloadStatus.Ended> waiter = awaited.get(id);
        if (waiter != null) {
            waiter.complete(end);
        } else {
            delete(outputs.resolve(id + ".out")); // of a server that died, or nobody waits any more
        }
    }

    private static String read(Path output) throws IOException {
        try (InputStream in = Files.newInputStream(output)) {
            return new String(in.readNBytes(MOST_OUTPUT), StandardCharsets.UTF_8);
        }
    }

    private static void delete(Path output) {
        try {
            Files.deleteIfExists(output);
        } catch (IOException e) {
            // It is a few bytes, in a folder of the platform's.
        }
    }

    private static LaunchException late(Duration limit) {
        return new LaunchException("The program did not end within " + limit.toSeconds() + " seconds.", "Try again.");
    }
}
