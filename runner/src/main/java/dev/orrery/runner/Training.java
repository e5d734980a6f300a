package dev.orrery.runner;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.orrery.kernel.ProtocolJson;
import dev.orrery.notebook.Cell;
import dev.orrery.notebook.Notebook;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the Java virtual machine watches while it writes the ahead-of-time cache: one notebook, executed by {@code run} and by
 * {@code attempt}, against a kernel and a server of our own, and a {@code diff}. It needs no Python and leaves nothing behind.
 */
final class Training {
    static final Duration LIMIT = Duration.ofSeconds(20);

    private static final String TOKEN = "training";

    private final Path folder;

    private Training(Path folder) {
        this.folder = folder;
    }

    /** The exit code; what went wrong stands on standard error. */
    static int run() {
        CountDownLatch done = new CountDownLatch(1);
        Thread trained = Thread.currentThread();
        Thread.ofPlatform().daemon().name("limit").start(() -> limit(trained, done));
        try {
            Path folder = Files.createTempDirectory("orrery-training-");
            try {
                return new Training(folder).train();
            } finally {
                delete(folder);
            }
        } catch (IOException e) {
            System.err.println("training: " + e);
            return 1;
        } finally {
            done.countDown();
        }
    }

    private static void limit(Thread trained, CountDownLatch done) {
        try {
            if (!done.await(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                trained.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int train() throws IOException {
        kernelspec();
        Path work = Files.createDirectory(folder.resolve("work"));
        Notebook notebook = Notebook.empty();
        notebook.insert(0, Cell.code("x = 1"));
        notebook.insert(1, Cell.code("x"));
        notebook.cells().get(0).setTags(List.of("parameters"));
        notebook.metadata().putObject("kernelspec").put("name", "python3").put("language", "python");
        Files.writeString(work.resolve("n.ipynb"), notebook.write());
        int code = command(work);
        code = code != 0 ? code : attempt(work);
        return code != 0 ? code : TrainingDiff.run(work);
    }

    private int command(Path work) {
        RunTerminal own = RunTerminal.ofProcess();
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream error = new PrintStream(said, true, StandardCharsets.UTF_8);
        RunTerminal terminal = new RunTerminal(
                InputStream.nullInputStream(),
                error,
                error,
                false,
                false,
                own.errorTerminal(),
                Map.of("JUPYTER_PATH", folder.resolve("share/jupyter").toString()),
                work,
                own.clock());
        int code = new RunCommand(terminal)
                .runStoppable(
                        List.of("n.ipynb", "out.ipynb", "-p", "x", "2", "--start-timeout", "10", "--progress-bar"));
        return report(code, said);
    }

    private int attempt(Path work) throws IOException {
        ObjectNode order = ProtocolJson.object();
        order.put("dag_id", "d").put("run_id", "r").put("task_id", "t").put("attempt", 1);
        order.put("notebook", "n.ipynb").put("workdir", work.toString()).put("timeout_seconds", 15);
        order.put(
                "storage",
                Files.createDirectory(folder.resolve("storage")).toUri().toString());
        order.putObject("parameters").put("x", 2);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.createContext("/api/v1/attempt/order", exchange -> answer(exchange, order));
        server.createContext("/api/v1/attempt/events", Training::acknowledge);
        server.start();
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try {
            int code = RunnerMain.attempt(
                    Map.of(
                            AttemptSettings.API_URL,
                            "http://127.0.0.1:" + server.getAddress().getPort(),
                            AttemptSettings.TOKEN,
                            TOKEN,
                            AttemptSettings.PREFIX,
                            folder.toString(),
                            AttemptSettings.PATIENCE,
                            "5"),
                    new AttemptLog(new PrintStream(said, true, StandardCharsets.UTF_8), InstantSource.system()));
            String result = Files.readString(folder.resolve("storage/result.json"));
            return report(code != 0 || !result.contains("\"success\"") ? 1 : 0, said);
        } finally {
            server.stop(0);
        }
    }

    private static int report(int code, ByteArrayOutputStream said) {
        if (code != 0) {
            System.err.println("training: exit code " + code + "\n" + said.toString(StandardCharsets.UTF_8));
        }
        return code;
    }

    /** This very program as the kernel; the last word makes it one that listens on Unix sockets. */
    private void kernelspec() throws IOException {
        Path directory = Files.createDirectories(folder.resolve("share/jupyter/kernels/python3"));
        ObjectNode spec = ProtocolJson.object();
        spec.put("display_name", "Training").put("language", "python");
        spec.putArray("argv")
                .add(Path.of(System.getProperty("java.home"), "bin", "java").toString())
                .add("-Xshare:auto")
                .add("-XX:TieredStopAtLevel=1")
                .add("-cp")
                .add(System.getProperty("java.class.path"))
                .add(RunnerMain.class.getName())
                .add("train-kernel")
                .add("{connection_file}")
                .add("ipykernel");
        Files.write(directory.resolve("kernel.json"), ProtocolJson.write(spec));
    }

    private static void acknowledge(HttpExchange exchange) throws IOException {
        JsonNode posted = ProtocolJson.read(exchange.getRequestBody().readAllBytes());
        long last = 0;
        for (JsonNode event : posted.path("events")) {
            last = Math.max(last, event.path("sequence").asLong(0));
        }
        answer(exchange, ProtocolJson.object().put("acknowledged", last).put("cancel", false));
    }

    private static void answer(HttpExchange exchange, ObjectNode json) throws IOException {
        byte[] body = ProtocolJson.write(json);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) throws IOException {
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
