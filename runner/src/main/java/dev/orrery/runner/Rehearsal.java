package dev.orrery.runner;

import dev.orrery.kernel.ProtocolJson;
import dev.orrery.notebook.Cell;
import dev.orrery.notebook.Notebook;
import dev.orrery.notebook.PapermillMetadata;
import dev.orrery.storage.DirectoryStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an attempt does between its order and its first cell, done some times over on a notebook that nobody asked for: by
 * then the classes are loaded and the code is compiled, and the attempt need not wait for it. Leaves nothing behind.
 */
final class Rehearsal {
    private static final int ROUNDS = 20;

    private Rehearsal() {}

    static void run() throws IOException {
        Path folder = Files.createTempDirectory("orrery-rehearsal-");
        try {
            byte[] order = order(folder);
            for (int i = 0; i < ROUNDS; i++) {
                round(folder, order);
            }
        } finally {
            for (String name : List.of("n.ipynb", "output.ipynb", "")) {
                Files.deleteIfExists(folder.resolve(name));
            }
        }
    }

    private static byte[] order(Path folder) throws IOException {
        Notebook notebook = Notebook.empty();
        notebook.insert(0, Cell.code("x = 1"));
        notebook.insert(1, Cell.code("print(x)"));
        notebook.cells().get(0).setTags(List.of("parameters"));
        notebook.metadata().putObject("kernelspec").put("name", "python3").put("language", "python");
        Files.writeString(folder.resolve("n.ipynb"), notebook.write());
        ObjectNode order = ProtocolJson.object();
        order.put("dag_id", "d").put("run_id", "r").put("task_id", "t").put("attempt", 1);
        order.put("notebook", "n.ipynb").put("workdir", folder.toString()).put("timeout_seconds", 60);
        order.put("storage", folder.toUri().toString());
        order.putObject("parameters").put("x", 2).put("s", "text").put("f", 0.5).put("b", true);
        return ProtocolJson.write(order);
    }

    private static void round(Path folder, byte[] order) {
        if (!(Order.parse(ProtocolJson.read(order)).work() instanceof Order.Work.Notebook work)) {
            throw new IllegalStateException("the rehearsal is of a notebook");
        }
        Notebook notebook = AttemptProcess.prepare(work, "python", _ -> {});
        PapermillMetadata.started(notebook, InstantSource.system().instant());
        PapermillMetadata.cellStarted(
                notebook.cells().getFirst(), InstantSource.system().instant());
        try (OutputFile output = new OutputFile(new DirectoryStorage(folder), notebook)) {
            output.prepared();
            output.finish();
        }
        AttemptEvents events = new AttemptEvents(InstantSource.system());
        Stream.of(events.started(2), events.cellStarted(0, "c")).forEach(ProtocolJson::write);
    }
}
