package dev.orrery.runner;

import dev.orrery.kernel.TestingPython;
import dev.orrery.notebook.Cell;
import dev.orrery.notebook.Notebook;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@code orrery run} in this process, in a folder, with variables of its own. What it says can be read while it runs. */
final class TestingRun {
    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    TestingRun(Path folder) {
        this.folder = folder;
        environment.put("HOME", folder.toString());
        environment.put(RemoteFiles.PATIENCE, "0");
    }

    TestingRun with(Map<String, String> variables) {
        environment.putAll(variables);
        return this;
    }

    TestingRun with(String variable, String value) {
        return with(Map.of(variable, value));
    }

    /** With a real ipykernel to be found. */
    TestingRun withKernel() {
        Path prefix = TestingPython.prefix();
        return with("PATH", prefix.resolve("bin") + ":/usr/local/bin:/usr/bin:/bin")
                .with("JUPYTER_PATH", prefix.resolve("share/jupyter").toString());
    }

    int run(String... arguments) {
        PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
        RunTerminal terminal = new RunTerminal(
                InputStream.nullInputStream(),
                out,
                out,
                false,
                true,
                false,
                environment,
                folder,
                InstantSource.system());
        return new RunCommand(terminal).run(List.of(arguments));
    }

    String said() {
        return said.toString(StandardCharsets.UTF_8);
    }

    /** A notebook for ipykernel with these cells. */
    static byte[] notebook(String... sources) {
        Notebook notebook = Notebook.empty();
        for (String source : sources) {
            notebook.insert(notebook.cells().size(), Cell.code(source));
        }
        notebook.metadata()
                .putObject("kernelspec")
                .put("name", "python3")
                .put("language", "python")
                .put("display_name", "Python 3");
        return notebook.write().getBytes(StandardCharsets.UTF_8);
    }
}
