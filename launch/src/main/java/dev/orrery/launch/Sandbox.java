package dev.orrery.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The command line of bubblewrap for a workload. Nothing of the host is inside but what stands here.
 *
 * @param root whether bubblewrap makes the mounts as root and the command drops to the account's own user id;
 *             otherwise a user namespace shows the account's id, and the host sees the server's
 */
record Sandbox(Path bwrap, boolean root) implements Confinement {
    private static final List<String> SYSTEM = List.of("/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32");

    /** Of /etc, what programs need to find libraries, names, certificates, fonts and time zones; nothing that holds a secret.
     * No profile either: a login shell would put its own PATH in place of the workload's. */
    private static final List<String> ETC = List.of(
            "alternatives",
            "ca-certificates",
            "debian_version",
            "fonts",
            "gai.conf",
            "host.conf",
            "hosts",
            "inputrc",
            "ld.so.cache",
            "ld.so.conf",
            "ld.so.conf.d",
            "locale.alias",
            "localtime",
            "magic",
            "mime.types",
            "networks",
            "nsswitch.conf",
            "os-release",
            "pki/ca-trust",
            "pki/tls/certs",
            "protocols",
            "resolv.conf",
            "services",
            "shells",
            "ssl/certs",
            "ssl/openssl.cnf",
            "bash.bashrc",
            "terminfo",
            "timezone",
            "xdg");

    @Override
    public SeenPaths paths(Workload workload, Path record) {
        return SeenPaths.of(workload.mounts(), Mount::target);
    }

    /** A mount is of a folder, not of its name: renamed outside it stays inside where it is. */
    @Override
    public boolean hidesNames() {
        return true;
    }

    /** The options, each ended by a NUL. */
    @Override
    public String arguments(Workload workload, Path record) {
        // Bubblewrap shows the two inside under their final path.
        return String.join("\0", options(workload, record.resolve("passwd"), record.resolve("group"))) + "\0";
    }

    private List<String> options(Workload workload, Path passwd, Path group) {
        List<String> options = new ArrayList<>(List.of(
                "--die-with-parent",
                "--new-session",
                "--unshare-pid",
                "--unshare-ipc",
                "--unshare-uts",
                "--unshare-cgroup-try"));
        if (!root) {
            String uid = Integer.toString(workload.account().uid());
            options.addAll(List.of("--unshare-user", "--uid", uid, "--gid", uid));
        }
        system(options);
        etc(options, passwd, group);
        mounts(options, workload.mounts());
        options.addAll(
                List.of("--remount-ro", "/", "--chdir", workload.workdir().toString(), "--clearenv"));
        workload.environment().forEach((name, value) -> options.addAll(List.of("--setenv", name, value)));
        return options;
    }

    private static void system(List<String> options) {
        options.addAll(List.of("--ro-bind", "/usr", "/usr"));
        for (String folder : SYSTEM) {
            Path path = Path.of(folder);
            if (Files.isSymbolicLink(path)) {
                options.addAll(List.of("--symlink", "usr" + folder, folder));
            } else if (Files.isDirectory(path)) {
                options.addAll(List.of("--ro-bind", folder, folder));
            }
        }
        options.addAll(List.of("--proc", "/proc", "--dev", "/dev"));
        for (String folder : List.of("/tmp", "/var/tmp", "/dev/shm")) {
            parents(options, Path.of(folder));
            options.addAll(List.of("--perms", "1777", "--tmpfs", folder));
        }
        for (String folder : List.of("/run", "/home")) {
            options.addAll(List.of("--perms", "0755", "--dir", folder));
        }
    }

    private static void etc(List<String> options, Path passwd, Path group) {
        for (String name : ETC) {
            Path path = Path.of("/etc", name);
            if (Files.exists(path)) {
                parents(options, path);
                options.addAll(List.of("--ro-bind-try", path.toString(), path.toString()));
            }
        }
        etcOfJava().forEach(path -> options.addAll(List.of("--ro-bind-try", path.toString(), path.toString())));
        options.addAll(
                List.of("--ro-bind", passwd.toString(), "/etc/passwd", "--ro-bind", group.toString(), "/etc/group"));
    }

    /** Where Debian keeps the settings that its JDKs link to. */
    private static List<Path> etcOfJava() {
        try (Stream<Path> entries = Files.list(Path.of("/etc"))) {
            return entries.filter(path -> path.getFileName().toString().startsWith("java-"))
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static void mounts(List<String> options, List<Mount> mounts) {
        for (Mount mount : mounts) {
            parents(options, mount.target());
            options.add(mount.writable() ? "--bind" : "--ro-bind");
            options.add(mount.source().toString());
            options.add(mount.target().toString());
        }
    }

    /** Bubblewrap makes missing parents with mode 0700, which the account could not pass. */
    private static void parents(List<String> options, Path path) {
        Path parent = Path.of("/");
        for (int i = 0; i < path.getNameCount() - 1; i++) {
            parent = parent.resolve(path.getName(i));
            options.addAll(List.of("--perms", "0755", "--dir", parent.toString()));
        }
    }

    /** Bubblewrap reads its options from file descriptor 3. */
    @Override
    public List<String> command(Workload workload, boolean processesLimited) {
        List<String> command = new ArrayList<>(List.of(bwrap.toString(), "--args", "3", "--"));
        if (root) {
            String uid = Integer.toString(workload.account().uid());
            Integer processes = workload.resources().processes();
            if (processes != null && !processesLimited) {
                // Counts all processes of the user id, other workloads' too: the second best.
                command.addAll(List.of("/usr/bin/prlimit", "--nproc=" + processes));
            }
            command.addAll(List.of(
                    "/usr/bin/setpriv",
                    "--reuid",
                    uid,
                    "--regid",
                    uid,
                    "--clear-groups",
                    "--no-new-privs",
                    "--bounding-set=-all",
                    "--inh-caps=-all",
                    "--"));
        }
        command.addAll(workload.command());
        return command;
    }

    /** Why no sandbox can be made here, by trying one. */
    Optional<String> refusal() {
        Workload trial = new Workload(
                new WorkloadId("trial"),
                new Account("trial", 65534),
                List.of("/bin/true"),
                Map.of("PATH", "/usr/bin:/bin"),
                Path.of("/"),
                List.of(),
                Resources.unlimited(),
                Path.of("/dev/null"));
        List<String> command = new ArrayList<>(List.of(bwrap.toString()));
        command.addAll(options(trial, Path.of("/etc/passwd"), Path.of("/etc/group")));
        command.addAll(command(trial, true).subList(3, command(trial, true).size()));
        HostPrograms.Answer answer = HostPrograms.run(command, Map.of(), 10);
        return answer.isGood() ? Optional.empty() : Optional.of(answer.complaint());
    }

    static String passwd(Workload workload) {
        Account account = workload.account();
        String home = workload.environment().getOrDefault("HOME", "/");
        String shell = Files.exists(Path.of("/bin/bash")) ? "/bin/bash" : "/bin/sh";
        // A line break or colon in HOME would be another field or another user.
        String safeHome = home.contains("\n") || home.contains(":") ? "/" : home;
        return "root:x:0:0:root:/:/usr/sbin/nologin\n"
                + "%s:x:%d:%d::%s:%s\n".formatted(account.name(), account.uid(), account.uid(), safeHome, shell)
                + "nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n";
    }

    static String group(Workload workload) {
        Account account = workload.account();
        return "root:x:0:\ntty:x:5:\n%s:x:%d:\nnogroup:x:65534:\n".formatted(account.name(), account.uid());
    }

    @Override
    public void check(Workload workload) {
        Confinement.checkPaths(workload);
    }
}
