package dev.orrery.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A folder with a launcher's records and homes, as a server has it. */
final class TestingWorkloads {
    static final Account ANA = new Account("ana", 61_001);
    static final Account BEN = new Account("ben", 61_002);

    final Path root;
    final Path records;
    final Homes homes;

    TestingWorkloads(Path root) {
        this.root = root;
        this.records = root.resolve("workloads");
        this.homes = new Homes(root.resolve("homes"), root.resolve("no-template"));
    }

    LocalLauncher launcher() {
        return new LocalLauncher(records, SandboxPolicy.detect(), java.time.Clock.systemUTC());
    }

    Workload shell(String id, String script) {
        return shell(id, ANA, script, Resources.unlimited());
    }

    Workload shell(String id, Account account, String script, Resources resources) {
        return workload(id, account, List.of("/bin/sh", "-c", script), Map.of(), List.of(), resources);
    }

    Workload workload(
            String id,
            Account account,
            List<String> command,
            Map<String, String> more,
            List<Mount> moreMounts,
            Resources resources) {
        Path home = homes.ensure(account);
        Path inside = Path.of("/home", account.name());
        List<Mount> mounts = new ArrayList<>(List.of(new Mount(home, inside, true)));
        mounts.addAll(moreMounts);
        Map<String, String> environment =
                new java.util.TreeMap<>(Map.of("PATH", "/usr/local/bin:/usr/bin:/bin", "HOME", inside.toString()));
        environment.putAll(more);
        return new Workload(new WorkloadId(id), account, command, environment, inside, mounts, resources, log(id));
    }

    Path log(String id) {
        return root.resolve(id + ".log");
    }

    String logOf(String id) throws IOException {
        return Files.readString(log(id));
    }

    /** Runs a script to its end, and answers with its log. */
    String outcome(LocalLauncher launcher, Workload workload) throws Exception {
        WorkloadStatus.Ended end = endOf(launcher, workload);
        String log = logOf(workload.id().value());
        assertEquals(0, end.exitCode(), log);
        return log;
    }

    static WorkloadStatus.Ended endOf(LocalLauncher launcher, Workload workload) throws Exception {
        launcher.start(workload);
        return awaitEnd(launcher, workload.id(), Duration.ofSeconds(30));
    }

    static WorkloadStatus.Ended awaitEnd(LocalLauncher launcher, WorkloadId id, Duration limit)
            throws InterruptedException {
        BlockingQueue<WorkloadStatus.Ended> ends = new LinkedBlockingQueue<>();
        launcher.onEnd((ended, end) -> {
            if (ended.equals(id)) {
                ends.add(end);
            }
        });
        WorkloadStatus.Ended end = ends.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
        if (end == null) {
            throw new AssertionError("Workload " + id + " has not ended within " + limit);
        }
        return end;
    }

    /** What another process does is awaited by looking. */
    static void await(String what, BooleanSupplier condition) {
        await(Duration.ofSeconds(20), what, condition);
    }

    static void await(Duration limit, String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("Not within " + limit + ": " + what);
            }
            LockSupport.parkNanos(10_000_000);
        }
    }

    void awaitLog(String id, String text) {
        await(id + " to write " + text, () -> {
            try {
                return Files.exists(log(id)) && logOf(id).contains(text);
            } catch (IOException e) {
                return false;
            }
        });
    }

    Supervisor supervisor(String id) throws IOException {
        return new WorkloadRecord(new WorkloadId(id), records.resolve(id))
                .supervisor()
                .orElseThrow();
    }

    /** All that must be gone when a workload has ended. */
    List<ProcessHandle> processes(String id) throws IOException {
        return ProcessHandle.of(supervisor(id).pid()).stream()
                .flatMap(ProcessHandle::descendants)
                .toList();
    }
}
