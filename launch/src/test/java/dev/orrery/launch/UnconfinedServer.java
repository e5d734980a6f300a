package dev.orrery.launch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The server of {@link UnconfinedTest}: it tells what became of its workloads. */
final class UnconfinedServer {
    private static final Duration SOON = Duration.ofSeconds(10);
    // Ends on SIGTERM with 5, and has a child that does not.
    private static final String STUBBORN =
            "trap 'exit 5' TERM; (trap '' TERM; echo $$ >/dev/null; sleep 600) & (sleep 601 &); echo up; while :; do sleep 0.05; done";

    private final TestingWorkloads testing;

    private UnconfinedServer(Path root) {
        testing = new TestingWorkloads(root);
    }

    public static void main(String[] args) throws Exception {
        new UnconfinedServer(Path.of(args[0])).tell();
    }

    private LocalLauncher launcher(Function<String, Optional<Path>> programs) {
        return new LocalLauncher(testing.records, SandboxPolicy.detect(programs), Clock.systemUTC());
    }

    private void tell() throws Exception {
        Isolation isolation =
                SandboxPolicy.detect(UnconfinedTest.WITHOUT_SANDBOX).isolation();
        System.out.println("identity " + isolation.identity() + ", users apart " + isolation.separatesUsers());
        isolation.gaps().forEach(gap -> System.out.println("gap " + gap));
        try (LocalLauncher launcher = launcher(UnconfinedTest.WITHOUT_SANDBOX)) {
            look(launcher);
        }
        for (String program : List.of("setsid", "perl", "python3")) {
            Set<String> others = Set.of("bwrap", "setsid", "perl", "python3");
            try (LocalLauncher launcher = launcher(name ->
                    others.contains(name) && !name.equals(program) ? Optional.empty() : HostPrograms.onPath(name))) {
                start(launcher, program);
                stop(launcher, program, "stopped with " + program, Duration.ofSeconds(10));
            }
        }
        try (LocalLauncher launcher = launcher(UnconfinedTest.WITHOUT_SANDBOX)) {
            start(launcher, "adopted");
            start(launcher, "killed");
            start(launcher, "orphaned");
        }
        try (LocalLauncher launcher = launcher(UnconfinedTest.WITHOUT_SANDBOX)) {
            stop(launcher, "adopted", "adopted", Duration.ofSeconds(10));
            stop(launcher, "killed", "killed", Duration.ZERO);
            List<ProcessHandle> processes = group("orphaned");
            ProcessHandle.of(testing.supervisor("orphaned").pid()).orElseThrow().destroyForcibly();
            end(launcher, "orphaned", "supervisor killed", processes);
        }
    }

    private void look(LocalLauncher launcher) throws Exception {
        Path notes = Files.createDirectories(
                testing.homes.ensure(TestingWorkloads.ANA).resolve("notes"));
        Files.writeString(notes.resolve("a.txt"), "mounted there\n");
        Workload workload = testing.workload(
                "look",
                TestingWorkloads.ANA,
                List.of("/bin/sh", "-c", """
                        echo "HOME=$HOME"; echo "TMP=$TMP"; echo "folder $(pwd)"; cat /orrery/notes/a.txt; exit 7
                        """),
                Map.of("TMP", "/tmp/x it's"),
                List.of(new Mount(notes, Path.of("/orrery/notes"), false)),
                Resources.unlimited());
        System.out.println("ended " + TestingWorkloads.endOf(launcher, workload).exitCode());
        testing.logOf("look").lines().forEach(line -> System.out.println("log " + line));
        System.out.println("visible " + launcher.visible(workload.id(), Path.of("/orrery/notes/a.txt")));
    }

    private void start(LocalLauncher launcher, String id) {
        launcher.start(testing.shell(id, STUBBORN));
        testing.awaitLog(id, "up");
    }

    private void stop(LocalLauncher launcher, String id, String what, Duration grace) throws Exception {
        List<ProcessHandle> processes = group(id);
        launcher.stop(new WorkloadId(id), grace);
        end(launcher, id, what, processes);
    }

    private static void end(LocalLauncher launcher, String id, String what, List<ProcessHandle> processes)
            throws Exception {
        int code = TestingWorkloads.awaitEnd(launcher, new WorkloadId(id), SOON).exitCode();
        TestingWorkloads.await(
                "the processes of " + id + " to die", () -> processes.stream().noneMatch(ProcessHandle::isAlive));
        System.out.println(what + " " + code + ", all gone");
    }

    /** The workload's first process, and all in its group: the sleepers, too, of which one is nobody's child any more. */
    private List<ProcessHandle> group(String id) throws Exception {
        long first = new WorkloadRecord(new WorkloadId(id), testing.records.resolve(id))
                .first()
                .orElseThrow()
                .pid();
        List<ProcessHandle> group = ProcessHandle.allProcesses()
                .filter(process -> groupOf(process) == first)
                .toList();
        if (group.stream()
                        .filter(process -> isSleep(process, "600") || isSleep(process, "601"))
                        .count()
                != 2) {
            throw new AssertionError("not both sleepers in " + group);
        }
        return group;
    }

    private static boolean isSleep(ProcessHandle process, String seconds) {
        return process.info().commandLine().orElse("").endsWith("sleep " + seconds);
    }

    private static long groupOf(ProcessHandle process) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[2]);
        } catch (java.io.IOException e) {
            return -1;
        }
    }
}
