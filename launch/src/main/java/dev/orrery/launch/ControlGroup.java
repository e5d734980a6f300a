package dev.orrery.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What both versions have in common: a folder with the list of its processes and a counter of kills. */
final class ControlGroup {
    /** In place of a number that the kernel does not tell. */
    static final String UNKNOWN = "-";

    private static final Duration TO_DIE = Duration.ofSeconds(2);
    private static final Duration STEP = Duration.ofMillis(5);

    private ControlGroup() {}

    /** Makes an empty group, its counters at zero; what an earlier one of this name left behind is killed. */
    static void renew(Path group) throws IOException {
        if (Files.isDirectory(group)) {
            clear(group);
        }
        Files.createDirectory(group);
    }

    /** Kills all that is in the group, and removes it. */
    static void clear(Path group) throws IOException {
        long deadline = System.nanoTime() + TO_DIE.toNanos();
        while (Files.isDirectory(group)) {
            kill(group);
            try {
                Files.deleteIfExists(group);
            } catch (IOException e) {
                // Busy until the last of its processes is gone for good.
                if (System.nanoTime() - deadline > 0) {
                    throw e;
                }
                LockSupport.parkNanos(STEP.toNanos());
            }
        }
    }

    static void kill(Path group) throws IOException {
        for (String pid : processes(group)) {
            ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    private static List<String> processes(Path group) throws IOException {
        try {
            return Files.readAllLines(group.resolve("cgroup.procs"));
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    /** Whether the kernel killed one of its processes for going over the memory limit. */
    static boolean ranOutOfMemory(List<Path> groups) {
        return groups.stream()
                .flatMap(group -> List.of(group.resolve("memory.oom_control"), group.resolve("memory.events")).stream())
                .filter(Files::isReadable)
                .anyMatch(ControlGroup::countsKills);
    }

    /** Peak and limit as the kernel tells them, with a blank between. */
    static String memory(List<Path> groups) {
        return first(groups, "memory.max_usage_in_bytes", "memory.peak") + " "
                + first(groups, "memory.limit_in_bytes", "memory.max");
    }

    private static String first(List<Path> groups, String... names) {
        return groups.stream()
                .flatMap(group -> Stream.of(names).map(group::resolve))
                .filter(Files::isReadable)
                .map(ControlGroup::word)
                .findFirst()
                .orElse(UNKNOWN);
    }

    private static String word(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            return UNKNOWN; // as below
        }
    }

    /** Of these words; null where neither is known, as outside of a group. */
    static WorkloadStatus.@Nullable Memory memory(String peak, String limit) {
        if (peak.equals(UNKNOWN) && limit.equals(UNKNOWN)) {
            return null;
        }
        return new WorkloadStatus.Memory(bytes(peak), bytes(limit));
    }

    private static @Nullable Long bytes(String word) {
        if (!word.matches("[0-9]{1,18}")) {
            return null; // "max", and the first version's for no limit, which has 19 digits
        }
        return Long.valueOf(word);
    }

    private static boolean countsKills(Path counters) {
        try {
            return Files.readAllLines(counters).stream()
                    .anyMatch(line -> line.startsWith("oom_kill ") && !line.equals("oom_kill 0"));
        } catch (IOException e) {
            // The group went away meanwhile, after a restart of the machine or by hand.
            return false;
        }
    }
}
