package dev.orrery.kernel;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Kills a kernel, or another program, when this process is gone without having ended it, as after a kill -9: a shell of its own waits at a pipe that the system
 * closes with this process, however that ends. Some kernels look after their parent themselves, but not while they compute.
 */
public final class OrphanGuard implements AutoCloseable {
    /** Ctrl-C reaches the guard, too; it must outlive who deals with it. */
    private static final String SCRIPT =
            "trap '' HUP INT TERM; read -r _; kill -s KILL -- -\"$0\" 2>/dev/null || kill -s KILL \"$0\"";

    private final @Nullable Process shell;

    private OrphanGuard(@Nullable Process shell) {
        this.shell = shell;
    }

    /** Of a process, and of its group if it leads one. Without a shell there is no guard. */
    public static OrphanGuard of(long pid) {
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", SCRIPT, Long.toString(pid));
        // Nothing of ours for the kernel to read there: it is a process of the same user.
        builder.environment().clear();
        builder.directory(Path.of("/").toFile());
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        try {
            return new OrphanGuard(builder.start());
        } catch (IOException e) {
            return new OrphanGuard(null);
        }
    }

    /** The kernel has ended: nobody may be killed any more. */
    @Override
    public void close() {
        if (shell != null) {
            shell.destroyForcibly();
        }
    }
}
