package dev.orrery.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How workloads are shut in on this host: found out by trying, not by guessing from versions. */
public final class SandboxPolicy {
    private final @Nullable Sandbox sandbox;
    private final ControlGroups groups;
    private final Isolation isolation;

    private SandboxPolicy(@Nullable Sandbox sandbox, ControlGroups groups, Isolation isolation) {
        this.sandbox = sandbox;
        this.groups = groups;
        this.isolation = isolation;
    }

    /** Tries a sandbox and control groups on this host; takes some 20 ms. Never throws: what is missing is in {@link #isolation}. */
    public static SandboxPolicy detect() {
        List<Isolation.Gap> gaps = new ArrayList<>();
        Optional<Sandbox> sandbox = sandbox(gaps);
        ControlGroups groups = ControlGroups.detect(Path.of("/proc/self/mountinfo"), gaps);
        if (sandbox.isPresent() && !sandbox.get().root()) {
            gaps.add(new Isolation.Gap(
                    "User ids",
                    "the server is not root, so that all code runs as its own host user",
                    "Start the server as root to give each user a user id of its own."));
        }
        Isolation.Identity identity = sandbox.map(
                        found -> found.root() ? Isolation.Identity.OWN_USER : Isolation.Identity.USER_NAMESPACE)
                .orElse(Isolation.Identity.NONE);
        boolean processes = groups.limitsProcesses() || identity == Isolation.Identity.OWN_USER;
        return new SandboxPolicy(
                sandbox.orElse(null),
                groups,
                new Isolation(identity, groups.limitsMemory(), groups.limitsCpus(), processes, gaps));
    }

    private static Optional<Sandbox> sandbox(List<Isolation.Gap> gaps) {
        Optional<Path> bwrap = Programs.onPath("bwrap");
        if (bwrap.isEmpty()) {
            gaps.add(new Isolation.Gap(
                    "Sandbox",
                    "bubblewrap (bwrap) is not installed",
                    "Install it: apt-get install bubblewrap, or dnf install bubblewrap."));
            return Optional.empty();
        }
        Sandbox sandbox = new Sandbox(bwrap.get(), isRoot());
        Optional<String> refusal = sandbox.refusal();
        refusal.ifPresent(why -> gaps.add(new Isolation.Gap(
                "Sandbox",
                "bubblewrap cannot make one here: " + why,
                sandbox.root()
                        ? "In a container: give it CAP_SYS_ADMIN and an unmasked /proc, or use the Kubernetes launcher."
                        : "Allow user namespaces (sysctl kernel.unprivileged_userns_clone=1, user.max_user_namespaces,"
                                + " kernel.apparmor_restrict_unprivileged_userns=0), or start the server as root.")));
        return refusal.isEmpty() ? Optional.of(sandbox) : Optional.empty();
    }

    static boolean isRoot() {
        try {
            return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0;
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    /** What this host offers and what it lacks. */
    public Isolation isolation() {
        return isolation;
    }

    /** @throws LaunchException when none can be made here */
    Sandbox sandbox() {
        if (sandbox == null) {
            Isolation.Gap gap = isolation.gaps().getFirst();
            throw new LaunchException("No sandbox can be made on this machine: " + gap.why() + ".", gap.remedy());
        }
        return sandbox;
    }

    ControlGroups groups() {
        return groups;
    }
}
