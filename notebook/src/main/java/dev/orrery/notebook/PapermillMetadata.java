package dev.orrery.notebook;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What papermill notes in a notebook's metadata: where it came from, each cell's state and times. Written here so that
 * {@code orrery run} and the platform's runner give the same file. Times are UTC, to the microsecond; durations are seconds.
 */
public final class PapermillMetadata {
    /** The papermill release whose files these are. */
    public static final String VERSION = "2.7.0";

    private static final DateTimeFormatter WITH_FRACTION =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'+00:00'");
    private static final DateTimeFormatter WITHOUT_FRACTION =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'+00:00'");

    private PapermillMetadata() {}

    /** A cell's state. */
    public enum Status {
        PENDING("pending"),
        RUNNING("running"),
        COMPLETED("completed"),
        FAILED("failed");

        private final String word;

        Status(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /** Gives the notebook and its cells what papermill expects to be there. What an earlier run wrote stays. */
    public static void prepare(Notebook notebook) {
        if (!notebook.metadata().has("papermill")) {
            ObjectNode papermill = notebook.metadata().putObject("papermill");
            papermill.putObject("default_parameters");
            papermill.putObject("environment_variables");
            papermill.putObject("parameters");
            papermill.put("version", VERSION);
        }
        for (Cell cell : notebook.cells()) {
            if (!cell.metadata().has("tags")) {
                cell.setTags(List.of());
            }
            if (!cell.metadata().has("papermill")) {
                cell.metadata().putObject("papermill");
            }
        }
    }

    /** Notes where the notebook was read and where it is written; null means not known. */
    public static void paths(Notebook notebook, @Nullable String input, @Nullable String output) {
        ObjectNode papermill = of(notebook);
        papermill.put("input_path", input);
        papermill.put("output_path", output);
    }

    /** Hides the source of every code cell. Other keys below {@code metadata.jupyter} are lost, as with papermill. */
    public static void hideSources(Notebook notebook) {
        for (Cell cell : notebook.cells()) {
            if (cell.isCode()) {
                cell.metadata().putObject("jupyter").put("source_hidden", true);
            }
        }
    }

    /** The run begins: every cell is pending; code cells lose their outputs and counts. */
    public static void started(Notebook notebook, Instant now) {
        ObjectNode papermill = of(notebook);
        papermill.put("start_time", text(now));
        papermill.putNull("end_time");
        papermill.putNull("duration");
        papermill.putNull("exception");
        for (Cell cell : notebook.cells()) {
            if (cell.isCode()) {
                cell.setExecutionCount(null);
                cell.outputs().removeAll();
            }
            if (!cell.metadata().has("tags")) {
                cell.setTags(List.of());
            }
            ObjectNode state = cell.metadata().putObject("papermill");
            state.putNull("exception");
            state.putNull("start_time");
            state.putNull("end_time");
            state.putNull("duration");
            state.put("status", Status.PENDING.word());
        }
    }

    /** A cell of any type begins. */
    public static void cellStarted(Cell cell, Instant now) {
        ObjectNode state = of(cell);
        state.put("start_time", text(now));
        state.put("status", Status.RUNNING.word());
        state.put("exception", false);
    }

    /** A cell ended; a failed one marks the notebook as failed. */
    public static void cellFinished(Notebook notebook, Cell cell, Instant now, boolean failed) {
        ObjectNode state = of(cell);
        if (failed) {
            state.put("exception", true);
            of(notebook).put("exception", true);
        }
        state.put("status", (failed ? Status.FAILED : Status.COMPLETED).word());
        end(state, now);
    }

    /**
     * The run ended. Cells that never were reported and stand before a failure count as completed.
     *
     * @param stoppedAt the index of the cell that the run stopped at without that cell having failed by itself (a timeout, a
     *     dead kernel, a cancellation), or null. It becomes failed and what follows stays pending, where papermill calls all of it completed.
     */
    public static void finished(Notebook notebook, Instant now, @Nullable Integer stoppedAt) {
        List<Cell> cells = notebook.cells();
        for (int i = 0; i < cells.size(); i++) {
            Cell cell = cells.get(i);
            if (stoppedAt != null && i == stoppedAt) {
                cellFinished(notebook, cell, now, true);
            }
            String status = of(cell).path("status").asString("");
            if (status.equals(Status.FAILED.word())) {
                break;
            }
            if (status.equals(Status.PENDING.word())) {
                of(cell).put("status", Status.COMPLETED.word());
            }
        }
        end(of(notebook), now);
    }

    /** No kernel came up: the notebook has failed, its cells are pending, where papermill calls them completed. */
    public static void notStarted(Notebook notebook, Instant now) {
        if (!of(notebook).has("start_time")) {
            started(notebook, now);
        }
        of(notebook).put("exception", true);
        end(of(notebook), now);
    }

    /** The state that the notebook's file tells of a cell, or null when it was never run. */
    public static @Nullable Status status(Cell cell) {
        String word = cell.metadata().path("papermill").path("status").asString("");
        for (Status status : Status.values()) {
            if (status.word().equals(word)) {
                return status;
            }
        }
        return null;
    }

    private static void end(ObjectNode state, Instant now) {
        state.put("end_time", text(now));
        JsonNode start = state.path("start_time");
        if (start.isString()) {
            Duration duration =
                    Duration.between(Instant.parse(start.stringValue()), now.truncatedTo(ChronoUnit.MICROS));
            state.put("duration", duration.truncatedTo(ChronoUnit.MICROS).toNanos() / 1e9);
        }
    }

    /** Python's isoformat: six digits of fraction, or none when it is zero. */
    static String text(Instant time) {
        Instant micros = time.truncatedTo(ChronoUnit.MICROS);
        DateTimeFormatter format =
                micros.equals(time.truncatedTo(ChronoUnit.SECONDS)) ? WITHOUT_FRACTION : WITH_FRACTION;
        return format.format(micros.atOffset(ZoneOffset.UTC));
    }

    private static ObjectNode of(Notebook notebook) {
        return Trees.object(notebook.metadata(), "papermill");
    }

    private static ObjectNode of(Cell cell) {
        return Trees.object(cell.metadata(), "papermill");
    }
}
