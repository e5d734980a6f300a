package dev.orrery.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Version 1: a hierarchy for each controller. The values are the folders below which groups are made. */
record ControlGroupsV1(Map<String, Path> parents) implements ControlGroups {
    private static final List<String> CONTROLLERS = List.of("memory", "cpu", "pids");
    private static final long PERIOD_MICROS = 100_000;

    ControlGroupsV1 {
        parents = Map.copyOf(parents);
    }

    /** Controller to mount point, of those that we use. */
    static Map<String, Path> hierarchies(List<String> mountinfo) {
        Map<String, Path> found = new LinkedHashMap<>();
        for (String line : mountinfo) {
            String[] halves = line.split(" - ", 2);
            if (halves.length == 2 && halves[1].startsWith("cgroup ")) {
                List<String> options = List.of(
                        halves[1].substring(halves[1].lastIndexOf(' ') + 1).split(",", -1));
                CONTROLLERS.stream()
                        .filter(options::contains)
                        .forEach(name -> found.put(name, Path.of(halves[0].split(" ", -1)[4])));
            }
        }
        return found;
    }

    static ControlGroups in(Map<String, Path> hierarchies) throws IOException {
        Map<String, Path> parents = new LinkedHashMap<>();
        for (var hierarchy : hierarchies.entrySet()) {
            Path parent = hierarchy.getValue().resolve(PARENT);
            Files.createDirectories(parent);
            if (!Files.isWritable(parent.resolve("cgroup.procs"))) {
                throw new IOException(parent + " is not writable");
            }
            parents.put(hierarchy.getKey(), parent);
        }
        return new ControlGroupsV1(parents);
    }

    @Override
    public boolean limitsMemory() {
        return parents.containsKey("memory");
    }

    @Override
    public boolean limitsCpus() {
        return parents.containsKey("cpu");
    }

    @Override
    public boolean limitsProcesses() {
        return parents.containsKey("pids");
    }

    @Override
    public List<Path> create(String name, Resources resources) throws IOException {
        List<Path> made = new ArrayList<>();
        @Nullable Path memory = group("memory", name, made);
        if (memory != null && resources.memoryBytes() != null) {
            Files.writeString(
                    memory.resolve("memory.limit_in_bytes"),
                    resources.memoryBytes().toString());
            // Exists only where swap is counted; without it the limit would not stop what goes to swap.
            Path swap = memory.resolve("memory.memsw.limit_in_bytes");
            if (Files.exists(swap)) {
                Files.writeString(swap, resources.memoryBytes().toString());
            }
        }
        @Nullable Path cpu = group("cpu", name, made);
        if (cpu != null && resources.cpus() != null) {
            Files.writeString(cpu.resolve("cpu.cfs_period_us"), Long.toString(PERIOD_MICROS));
            Files.writeString(
                    cpu.resolve("cpu.cfs_quota_us"), Long.toString((long) (resources.cpus() * PERIOD_MICROS)));
        }
        @Nullable Path pids = group("pids", name, made);
        if (pids != null && resources.processes() != null) {
            Files.writeString(pids.resolve("pids.max"), resources.processes().toString());
        }
        return made;
    }

    private @Nullable Path group(String controller, String name, List<Path> made) throws IOException {
        @Nullable Path parent = parents.get(controller);
        if (parent == null) {
            return null;
        }
        Path group = parent.resolve(name);
        // Two controllers may share a hierarchy.
        if (!made.contains(group)) {
            ControlGroup.renew(group);
            made.add(group);
        }
        return group;
    }
}
