package dev.orrery.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** How often the system killed a process of our control group because its memory was used up; 0 where that cannot be read. */
final class OutOfMemoryCounter {
    private final List<Path> files;

    private OutOfMemoryCounter(List<Path> files) {
        this.files = files;
    }

    static OutOfMemoryCounter ofThisProcess() {
        try {
            return new OutOfMemoryCounter(Files.readAllLines(Path.of("/proc/self/cgroup")).stream()
                    .map(line -> line.split(":", 3))
                    .filter(fields -> fields.length == 3)
                    .filter(fields ->
                            fields[1].isEmpty() || List.of(fields[1].split(",")).contains("memory"))
                    .map(fields -> fields[1].isEmpty()
                            ? Path.of("/sys/fs/cgroup" + fields[2], "memory.events")
                            : Path.of("/sys/fs/cgroup/memory" + fields[2], "memory.oom_control"))
                    .toList());
        } catch (IOException | RuntimeException e) {
            return new OutOfMemoryCounter(List.of());
        }
    }

    /** The group's limit, as in " (512 MiB, the limit of its control group)"; empty where there is none, or it cannot be read. */
    String limit() {
        for (Path file : files) {
            for (String name : List.of("memory.max", "memory.limit_in_bytes")) {
                try {
                    long bytes = Long.parseLong(
                            Files.readString(file.resolveSibling(name)).strip());
                    // Version 1 says nearly 2^63 for no limit.
                    if (bytes < 1L << 60) {
                        return " (" + (bytes >> 20) + " MiB, the limit of its control group)";
                    }
                } catch (IOException | RuntimeException e) {
                    // Another version's name, or "max": no limit.
                }
            }
        }
        return "";
    }

    long count() {
        long count = 0;
        for (Path file : files) {
            try {
                for (String line : Files.readAllLines(file)) {
                    if (line.startsWith("oom_kill ")) {
                        count += Long.parseLong(
                                line.substring("oom_kill ".length()).strip());
                    }
                }
            } catch (IOException | RuntimeException e) {
                // Not shown inside of this sandbox.
            }
        }
        return count;
    }
}
