package dev.orrery.launch;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** How a supervisor comes up: its process, and when it owns the record. */
final class SupervisorStart {
    private static final Duration STEP = Duration.ofMillis(5);

    private SupervisorStart() {}

    static Process spawn(Workload workload, SandboxPolicy policy, Confinement confinement, WorkloadRecord record)
            throws IOException {
        List<String> command = new ArrayList<>(policy.newSession());
        command.addAll(List.of("/bin/sh", "./" + WorkloadRecord.SCRIPT));
        command.addAll(confinement.command(workload, policy.groups().limitsProcesses()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(record.folder().toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(workload.log().toFile()));
        // The server's own environment may hold its secrets.
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin");
        return builder.start();
    }

    /** Until the supervisor is the record's owner: before that, a server that dies leaves nothing to adopt. */
    static Supervisor await(Process process, WorkloadRecord record) throws IOException {
        while (true) {
            boolean alive = process.isAlive();
            Optional<Supervisor> supervisor = record.supervisor();
            if (supervisor.isPresent()) {
                return supervisor.get();
            }
            if (!alive) {
                throw new LaunchException(
                        "The supervisor of workload " + record.id() + " ended at once, exit code " + process.exitValue()
                                + ".",
                        "See the workload's log.");
            }
            LockSupport.parkNanos(STEP.toNanos());
        }
    }
}
