package dev.orrery.launch;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A process known by its id and by when that was written down: one that was born later has got the id after it. */
record NotedProcess(long pid, Instant noted) {
    /** The start time that the operating system tells is that coarse on some. */
    private static final Duration COARSE = Duration.ofSeconds(2);

    Optional<ProcessHandle> handle() {
        return ProcessHandle.of(pid)
                .filter(process -> process.info()
                        .startInstant()
                        .map(born -> !born.isAfter(noted.plus(COARSE)))
                        .orElse(false))
                .filter(ProcessHandle::isAlive);
    }

    boolean isAlive() {
        return handle().isPresent();
    }

    /** SIGKILL to it, to all below it and to its process group, which it must lead. */
    void killGroup() {
        handle().ifPresent(process -> {
            // Before their parent goes, and with it the way to find them.
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            HostPrograms.run(List.of("/bin/sh", "-c", "kill -9 -" + pid), Map.of(), 5);
            process.destroyForcibly();
        });
    }
}
