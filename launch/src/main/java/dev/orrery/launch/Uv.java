package dev.orrery.launch;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The program uv: the one on the PATH, else one that is installed into the platform's home from hashes.
 *
 * @param cache beside the environments, on the same file system: packages in both are the same bytes on the disk
 */
record Uv(Path program, Path cache) {
    private static final Pattern VERSION = Pattern.compile("uv (\\d+)\\.(\\d+)\\..*", Pattern.DOTALL);
    private static final Pattern SECRET_IN_URL = Pattern.compile("://[^/@\\s]+@");
    private static final int LINES_OF_FAILURE = 12;

    static Uv find(Path tools, Path lock, Python python, EnvironmentBuilder.Progress progress) {
        return HostPrograms.onPath("uv")
                .filter(Uv::works)
                .or(() -> Optional.of(own(tools)).filter(Uv::works))
                .map(program -> new Uv(program, cache(tools)))
                .orElseGet(() -> {
                    progress.at("Installing uv", 0, 0);
                    return install(tools, lock, python);
                });
    }

    private static Path own(Path tools) {
        return tools.resolve("uv/bin/uv");
    }

    private static Path cache(Path tools) {
        return tools.resolve("uv-cache");
    }

    /** From 0.5 on it has all that is asked of it here. */
    private static boolean works(Path program) {
        if (!Files.isExecutable(program)) {
            return false;
        }
        HostPrograms.Answer answer = HostPrograms.run(List.of(program.toString(), "--version"), Map.of(), 20);
        Matcher version = VERSION.matcher(answer.output());
        return answer.isGood()
                && version.matches()
                && (Integer.parseInt(version.group(1)) > 0 || Integer.parseInt(version.group(2)) >= 5);
    }

    static Uv install(Path tools, Path lock, Python python) {
        Path draft = tools.resolve(".uv-" + UUID.randomUUID());
        try {
            Files.createDirectories(tools);
            must(
                    HostPrograms.run(
                            List.of(python.executable().toString(), "-m", "venv", draft.toString()), Map.of(), 120),
                    "Install uv, or Python's venv module (apt-get install python3-venv).");
            must(
                    HostPrograms.run(
                            List.of(
                                    draft.resolve("bin/python").toString(),
                                    "-m",
                                    "pip",
                                    "install",
                                    "--quiet",
                                    "--require-hashes",
                                    "--only-binary",
                                    ":all:",
                                    "-r",
                                    lock.toString()),
                            Map.of("PIP_DISABLE_PIP_VERSION_CHECK", "1"),
                            600),
                    "Check the network, or install uv by hand so that it is on the PATH.");
            FileTrees.delete(tools.resolve("uv"));
            // Only its one binary is used, which does not mind where it lies.
            Files.move(draft, tools.resolve("uv"), StandardCopyOption.ATOMIC_MOVE);
            return new Uv(own(tools), cache(tools));
        } catch (IOException e) {
            throw new LaunchException("uv cannot be installed into " + tools + ": " + e + ".", "Check the disk.", e);
        }
    }

    private static void must(HostPrograms.Answer answer, String remedy) {
        if (!answer.isGood()) {
            throw new LaunchException("uv cannot be installed: " + hideSecrets(answer.complaint()) + ".", remedy);
        }
    }

    /**
     * Runs it to the end. What it makes is readable by all users: they are who works with it.
     *
     * @throws LaunchException with the end of what it wrote
     */
    void run(List<String> arguments, Consumer<String> eachLine) {
        List<String> command = new ArrayList<>(
                List.of("/bin/sh", "-c", "umask 022; exec \"$0\" \"$@\"", program.toString(), "--color", "never"));
        command.addAll(List.of("--cache-dir", cache.toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile());
        Map<String, String> environment = builder.environment();
        environment.remove("VIRTUAL_ENV");
        // The host's own certificates, for those who sit behind a proxy.
        environment.putIfAbsent("UV_SYSTEM_CERTS", "1");
        environment.putIfAbsent("UV_PYTHON_DOWNLOADS", "never");
        List<String> lines = new ArrayList<>();
        try {
            Process process = builder.start();
            try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
                for (@Nullable String line = reader.readLine(); line != null; line = reader.readLine()) {
                    lines.add(line);
                    eachLine.accept(line);
                }
            }
            int code = process.waitFor();
            if (code != 0) {
                throw failure(lines, code);
            }
        } catch (IOException e) {
            throw new LaunchException("uv cannot be run: " + e.getMessage() + ".", "Check " + program + ".", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LaunchException("The build was interrupted.", "Try again.", e);
        }
    }

    static LaunchException failure(List<String> lines, int code) {
        List<String> telling = lines.stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("Downloading ") && !line.startsWith("Downloaded "))
                .toList();
        String end = hideSecrets(String.join(
                "\n", telling.subList(Math.max(0, telling.size() - LINES_OF_FAILURE), telling.size())));
        return new LaunchException("uv ended with code " + code + ":\n" + end + "\n", remedy(end));
    }

    private static String remedy(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.contains("hash mismatch")) {
            return "The package index serves other bytes than were locked: use another index, or lock again.";
        }
        if (lower.contains("no space left")) {
            return "Make room on the disk, then try again.";
        }
        if (lower.contains("failed to fetch")
                || lower.contains("error sending request")
                || lower.contains("dns error")) {
            return "Check the network (HTTPS_PROXY for a proxy, UV_DEFAULT_INDEX for an index of your own), then try again.";
        }
        if (lower.contains("no wheels with a matching")
                || lower.contains("building source distributions is disabled")) {
            return "A package has nothing for this Python or this machine: name another Python (3.11 to 3.13) in ORRERY_PYTHON.";
        }
        return "Try again; if it stays, correct the lock file.";
    }

    private static String hideSecrets(String text) {
        return SECRET_IN_URL.matcher(text).replaceAll("://***@");
    }
}
