package dev.orrery.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How workloads are shut in on this host: found out by trying, not by guessing from versions. */
public final class SandboxPolicy {
    private final @Nullable Confinement confinement;
    private final List<String> newSession;
    private final ControlGroups groups;
    private final Isolation isolation;

    private SandboxPolicy(
            @Nullable Confinement confinement, List<String> newSession, ControlGroups groups, Isolation isolation) {
        this.confinement = confinement;
        this.newSession = newSession;
        this.groups = groups;
        this.isolation = isolation;
    }

    /** Tries a sandbox and control groups on this host; takes some 20 ms. Never throws: what is missing is in {@link #isolation}. */
    public static SandboxPolicy detect() {
        return detect(HostPrograms::onPath);
    }

    /** @param programs finds a program of the host by its name */
    static SandboxPolicy detect(Function<String, Optional<Path>> programs) {
        List<Isolation.Gap> gaps = new ArrayList<>();
        List<String> newSession = NewSession.find(programs).orElse(List.of());
        Confinement confinement = confinement(programs, newSession, gaps);
        ControlGroups groups = ControlGroups.detect(Path.of("/proc/self/mountinfo"), gaps);
        Isolation.Identity identity = identity(confinement);
        if (identity == Isolation.Identity.USER_NAMESPACE) {
            gaps.add(new Isolation.Gap(
                    "User ids",
                    "the server is not root, so that all code runs as its own host user",
                    "Start the server as root to give each user a user id of its own."));
        }
        boolean processes = groups.limitsProcesses() || identity == Isolation.Identity.OWN_USER;
        return new SandboxPolicy(
                confinement,
                newSession,
                groups,
                new Isolation(identity, groups.limitsMemory(), groups.limitsCpus(), processes, gaps));
    }

    private static Isolation.Identity identity(@Nullable Confinement confinement) {
        return switch (confinement) {
            case null -> Isolation.Identity.NONE;
            case Sandbox sandbox -> sandbox.root() ? Isolation.Identity.OWN_USER : Isolation.Identity.USER_NAMESPACE;
            case Unconfined _ -> Isolation.Identity.SAME_USER;
        };
    }

    private static @Nullable Confinement confinement(
            Function<String, Optional<Path>> programs, List<String> newSession, List<Isolation.Gap> gaps) {
        if (newSession.isEmpty()) {
            gaps.add(new Isolation.Gap(
                    "Sessions",
                    "of setsid, perl and python3 none is there to let a process outlive the server",
                    "Install util-linux or Perl."));
            return null;
        }
        Optional<Sandbox> sandbox = sandbox(programs, gaps);
        if (sandbox.isPresent()) {
            return sandbox.get();
        }
        // Root's own code for everybody would be far worse than none.
        return isRoot() ? null : new Unconfined(newSession);
    }

    private static Optional<Sandbox> sandbox(Function<String, Optional<Path>> programs, List<Isolation.Gap> gaps) {
        Optional<Path> bwrap = programs.apply("bwrap");
        if (bwrap.isEmpty()) {
            gaps.add(new Isolation.Gap(
                    "Sandbox",
                    "bubblewrap (bwrap) is not installed",
                    "Install it: apt-get install bubblewrap, or dnf install bubblewrap (Linux only)."));
            return Optional.empty();
        }
        Sandbox sandbox = new Sandbox(bwrap.get(), isRoot());
        Optional<String> refusal = sandbox.refusal();
        refusal.ifPresent(why -> gaps.add(new Isolation.Gap(
                "Sandbox",
                "bubblewrap cannot make one here: " + why,
                sandbox.root()
                        ? "In a container: give it CAP_SYS_ADMIN and an unmasked /proc."
                        : "Allow user namespaces (sysctl kernel.unprivileged_userns_clone=1, user.max_user_namespaces,"
                                + " kernel.apparmor_restrict_unprivileged_userns=0), or start the server as root.")));
        return refusal.isEmpty() ? Optional.of(sandbox) : Optional.empty();
    }

    static boolean isRoot() {
        try {
            return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0;
        } catch (IOException | UnsupportedOperationException e) {
            // No Linux: the name is that of the user id.
            return "root".equals(System.getProperty("user.name"));
        }
    }

    /** What this host offers and what it lacks. */
    public Isolation isolation() {
        return isolation;
    }

    /** @throws LaunchException when nothing may be started here */
    Confinement confinement() {
        if (confinement == null) {
            Isolation.Gap gap = isolation.gaps().getFirst();
            throw new LaunchException("No sandbox can be made on this machine: " + gap.why() + ".", gap.remedy());
        }
        return confinement;
    }

    /** Whether a workload may be renamed while it runs. */
    boolean hidesNames() {
        return confinement != null && confinement.hidesNames();
    }

    /** The beginning of a command line that gives the rest a session of its own. */
    List<String> newSession() {
        return newSession;
    }

    ControlGroups groups() {
        return groups;
    }
}
