package dev.orrery.scheduler;

import dev.orrery.launch.Mount;
import dev.orrery.launch.Workload;
import dev.orrery.launch.WorkloadId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A runner's process as a workload, whether it has its order already or waits for one: both see the same. */
final class AttemptWorkloads {
    /** Where a runner sees the dag's files, and the attempt's folder of the object storage. */
    static final String WORK = "/orrery/work";

    static final String OUTPUT = "/orrery/attempt";

    private final SchedulerConfig config;

    AttemptWorkloads(SchedulerConfig config) {
        this.config = config;
    }

    /** With its order to fetch. */
    Workload attempt(WorkloadId id, SlotKey key, String token, Path work, Path output) {
        return workload(id, config.runnerCommand(), key, token, work, output);
    }

    /** Without one. */
    Workload slot(WorkloadId id, SlotKey key, String token, Path work, Path output) {
        return workload(id, config.slots().command(), key, token, work, output);
    }

    private Workload workload(WorkloadId id, List<String> command, SlotKey key, String token, Path work, Path output) {
        List<Mount> mounts = new ArrayList<>();
        mounts.add(new Mount(work, Path.of(WORK), true));
        mounts.add(new Mount(output, Path.of(OUTPUT), true));
        config.runnerPaths().forEach(path -> mounts.add(new Mount(path, path, false)));
        key.environment().readOnlyPaths().forEach(path -> mounts.add(new Mount(path, path, false)));
        Path prefix = key.environment().prefix();
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("PATH", prefix.resolve("bin") + ":/usr/local/bin:/usr/bin:/bin");
        variables.put("HOME", "/tmp");
        variables.put("USER", key.account().name());
        variables.put("LANG", "C.UTF-8");
        variables.put("ORRERY_API_URL", config.apiUrl().get());
        variables.put("ORRERY_ATTEMPT_TOKEN", token);
        variables.put("ORRERY_ENVIRONMENT_PREFIX", prefix.toString());
        variables.putAll(config.runnerEnvironment());
        return new Workload(
                id,
                key.account(),
                command,
                variables,
                Path.of(WORK),
                mounts,
                key.resources(),
                output.resolve("log.txt"));
    }
}
