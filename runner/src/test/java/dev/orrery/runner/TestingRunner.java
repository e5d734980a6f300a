package dev.orrery.runner;

import dev.orrery.kernel.ProtocolJson;
import dev.orrery.kernel.TestingPython;
import dev.orrery.notebook.Cell;
import dev.orrery.notebook.Notebook;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** A runner in a process of its own with a real kernel: its work folder, its storage and its log, all below one folder. */
final class TestingRunner {
    private final Path folder;

    TestingRunner(Path folder) {
        this.folder = folder;
    }

    Path work() {
        return made("work");
    }

    private Path storage() {
        return made("storage");
    }

    private Path made(String name) {
        try {
            return Files.createDirectories(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A server whose order is the notebook {@code n.ipynb}, which is in the work folder when the order is asked for. */
    TestingServer server() {
        return new TestingServer(work(), storage(), "n.ipynb");
    }

    static String notebook(String... sources) {
        Notebook notebook = Notebook.empty();
        for (String source : sources) {
            notebook.insert(notebook.cells().size(), Cell.code(source));
        }
        notebook.cells().get(0).setTags(List.of("parameters"));
        return notebook.write();
    }

    /**
     * Starts {@code RunnerMain} with what a server tells it.
     *
     * @param prefix a command that starts the command behind it
     * @param more variables
     */
    Process start(TestingServer server, String mode, String token, List<String> prefix, Map<String, String> more)
            throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(RunnerMain.class.getName(), mode));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("ORRERY_API_URL", server.uri().toString());
        builder.environment().put("ORRERY_ATTEMPT_TOKEN", token);
        builder.environment()
                .put("ORRERY_ENVIRONMENT_PREFIX", TestingPython.prefix().toString());
        builder.environment().putAll(more);
        return builder.directory(work().toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log.txt").toFile())
                .start();
    }

    /** Waits for the end, which must come within 90 s. */
    int exitCode(Process runner) throws InterruptedException {
        if (!runner.waitFor(90, TimeUnit.SECONDS)) {
            runner.destroyForcibly();
            throw new AssertionError("the runner did not end: " + log());
        }
        return runner.exitValue();
    }

    void awaitResult() throws IOException, InterruptedException {
        awaitStored(this::hasResult, "no result");
    }

    /** Waits until the output notebook, which is there, holds a text. */
    void awaitOutput(String text) throws IOException, InterruptedException {
        awaitStored(() -> output().contains(text), text + " was not saved");
    }

    private void awaitStored(BooleanSupplier condition, String failure) throws IOException, InterruptedException {
        try (WatchService watch = folder.getFileSystem().newWatchService()) {
            storage().register(watch, StandardWatchEventKinds.ENTRY_CREATE);
            while (!condition.getAsBoolean()) {
                var key = watch.poll(60, TimeUnit.SECONDS);
                if (key == null) {
                    throw new AssertionError(failure + ": " + log());
                }
                key.pollEvents();
                key.reset();
            }
        }
    }

    /** What each cell printed. */
    List<String> printed() {
        return Notebook.parse(output()).cells().stream()
                .map(cell -> cell.outputs()
                        .valueStream()
                        .map(output -> output.path("text").asString(""))
                        .collect(Collectors.joining()))
                .toList();
    }

    String output() {
        try {
            return Files.readString(storage().resolve("output.ipynb"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean hasResult() {
        return Files.exists(storage().resolve("result.json"));
    }

    JsonNode result() throws IOException {
        return ProtocolJson.read(Files.readAllBytes(storage().resolve("result.json")));
    }

    String log() {
        try {
            return Files.readString(folder.resolve("log.txt"));
        } catch (IOException e) {
            return String.valueOf(e);
        }
    }
}
