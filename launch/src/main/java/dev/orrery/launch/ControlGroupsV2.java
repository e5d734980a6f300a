package dev.orrery.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Version 2: one hierarchy; the controllers that the parent folder hands on to the groups in it. */
record ControlGroupsV2(Path parent, List<String> controllers) implements ControlGroups {
    private static final List<String> WANTED = List.of("memory", "cpu", "pids");
    private static final long PERIOD_MICROS = 100_000;

    ControlGroupsV2 {
        controllers = List.copyOf(controllers);
    }

    static ControlGroups in(List<String> mountinfo) throws IOException {
        Path mount = mountinfo.stream()
                .map(line -> line.split(" - ", 2))
                .filter(halves -> halves.length == 2 && halves[1].startsWith("cgroup2 "))
                .map(halves -> Path.of(halves[0].split(" ", -1)[4]))
                .findFirst()
                .orElseThrow(() -> new IOException("no control groups are mounted"));
        IOException refusal;
        try {
            return below(mount);
        } catch (IOException e) {
            refusal = e;
        }
        // Not the host's root: the group that the server was started in, if it was delegated to it.
        String own = Files.readAllLines(Path.of("/proc/self/cgroup")).stream()
                .filter(line -> line.startsWith("0::"))
                .map(line -> line.substring("0::/".length()))
                .findFirst()
                .orElseThrow(() -> refusal);
        Path group = mount.resolve(own);
        stepAside(group);
        return below(group);
    }

    /** A group other than the root that hands controllers on may hold no process itself: the server moves to a leaf. */
    private static void stepAside(Path group) throws IOException {
        Path leaf = Files.createDirectories(group.resolve("orrery-server"));
        for (String pid : Files.readAllLines(group.resolve("cgroup.procs"))) {
            Files.writeString(leaf.resolve("cgroup.procs"), pid);
        }
    }

    private static ControlGroups below(Path top) throws IOException {
        handOn(top);
        Path parent = Files.createDirectories(top.resolve(PARENT));
        handOn(parent);
        List<String> controllers = words(parent.resolve("cgroup.subtree_control"));
        if (controllers.stream().noneMatch(WANTED::contains)) {
            throw new IOException(parent + " has no controller to hand on");
        }
        return new ControlGroupsV2(parent, controllers);
    }

    private static void handOn(Path group) throws IOException {
        List<String> on = words(group.resolve("cgroup.subtree_control"));
        for (String controller : words(group.resolve("cgroup.controllers"))) {
            if (WANTED.contains(controller) && !on.contains(controller)) {
                Files.writeString(group.resolve("cgroup.subtree_control"), "+" + controller);
            }
        }
    }

    private static List<String> words(Path file) throws IOException {
        return List.of(Files.readString(file).strip().split("\\s+", -1));
    }

    @Override
    public boolean limitsMemory() {
        return controllers.contains("memory");
    }

    @Override
    public boolean limitsCpus() {
        return controllers.contains("cpu");
    }

    @Override
    public boolean limitsProcesses() {
        return controllers.contains("pids");
    }

    @Override
    public List<Path> create(String name, Resources resources) throws IOException {
        Path group = parent.resolve(name);
        ControlGroup.renew(group);
        if (limitsMemory() && resources.memoryBytes() != null) {
            Files.writeString(
                    group.resolve("memory.max"), resources.memoryBytes().toString());
            Path swap = group.resolve("memory.swap.max");
            if (Files.exists(swap)) {
                Files.writeString(swap, "0");
            }
        }
        if (limitsCpus() && resources.cpus() != null) {
            long quota = (long) (resources.cpus() * PERIOD_MICROS);
            Files.writeString(group.resolve("cpu.max"), quota + " " + PERIOD_MICROS);
        }
        if (limitsProcesses() && resources.processes() != null) {
            Files.writeString(group.resolve("pids.max"), resources.processes().toString());
        }
        return List.of(group);
    }
}
