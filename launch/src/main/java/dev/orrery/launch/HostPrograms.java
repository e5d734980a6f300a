package dev.orrery.launch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Short-lived programs of the host. */
final class HostPrograms {
    private HostPrograms() {}

    /** What a program answered. */
    record Answer(int exitCode, String output, String errors) {
        boolean isGood() {
            return exitCode == 0;
        }

        /** The last line of its complaint, or what little is known. */
        String complaint() {
            List<String> lines = errors.lines().filter(line -> !line.isBlank()).toList();
            return lines.isEmpty() ? "exit code " + exitCode : lines.getLast().strip();
        }
    }

    static Optional<Path> onPath(String name) {
        @Nullable String path = System.getenv("PATH");
        // A server that was started with a bare PATH (cron, systemd) still finds the system's own folders.
        return Arrays.stream(
                        ((path == null ? "" : path) + ":/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin").split(":", -1))
                .filter(folder -> folder.startsWith("/"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Runs to the end, at most some seconds; a program that cannot start, or hangs, has exit code -1. */
    static Answer run(List<String> command, Map<String, String> more, long seconds) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().putAll(more);
        try {
            Path errors = Files.createTempFile("orrery", ".err");
            try {
                Process process = builder.redirectError(errors.toFile()).start();
                Thread guard = Thread.startVirtualThread(() -> killAfter(process, seconds));
                String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                int code = process.waitFor();
                guard.interrupt();
                return new Answer(code, output, Files.readString(errors));
            } finally {
                Files.deleteIfExists(errors);
            }
        } catch (IOException e) {
            return new Answer(-1, "", String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer(-1, "", "interrupted");
        }
    }

    private static void killAfter(Process process, long seconds) {
        try {
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            // It has ended in time.
            Thread.currentThread().interrupt();
        }
    }
}
