package dev.orrery.launch;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How a workload's processes are kept apart from everything else, or that they are not. */
sealed interface Confinement permits Sandbox, Unconfined {
    /**
     * What the command reads, from file descriptor 3 or under the name {@code arguments} in its folder: what is too secret for
     * a command line, which everybody on the host can read.
     *
     * @param record the workload's record as it will lie, also the folder in which the command starts
     */
    String arguments(Workload workload, Path record);

    /** The whole command line. */
    List<String> command(Workload workload, boolean processesLimited);

    /** What the workload sees of the host, and where. */
    SeenPaths paths(Workload workload, Path record);

    /** Whether nothing that the workload was told depends on the name of its record or of its mounts' sources. */
    boolean hidesNames();

    /** @throws LaunchException when the workload cannot be started like this */
    void check(Workload workload);

    /** @throws LaunchException when a workload's mounts or log cannot be had */
    static void checkPaths(Workload workload) {
        List<Path> writable = new ArrayList<>();
        for (Mount mount : workload.mounts()) {
            if (!Files.exists(mount.source())) {
                throw new LaunchException(
                        "Workload " + workload.id() + " needs " + mount.source() + ", which does not exist.",
                        "Make it before the start.");
            }
            // Its mount point would be made by the server inside of a folder where the user may have laid a symbolic
            // link.
            if (writable.stream().anyMatch(mount.target()::startsWith)) {
                throw new LaunchException(
                        "Workload " + workload.id() + " mounts " + mount.target() + " inside of a writable mount.",
                        "Choose a target outside of it.");
            }
            if (mount.writable()) {
                writable.add(mount.target());
            }
        }
        Path folder = workload.log().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new LaunchException(
                    "The folder of the log " + workload.log() + " does not exist.", "Make it before the start.");
        }
        if (Files.exists(workload.log(), LinkOption.NOFOLLOW_LINKS)
                && !Files.isRegularFile(workload.log(), LinkOption.NOFOLLOW_LINKS)) {
            throw new LaunchException("The log " + workload.log() + " is no regular file.", "Remove it.");
        }
    }
}
