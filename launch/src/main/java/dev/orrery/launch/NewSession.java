package dev.orrery.launch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The beginning of a command line that gives the rest a session of its own, so that no signal from the server's terminal
 * reaches it. Linux has setsid; macOS has not, but Perl.
 */
final class NewSession {
    private static final Map<String, List<String>> BY_PROGRAM = Map.of(
            "setsid",
            List.of(),
            "perl",
            List.of("-e", "use POSIX; POSIX::setsid(); exec { $ARGV[0] } @ARGV; exit 127"),
            "python3",
            List.of("-c", "import os, sys; os.setsid(); os.execvp(sys.argv[1], sys.argv[1:])"));

    private NewSession() {}

    /** @param programs finds a program by its name */
    static Optional<List<String>> find(Function<String, Optional<Path>> programs) {
        for (String name : List.of("setsid", "perl", "python3")) {
            Optional<Path> program = programs.apply(name);
            if (program.isPresent()) {
                List<String> prefix = new ArrayList<>(List.of(program.get().toString()));
                prefix.addAll(BY_PROGRAM.getOrDefault(name, List.of()));
                return Optional.of(List.copyOf(prefix));
            }
        }
        return Optional.empty();
    }
}
