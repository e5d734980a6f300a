package dev.orrery.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The kernel's limits: where this server may make control groups, of the first or the second version. */
sealed interface ControlGroups permits ControlGroupsV1, ControlGroupsV2, ControlGroups.None {
    /** Below the host's root group, as container engines do it, so that a workload outlives the server's own group. */
    String PARENT = "orrery";

    boolean limitsMemory();

    boolean limitsCpus();

    boolean limitsProcesses();

    /**
     * Makes the groups of a workload, empty, with its limits.
     *
     * @return their folders, for the workload to join
     */
    List<Path> create(String name, Resources resources) throws IOException;

    /** No limit can be set. */
    record None() implements ControlGroups {
        @Override
        public boolean limitsMemory() {
            return false;
        }

        @Override
        public boolean limitsCpus() {
            return false;
        }

        @Override
        public boolean limitsProcesses() {
            return false;
        }

        @Override
        public List<Path> create(String name, Resources resources) {
            return List.of();
        }
    }

    /** Tries to make groups; adds to the gaps what it cannot have. */
    static ControlGroups detect(Path mountinfo, List<Isolation.Gap> gaps) {
        String why;
        try {
            Map<String, Path> first = ControlGroupsV1.hierarchies(Files.readAllLines(mountinfo));
            if (!first.isEmpty()) {
                return told(ControlGroupsV1.in(first), gaps, "the host does not have the controller");
            }
            ControlGroups second = ControlGroupsV2.in(Files.readAllLines(mountinfo));
            return told(second, gaps, "the host does not hand the controller on");
        } catch (IOException e) {
            why = "this process may not make control groups (" + e.getMessage() + ")";
        }
        return told(new None(), gaps, why);
    }

    private static ControlGroups told(ControlGroups groups, List<Isolation.Gap> gaps, String why) {
        List<String> missing = new ArrayList<>();
        if (!groups.limitsMemory()) {
            missing.add("memory");
        }
        if (!groups.limitsCpus()) {
            missing.add("CPU");
        }
        if (!groups.limitsProcesses()) {
            missing.add("number of processes");
        }
        if (!missing.isEmpty()) {
            gaps.add(
                    new Isolation.Gap(
                            "Limits on " + String.join(", ", missing),
                            why,
                            "Start the server as root on a host with control groups, or as a systemd service with Delegate=yes."));
        }
        return groups;
    }
}
