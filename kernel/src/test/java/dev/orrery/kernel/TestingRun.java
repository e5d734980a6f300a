package dev.orrery.kernel;

import dev.orrery.notebook.Cell;
import dev.orrery.notebook.Notebook;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** A notebook of code cells, executed by a real kernel, and everything that came of it. */
final class TestingRun {
    final Notebook notebook = Notebook.empty();
    final List<String> calls = new ArrayList<>();
    /** Of a kernel that prints without end this is kept. */
    private static final int MOST_PRINTED = 8 << 20;

    final StringBuilder printed = new StringBuilder();
    final List<CellStats> stats = new ArrayList<>();
    final List<String> warnings = new ArrayList<>();
    /** Runs when a cell prints this. */
    final Map<String, Runnable> when = new HashMap<>();

    Map<String, String> environment = new HashMap<>(System.getenv());
    Duration startTimeout = Duration.ofSeconds(60);
    Duration cellTimeout = null;
    long maxOutputBytes = 1 << 20;
    String kernelName = "python3";
    Path kernelPath = TestingPython.jupyter();

    TestingRun(String... sources) {
        for (String source : sources) {
            notebook.insert(notebook.cells().size(), Cell.code(source));
        }
    }

    TestingRun tag(int index, String tag) {
        notebook.cells().get(index).setTags(List.of(tag));
        return this;
    }

    ExecutionResult run() {
        ExecutionOptions options = new ExecutionOptions(
                kernelName,
                Path.of("").toAbsolutePath(),
                environment,
                startTimeout,
                cellTimeout,
                List.of(kernelPath),
                maxOutputBytes);
        return new NotebookExecutor(InstantSource.system()).execute(notebook, options, new Recorder());
    }

    JsonNode output(int cell, int index) {
        return notebook.cells().get(cell).outputs().path(index);
    }

    /** All text that the cell's stream outputs hold. */
    String text(int cell) {
        StringBuilder text = new StringBuilder();
        notebook.cells()
                .get(cell)
                .outputs()
                .forEach(output -> text.append(output.path("text").asString("")));
        return text.toString();
    }

    String status(int cell) {
        return notebook.cells()
                .get(cell)
                .metadata()
                .path("papermill")
                .path("status")
                .asString("");
    }

    private final class Recorder implements ExecutionListener {
        @Override
        public void kernelStarted() {
            calls.add("kernelStarted");
        }

        @Override
        public void cellStarted(int index) {
            calls.add("cellStarted " + index);
        }

        @Override
        public void cellFinished(int index, CellStats cell, boolean failed) {
            calls.add("cellFinished " + index + (failed ? " failed" : ""));
            stats.add(cell);
        }

        @Override
        public void warning(String sentence) {
            warnings.add(sentence);
        }

        @Override
        public void stream(String name, String text) {
            if (printed.length() < MOST_PRINTED) {
                printed.append(text);
            }
            when.forEach((word, action) -> {
                if (text.contains(word)) {
                    action.run();
                }
            });
        }
    }
}
