package dev.orrery.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A kernel's process: started in a process group of its own, told to stop, killed where it does not. */
final class KernelProcess {
    /** The platform's own; a kernel runs code that must not have them. */
    private static final List<String> WITHHELD = List.of("ORRERY_ATTEMPT_TOKEN", "ORRERY_API_URL");

    private static final Pattern PYTHON = Pattern.compile("python(3(\\.\\d+)?)?");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)}");

    /**
     * Starts ipykernel as {@code -m ipykernel_launcher} does, but lets it believe that there is no debugpy: to import it, for a
     * debugger that nobody will attach, takes a fifth of the kernel's start. The notebook itself can import it all the same.
     */
    private static final String LAUNCH_WITHOUT_DEBUGGER = """
            import os, runpy, sys
            if sys.path[0] == "": del sys.path[0]
            sys.modules["debugpy"] = None
            try: import ipykernel.debugger
            except ImportError: pass
            del sys.modules["debugpy"]
            sys.path.insert(0, os.getcwd())
            runpy._run_module_as_main("ipykernel_launcher")
            """;

    private static final Path SETSID = Path.of("/usr/bin/setsid");

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
        ProcessBuilder builder = new ProcessBuilder(command(spec, connectionFile, environment));
        builder.directory(workdir.toFile());
        builder.environment().clear();
        builder.environment().putAll(environmentOf(spec, environment));
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

    /** The interpreter that runs the kernel. */
    static String python(Kernelspec spec, Map<String, String> environment) {
        return program(spec, prefixOf(spec.directory()), environment);
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
        Thread.ofVirtual().name("kernel-exit").start(() -> {
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
            how = "killed because its memory was used up";
        } else if (code == 128 + 9) {
            how = "killed by signal 9 (SIGKILL), as happens when memory is used up";
        } else if (code > 128 && code < 128 + 65) {
            how = "killed by signal " + (code - 128) + Signals.name(code - 128);
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
        String target = Files.isExecutable(SETSID) ? "-" + pid : pid;
        try {
            new ProcessBuilder("/bin/sh", "-c", "kill -s " + name + " -- " + target + " || kill -s " + name + " " + pid)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            process.destroyForcibly();
        }
    }

    private static List<String> command(Kernelspec spec, Path connectionFile, Map<String, String> environment) {
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(SETSID)) {
            command.add(SETSID.toString());
        }
        Path prefix = prefixOf(spec.directory());
        command.add(program(spec, prefix, environment));
        for (String word : arguments(spec)) {
            command.add(word.replace("{connection_file}", connectionFile.toString())
                    .replace("{resource_dir}", spec.directory().toString())
                    .replace("{prefix}", prefix.toString()));
        }
        if (spec.isIpykernel()) {
            command.add("--HistoryManager.hist_file=:memory:");
        }
        return command;
    }

    private static List<String> arguments(Kernelspec spec) {
        List<String> arguments =
                new ArrayList<>(spec.argv().subList(1, spec.argv().size()));
        int launcher = arguments.indexOf("ipykernel_launcher");
        if (launcher > 0 && arguments.get(launcher - 1).equals("-m")) {
            arguments.set(launcher - 1, "-c");
            arguments.set(launcher, LAUNCH_WITHOUT_DEBUGGER);
        }
        return arguments;
    }

    /** Wheels of ipykernel write a bare {@code python}: it stands for the interpreter beside which the kernelspec lies. */
    private static String program(Kernelspec spec, Path prefix, Map<String, String> environment) {
        String program = spec.argv().getFirst().replace("{prefix}", prefix.toString());
        Path beside = prefix.resolve("bin").resolve(program);
        if (PYTHON.matcher(program).matches() && Files.isExecutable(beside)) {
            return beside.toString();
        }
        if (program.contains("/")) {
            return program;
        }
        for (String folder :
                environment.getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin").split(":", -1)) {
            Path candidate = Path.of(folder).resolve(program);
            if (!folder.isEmpty() && Files.isExecutable(candidate) && !Files.isDirectory(candidate)) {
                return candidate.toString();
            }
        }
        throw new KernelException(
                "The kernel " + spec.name() + " needs the program \"" + program + "\", which is not on the PATH.",
                "Install it, or install the kernel again so that "
                        + spec.directory().resolve("kernel.json") + " names it with its full path.");
    }

    /** PREFIX of PREFIX/share/jupyter/kernels/NAME. */
    private static Path prefixOf(Path directory) {
        Path prefix = directory.toAbsolutePath();
        for (int i = 0; i < 4 && prefix.getParent() != null; i++) {
            prefix = prefix.getParent();
        }
        return prefix;
    }

    /** A kernel's whole environment: what it was given without the platform's own, and its kernelspec's. */
    static Map<String, String> environmentOf(Kernelspec spec, Map<String, String> given) {
        Map<String, String> environment = new HashMap<>(given);
        WITHHELD.forEach(environment::remove);
        // Only silences a warning about frozen modules, which nobody can act upon.
        environment.putIfAbsent("PYDEVD_DISABLE_FILE_VALIDATION", "1");
        // By this an ipykernel ends when we are killed.
        environment.put("JPY_PARENT_PID", Long.toString(ProcessHandle.current().pid()));
        Map<String, String> before = Map.copyOf(environment);
        spec.environment()
                .forEach((name, value) -> environment.put(
                        name,
                        VARIABLE.matcher(value)
                                .replaceAll(match ->
                                        Matcher.quoteReplacement(before.getOrDefault(match.group(1), match.group())))));
        WITHHELD.forEach(environment::remove);
        return environment;
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
