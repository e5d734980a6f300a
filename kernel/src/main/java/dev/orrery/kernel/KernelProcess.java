package dev.orrery.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A kernel's process: started in a process group of its own, told to stop, killed where it does not. */
final class KernelProcess {
    private final Process process;
    private final LastWords lastWords;
    private final OutOfMemoryCounter outOfMemory;
    private final long outOfMemoryAtStart;

    private KernelProcess(Process process, OutOfMemoryCounter outOfMemory, long outOfMemoryAtStart) {
        this.process = process;
        this.lastWords = new LastWords(process.getInputStream());
        this.outOfMemory = outOfMemory;
        this.outOfMemoryAtStart = outOfMemoryAtStart;
    }

    static KernelProcess start(Kernelspec spec, Path connectionFile, Path workdir, Map<String, String> environment) {
        OutOfMemoryCounter outOfMemory = OutOfMemoryCounter.ofThisProcess();
        long before = outOfMemory.count();
        ProcessBuilder builder = new ProcessBuilder(KernelCommand.of(spec, connectionFile, environment));
        builder.directory(workdir.toFile());
        builder.environment().clear();
        builder.environment().putAll(KernelCommand.environment(spec, environment));
        builder.redirectErrorStream(true);
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        try {
            return new KernelProcess(builder.start(), outOfMemory, before);
        } catch (IOException e) {
            throw new KernelException(
                    "The kernel " + spec.name() + " cannot be started in " + workdir + ": " + e.getMessage(),
                    Files.isDirectory(workdir)
                            ? "Check that the program which " + spec.directory().resolve("kernel.json")
                                    + " names is installed."
                            : "Give a working directory that exists.",
                    e);
        }
    }

    /** One that was started by somebody else, in a process group of its own, and has done nothing yet. */
    static KernelProcess of(Process process) {
        OutOfMemoryCounter outOfMemory = OutOfMemoryCounter.ofThisProcess();
        return new KernelProcess(process, outOfMemory, outOfMemory.count());
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Whether it has ended by then. */
    boolean waitFor(Duration limit) throws InterruptedException {
        return process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * Runs the action on a thread of its own once the process has ended. The thread waits, since {@link Process#onExit}
     * completes through the common pool, which the program that uses this library may keep busy.
     */
    void onExit(Runnable action) {
        KernelThread.start("kernel-exit", () -> {
            try {
                process.waitFor();
                action.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** How it ended: exit code or signal, lack of memory, and its last words. */
    String death() {
        int code = process.exitValue();
        String how;
        if (outOfMemory.count() > outOfMemoryAtStart) {
            how = "was killed because its memory was used up" + outOfMemory.limit();
        } else if (code == 128 + 9) {
            how = "was killed by signal 9 (SIGKILL), as happens when memory is used up";
        } else if (code > 128 && code < 128 + 65) {
            how = "was killed by signal " + (code - 128) + Signals.name(code - 128);
        } else {
            how = "ended with exit code " + code;
        }
        String words = lastWords.text();
        return words.isEmpty() ? how : how + "; its last words: " + words;
    }

    /** SIGINT to its group, as an interactive shell's Ctrl-C. */
    void interrupt() {
        signal("INT");
    }

    void terminate() {
        signal("TERM");
    }

    /** SIGKILL to all of its group. */
    void kill() {
        signal("KILL");
        process.destroyForcibly();
    }

    private void signal(String name) {
        if (!process.isAlive()) {
            return;
        }
        // The shell's own kill: not every system has the program, and Java sends neither SIGINT nor to a group.
        String pid = Long.toString(process.pid());
        String target = KernelCommand.LEADS_GROUP ? "-" + pid : pid;
        try {
            new ProcessBuilder("/bin/sh", "-c", "kill -s " + name + " -- " + target + " || kill -s " + name + " " + pid)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            process.destroyForcibly();
        }
    }

    /** The signals that end a kernel in practice. */
    private static final class Signals {
        static String name(int number) {
            return switch (number) {
                case 4 -> " (SIGILL)";
                case 6 -> " (SIGABRT)";
                case 7 -> " (SIGBUS)";
                case 8 -> " (SIGFPE)";
                case 9 -> " (SIGKILL)";
                case 11 -> " (SIGSEGV)";
                case 15 -> " (SIGTERM)";
                default -> "";
            };
        }
    }
}
