package dev.orrery.kernel;

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
 * @param maxOutputBytes how much output the notebook may hold, in bytes of JSON; what comes later is cut, and marked
 */
public record ExecutionOptions(
        String kernelName,
        Path workdir,
        Map<String, String> environment,
        Duration startTimeout,
        @Nullable Duration cellTimeout,
        List<Path> kernelPath,
        long maxOutputBytes) {

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

    /** The defaults: 60 s to start, no limit for a cell, 64 MiB of output. */
    public ExecutionOptions(String kernelName, Path workdir, Map<String, String> environment, List<Path> kernelPath) {
        this(kernelName, workdir, environment, DEFAULT_START_TIMEOUT, null, kernelPath, DEFAULT_MAX_OUTPUT_BYTES);
    }
}
