package dev.orrery.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The process that watches over one workload. Its id alone could be another process's later, so its start (in the
 * kernel's ticks since the boot) and the boot belong to it; where the kernel tells neither, when its record was written.
 */
record Supervisor(long pid, String startTicks, String boot, Instant noted) {
    private static final String UNTOLD = "-";

    /** @param line "PID TICKS BOOT", as the script writes it */
    static Optional<Supervisor> parse(String line, Instant noted) {
        String[] words = line.strip().split(" ", -1);
        return words.length == 3 && words[0].matches("[0-9]{1,10}")
                ? Optional.of(new Supervisor(Long.parseLong(words[0]), words[1], words[2], noted))
                : Optional.empty();
    }

    boolean isAlive() {
        if (startTicks.equals(UNTOLD)) {
            return new NotedProcess(pid, noted).isAlive();
        }
        try {
            if (!Files.readString(Path.of("/proc/sys/kernel/random/boot_id"))
                    .strip()
                    .equals(boot)) {
                return false;
            }
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            boolean dead = fields[0].equals("Z") || fields[0].equals("X");
            return !dead && fields[19].equals(startTicks);
        } catch (IOException e) {
            return false;
        }
    }

    /** A process of the workload by its id. */
    Optional<ProcessHandle> process(long id) {
        return inside().stream().filter(process -> process.pid() == id).findFirst();
    }

    /** The workload's own first process in a sandbox: number 2 in its process namespace, after bubblewrap's. */
    Optional<ProcessHandle> firstProcess() {
        return inside().stream().filter(Supervisor::isSecondOfNamespace).findFirst();
    }

    private static boolean isSecondOfNamespace(ProcessHandle process) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            return lines.filter(line -> line.startsWith("NSpid:")).anyMatch(line -> line.endsWith("\t2"));
        } catch (IOException | java.io.UncheckedIOException e) {
            return false;
        }
    }

    /** SIGKILL to all below the supervisor: it lives on and writes down the end. */
    void killAll() {
        inside().forEach(ProcessHandle::destroyForcibly);
    }

    private List<ProcessHandle> inside() {
        if (!isAlive()) {
            return List.of();
        }
        return ProcessHandle.of(pid).stream()
                .flatMap(ProcessHandle::descendants)
                .toList();
    }
}
