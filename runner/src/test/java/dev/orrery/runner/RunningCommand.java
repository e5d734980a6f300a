package dev.orrery.runner;

import dev.orrery.kernel.ProtocolJson;
import dev.orrery.notebook.Cell;
import dev.orrery.notebook.Notebook;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** {@code orrery run} as a process of its own, with a real kernel, and what it says on standard error. */
final class RunningCommand {
    private static final int MINUTE = 60;

    final Process process;
    private final BufferedReader error;
    private final List<String> lines = new ArrayList<>();

    private RunningCommand(Process process) {
        this.process = process;
        this.error = process.errorReader();
    }

    static RunningCommand start(Path folder, String... arguments) throws IOException, InterruptedException {
        return start(List.of(), folder, arguments);
    }

    /** @param starter a command that ends by becoming the one which it is given */
    static RunningCommand start(List<String> starter, Path folder, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(starter);
        // A test that runs in the background of a shell ignores SIGINT, and hands that down; Java then ignores it, too.
        command.addAll(
                List.of(
                        "python3",
                        "-c",
                        "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL); os.execv(sys.argv[1], sys.argv[1:])"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                RunnerMain.class.getName(),
                "run"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().putAll(KernelEnvironment.variables(folder));
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        Process process = builder.start();
        // A run that hangs fails its test: whoever reads from it comes to the end.
        Thread.ofVirtual().start(() -> {
            try {
                if (!process.waitFor(2 * MINUTE, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        return new RunningCommand(process);
    }

    static void writeNotebook(Path file, List<String> sources) throws IOException {
        Notebook notebook = Notebook.empty();
        notebook.metadata()
                .set("kernelspec", ProtocolJson.object().put("name", "python3").put("language", "python"));
        for (String source : sources) {
            notebook.insert(notebook.cells().size(), Cell.code(source));
        }
        Files.writeString(file, notebook.write());
    }

    /** Reads on until a line is like that; false at the end. */
    boolean await(Predicate<String> line) throws IOException {
        for (String each = error.readLine(); each != null; each = error.readLine()) {
            lines.add(each);
            if (line.test(each)) {
                return true;
            }
        }
        return false;
    }

    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("/bin/sh", "-c", "kill -s " + name + " " + process.pid())
                .start()
                .waitFor();
    }

    /** The exit code; everything it said has been read. */
    int end() throws IOException, InterruptedException {
        await(line -> false);
        if (!process.waitFor(MINUTE, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("it does not end; it said: " + said());
        }
        return process.exitValue();
    }

    String said() {
        return String.join("\n", lines);
    }

    List<String> lines() {
        return lines;
    }
}
