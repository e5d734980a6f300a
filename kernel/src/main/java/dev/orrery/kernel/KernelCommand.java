package dev.orrery.kernel;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A kernel's command and environment variables, from its kernelspec. */
final class KernelCommand {
    /** {@code plain}: ipykernel is started by its kernelspec's own command, untouched. */
    static final String START = "ORRERY_KERNEL_START";

    private static final Path SETSID = Path.of("/usr/bin/setsid");

    /** Whether a kernel leads a process group of its own. */
    static final boolean LEADS_GROUP = Files.isExecutable(SETSID);

    /** The platform's own; a kernel runs code that must not have them. */
    private static final List<String> WITHHELD = List.of("ORRERY_ATTEMPT_TOKEN", "ORRERY_API_URL");

    private static final Pattern PYTHON = Pattern.compile("python(3(\\.\\d+)?)?");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)}");

    private KernelCommand() {}

    static List<String> of(Kernelspec spec, Path connectionFile, Map<String, String> environment) {
        List<String> command = new ArrayList<>();
        if (LEADS_GROUP) {
            command.add(SETSID.toString());
        }
        Path prefix = prefixOf(spec.directory());
        command.add(program(spec, prefix, environment));
        for (String word : arguments(spec, environment)) {
            command.add(word.replace("{connection_file}", connectionFile.toString())
                    .replace("{resource_dir}", spec.directory().toString())
                    .replace("{prefix}", prefix.toString()));
        }
        if (spec.isIpykernel()) {
            // As nbclient has it: no file of history that kernels which run at once would share.
            command.add("--HistoryManager.hist_file=:memory:");
        }
        return command;
    }

    private static List<String> arguments(Kernelspec spec, Map<String, String> environment) {
        List<String> arguments =
                new ArrayList<>(spec.argv().subList(1, spec.argv().size()));
        int launcher = arguments.indexOf("ipykernel_launcher");
        boolean plain = environment.getOrDefault(START, "").equals("plain");
        if (!plain && launcher > 0 && arguments.get(launcher - 1).equals("-m")) {
            arguments.set(launcher - 1, "-c");
            arguments.set(launcher, IpykernelStart.LAUNCH);
        }
        return arguments;
    }

    /** The interpreter that runs the kernel. */
    static String python(Kernelspec spec, Map<String, String> environment) {
        return program(spec, prefixOf(spec.directory()), environment);
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
    static Map<String, String> environment(Kernelspec spec, Map<String, String> given) {
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
}
