package dev.orrery.kernel;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How to execute a notebook.
 *
 * @param kernelName name of the kernelspec, such as {@code python3}
 * @param workdir the kernel's working directory
 * @param environment the kernel's whole environment (nothing of this process's is inherited); variables of the platform's own are taken out
 * @param startTimeout how long the kernel may take until it answers
 * @param cellTimeout how long one cell may take, from its request to its reply; null for no limit
 * @param kernelPath {@code share/jupyter} directories to search before the usual ones
 * @param maxOutputBytes how much output the notebook may hold, in bytes of its file; what comes later is cut, and marked;
 *     {@link Long#MAX_VALUE} for no limit
 * @param spool the folder for long outputs, in a file without a name, at most what the notebook holds and the message that is read
 */
public record ExecutionOptions(
        String kernelName,
        Path workdir,
        Map<String, String> environment,
        Duration startTimeout,
        @Nullable Duration cellTimeout,
        List<Path> kernelPath,
        long maxOutputBytes,
        Path spool) {

    /** 64 MiB: far above what a page shows, far below what a small runner's memory holds. */
    public static final long DEFAULT_MAX_OUTPUT_BYTES = 64L << 20;

    /** 60 s, as papermill has it. */
    public static final Duration DEFAULT_START_TIMEOUT = Duration.ofSeconds(60);

    public ExecutionOptions {
        environment = Map.copyOf(environment);
        kernelPath = List.copyOf(kernelPath);
        if (maxOutputBytes < 0) {
            throw new IllegalArgumentException("maxOutputBytes is negative: " + maxOutputBytes);
        }
    }

    /** With long outputs in a temporary folder of the system. */
    public ExecutionOptions(
            String kernelName,
            Path workdir,
            Map<String, String> environment,
            Duration startTimeout,
            @Nullable Duration cellTimeout,
            List<Path> kernelPath,
            long maxOutputBytes) {
        this(
                kernelName,
                workdir,
                environment,
                startTimeout,
                cellTimeout,
                kernelPath,
                maxOutputBytes,
                spoolFolder(environment));
    }

    /** Where files go that may be long, by the variables given: {@code TMPDIR}, else {@code /var/tmp}, which is on a disk even where /tmp is not. */
    private static Path spoolFolder(Map<String, String> environment) {
        for (String folder : List.of(environment.getOrDefault("TMPDIR", ""), "/var/tmp")) {
            if (!folder.isEmpty() && Files.isDirectory(Path.of(folder)) && Files.isWritable(Path.of(folder))) {
                return Path.of(folder);
            }
        }
        return Path.of(System.getProperty("java.io.tmpdir"));
    }

    /** With long outputs in that folder, which should be on a disk. */
    public ExecutionOptions withSpool(Path folder) {
        return new ExecutionOptions(
                kernelName, workdir, environment, startTimeout, cellTimeout, kernelPath, maxOutputBytes, folder);
    }

    /** The defaults: 60 s to start, no limit for a cell, 64 MiB of output. */
    public ExecutionOptions(String kernelName, Path workdir, Map<String, String> environment, List<Path> kernelPath) {
        this(kernelName, workdir, environment, DEFAULT_START_TIMEOUT, null, kernelPath, DEFAULT_MAX_OUTPUT_BYTES);
    }
}
