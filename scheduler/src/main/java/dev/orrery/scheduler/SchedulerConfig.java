package dev.orrery.scheduler;

import dev.orrery.dag.TaskSpec;
import dev.orrery.launch.Resources;
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
 * @param slots processes started before there is an attempt for them
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
        SlotConfig slots,
        long defaultMemoryBytes,
        Duration stopGrace,
        Duration timeoutGrace) {
    /** Of a task, with its threads: a kernel with numerical libraries has a thread or two for each core. A fork bomb ends there. */
    private static final int PROCESSES = 4096;

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

    public SchedulerConfig withSlots(SlotConfig other) {
        return new SchedulerConfig(
                maxParallelAttempts,
                attempts,
                apiUrl,
                runnerCommand,
                runnerPaths,
                runnerEnvironment,
                other,
                defaultMemoryBytes,
                stopGrace,
                timeoutGrace);
    }

    /** What a task may use. */
    Resources resources(TaskSpec task) {
        Long memory = task.resources().memoryBytes();
        return new Resources(
                memory == null ? defaultMemoryBytes : memory, task.resources().cpus(), PROCESSES);
    }

    /** The defaults: no slots; 2 GiB; 25 s to stop, since a runner needs up to 20 s to end its kernel and tell its last words; 30 s after a timeout. */
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
                SlotConfig.none(),
                2L << 30,
                Duration.ofSeconds(25),
                Duration.ofSeconds(30));
    }
}
