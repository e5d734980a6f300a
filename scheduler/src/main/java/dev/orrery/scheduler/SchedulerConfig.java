package dev.orrery.scheduler;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * How the scheduler runs attempts.
 *
 * @param maxParallelAttempts over all dags, from 1
 * @param attempts the folder of the attempts' work folders; only the server may look into it
 * @param apiUrl where a runner reaches this server, asked for at each launch: {@code http://127.0.0.1:8765}
 * @param runnerCommand program and arguments of a runner, such as {@code java -cp … dev.orrery.runner.RunnerMain attempt}
 * @param runnerPaths what that command reads, shown read-only at the same paths inside of the sandbox
 * @param runnerEnvironment added to a runner's environment
 * @param defaultMemoryBytes of a task that asks for none
 * @param stopGrace from the request to end to the end by force
 * @param timeoutGrace how long after a task's timeout, which its runner keeps, the server stops the runner
 */
public record SchedulerConfig(
        int maxParallelAttempts,
        Path attempts,
        Supplier<String> apiUrl,
        List<String> runnerCommand,
        List<Path> runnerPaths,
        Map<String, String> runnerEnvironment,
        long defaultMemoryBytes,
        Duration stopGrace,
        Duration timeoutGrace) {
    public SchedulerConfig {
        runnerCommand = List.copyOf(runnerCommand);
        runnerPaths = List.copyOf(runnerPaths);
        runnerEnvironment = Map.copyOf(runnerEnvironment);
        if (maxParallelAttempts < 1) {
            throw new IllegalArgumentException(
                    "The scheduler needs room for at least one attempt, not " + maxParallelAttempts + ".");
        }
        if (runnerCommand.isEmpty()) {
            throw new IllegalArgumentException("The runner's command is empty.");
        }
        if (!attempts.isAbsolute()) {
            throw new IllegalArgumentException("The attempts' folder must be an absolute path.");
        }
    }

    /** The defaults: 2 GiB; 25 s to stop, since a runner needs up to 20 s to end its kernel and tell its last words; 30 s after a timeout. */
    public static SchedulerConfig of(
            int maxParallelAttempts,
            Path attempts,
            Supplier<String> apiUrl,
            List<String> runnerCommand,
            List<Path> runnerPaths) {
        return new SchedulerConfig(
                maxParallelAttempts,
                attempts,
                apiUrl,
                runnerCommand,
                runnerPaths,
                Map.of(),
                2L << 30,
                Duration.ofSeconds(25),
                Duration.ofSeconds(30));
    }
}
