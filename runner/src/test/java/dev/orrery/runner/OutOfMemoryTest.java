package dev.orrery.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.orrery.notebook.Notebook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A kernel that the system kills because the memory of its control group is used up; in a real group, where one can be made. */
class OutOfMemoryTest {
    private static final int LIMIT_MIB = 400;
    private static final Path VERSION_1 = Path.of("/sys/fs/cgroup/memory");
    private static final Path VERSION_2 = Path.of("/sys/fs/cgroup");

    @TempDir
    Path folder;

    @Test
    @Timeout(180)
    void isNamedWithTheGroupsLimit() throws Exception {
        Path group = group();
        try {
            RunningCommand.writeNotebook(
                    folder.resolve("in.ipynb"),
                    List.of("print('before')", "all = [b'x' * (1 << 20) for _ in range(4096)]", "'never'"));
            // The runner's own share, in words of the JVM: what is large in the group is the kernel.
            List<String> enter = List.of(
                    "/bin/sh",
                    "-c",
                    "echo $$ > " + group.resolve("cgroup.procs") + "; export JAVA_TOOL_OPTIONS=-Xmx64m; exec \"$@\"",
                    "enter");

            RunningCommand run = RunningCommand.start(enter, folder, "in.ipynb", "out.ipynb");

            assertEquals(RunCommand.KERNEL_DIED, run.end(), run::said);
            assertTrue(
                    run.said()
                            .contains("Kernel died while cell 2 ran: it was killed because its memory was used up ("
                                    + LIMIT_MIB + " MiB, the limit of its control group)"),
                    run::said);
            Notebook out = Notebook.read(folder.resolve("out.ipynb"));
            assertEquals(List.of("completed", "failed", "pending"), states(out));
            assertEquals(
                    "before\n",
                    out.cells().getFirst().outputs().path(0).path("text").asString(""));
        } finally {
            Files.delete(group);
        }
    }

    private static List<String> states(Notebook notebook) {
        return notebook.cells().stream()
                .map(cell -> cell.metadata().path("papermill").path("status").asString(""))
                .toList();
    }

    /** A new group with the limit; the test is skipped where none can be made. */
    private static Path group() throws IOException {
        String name = "orrery-test-" + UUID.randomUUID();
        for (Path parent : List.of(VERSION_1, VERSION_2)) {
            boolean first = parent.equals(VERSION_1);
            String file = first ? "memory.limit_in_bytes" : "memory.max";
            if (!Files.isWritable(parent) || !(first ? Files.exists(parent.resolve(file)) : offersMemory(parent))) {
                continue;
            }
            Path group = parent.resolve(name);
            try {
                Files.createDirectory(group);
                Files.writeString(group.resolve(file), Long.toString((long) LIMIT_MIB << 20));
                return group;
            } catch (IOException e) {
                Files.deleteIfExists(group);
            }
        }
        assumeTrue(false, "no control group can be made here, which needs root and a writable /sys/fs/cgroup");
        throw new IllegalStateException();
    }

    private static boolean offersMemory(Path parent) throws IOException {
        Path offered = parent.resolve("cgroup.subtree_control");
        return Files.exists(offered)
                && Stream.of(Files.readString(offered).split("\\s+")).anyMatch("memory"::equals);
    }
}
