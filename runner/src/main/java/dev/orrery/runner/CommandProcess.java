package dev.orrery.runner;

import dev.orrery.kernel.OrphanGuard;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A program that a task runs, in a process group of its own; what it prints on both streams is handed on as it comes. */
final class CommandProcess implements AutoCloseable {
    private static final Path SETSID = Path.of("/usr/bin/setsid");

    /** Shorter than the time that this process has itself when it is told to end. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private static final Duration LAST_OUTPUT = Duration.ofSeconds(5);
    private static final int TAIL = 8_000;

    private final Process process;
    private final OrphanGuard guard;
    private final Thread reading;
    private final StringBuilder tail = new StringBuilder();

    /** @throws IOException where it cannot be started */
    CommandProcess(List<String> command, Path workdir, Map<String, String> environment, Consumer<String> output)
            throws IOException {
        List<String> words = new ArrayList<>();
        if (Files.isExecutable(SETSID)) {
            words.add(SETSID.toString());
        }
        words.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.directory(workdir.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.redirectErrorStream(true);
        builder.redirectInput(Path.of("/dev/null").toFile());
        process = builder.start();
        guard = OrphanGuard.of(process.pid());
        reading = Thread.ofVirtual().name("command-output").start(() -> read(output));
    }

    /**
     * The exit code; 128 and the number of the signal that ended it. What it left running in its group is ended with it.
     *
     * @throws InterruptedException when the thread was interrupted; then all of its group has been told to end, and has ended
     */
    int await() throws InterruptedException {
        try {
            int exitCode = process.waitFor();
            signal("KILL");
            return exitCode;
        } catch (InterruptedException e) {
            end();
            throw e;
        }
    }

    /** Its last lines, the last whole ones that fit. To be called when it has ended. */
    List<String> lastLines(int most) throws InterruptedException {
        reading.join(LAST_OUTPUT);
        synchronized (tail) {
            List<String> lines = tail.toString().strip().lines().toList();
            return lines.subList(Math.max(0, lines.size() - most), lines.size());
        }
    }

    @Override
    public void close() {
        guard.close();
    }

    private void end() {
        signal("TERM");
        try {
            if (!process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
        }
        signal("KILL");
    }

    /** To all of its group, which may outlive its first process. */
    private void signal(String name) {
        // The shell's own kill: not every system has the program, and Java signals no group.
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", "kill -s " + name + " -- -" + process.pid());
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        try {
            builder.start().waitFor();
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read(Consumer<String> output) {
        char[] buffer = new char[8_192];
        try (Reader reader = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)) {
            for (int count = reader.read(buffer); count >= 0; count = reader.read(buffer)) {
                String text = new String(buffer, 0, count);
                output.accept(text);
                synchronized (tail) {
                    tail.append(text);
                    tail.delete(0, Math.max(0, tail.length() - TAIL));
                }
            }
        } catch (IOException e) {
            output.accept("\nits output could not be read to the end: " + e.getMessage() + "\n");
        }
    }
}
