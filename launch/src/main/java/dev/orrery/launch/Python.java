package dev.orrery.launch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectMapper;

/**
 * An interpreter that environments are built upon.
 *
 * @param executable   as it names itself: behind the shims of version managers
 * @param basePrefixes where it and its library lie, with and without symbolic links
 */
record Python(Path executable, int major, int minor, List<Path> basePrefixes) {
    private static final int OLDEST_MINOR = 11;
    private static final List<String> CANDIDATES =
            List.of("python3.13", "python3.12", "python3.11", "python3", "python");
    private static final String ASK = """
            import json, os, sys
            exe = getattr(sys, "_base_executable", None) or sys.executable
            real = os.path.realpath(exe)
            prefixes = [sys.base_prefix, os.path.realpath(sys.base_prefix), sys.base_exec_prefix,
                        os.path.dirname(os.path.dirname(exe)), os.path.dirname(os.path.dirname(real))]
            print(json.dumps({"executable": exe, "major": sys.version_info[0], "minor": sys.version_info[1],
                              "prefixes": sorted(set(prefixes))}))
            """;

    /** What the interpreter answers. */
    record Told(String executable, int major, int minor, List<String> prefixes) {}

    /** @throws LaunchException when there is none that works */
    static Python find(@Nullable String configured) {
        if (configured != null) {
            return ask(configured)
                    .filter(Python::isNewEnough)
                    .orElseThrow(() -> new LaunchException(
                            "The configured interpreter " + configured + " is no working Python 3.11 or newer.",
                            "Correct ORRERY_PYTHON, or leave it out."));
        }
        return CANDIDATES.stream()
                .flatMap(name -> ask(name).stream())
                .filter(Python::isNewEnough)
                .findFirst()
                .orElseThrow(() -> new LaunchException(
                        "JupyterLab needs Python 3.11 or newer, and none is on the PATH.",
                        "Install it (apt-get install python3), or name one in ORRERY_PYTHON."));
    }

    private boolean isNewEnough() {
        return major == 3 && minor >= OLDEST_MINOR;
    }

    /** By running it: a version manager's shim is on the PATH though there is nothing behind it. */
    private static Optional<Python> ask(String name) {
        Optional<Path> program = name.contains("/")
                ? Optional.of(Path.of(name).toAbsolutePath()).filter(Files::isExecutable)
                : HostPrograms.onPath(name);
        return program.map(path -> HostPrograms.run(List.of(path.toString(), "-I", "-c", ASK), Map.of(), 20))
                .filter(HostPrograms.Answer::isGood)
                .flatMap(answer -> read(answer.output()));
    }

    private static Optional<Python> read(String output) {
        try {
            Told told = new ObjectMapper().readValue(output, Told.class);
            List<Path> prefixes = new ArrayList<>();
            for (String prefix : told.prefixes()) {
                Path path = Path.of(prefix);
                // What is below /usr is in every sandbox already.
                if (path.isAbsolute() && path.getNameCount() > 0 && !path.startsWith("/usr")) {
                    prefixes.add(path);
                }
            }
            return Optional.of(
                    new Python(Path.of(told.executable()), told.major(), told.minor(), List.copyOf(prefixes)));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }
}
