package dev.orrery.notebook;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Papermill's markers of a failed run: a link at the top of the notebook, and a red line before the failing cell. */
public final class ErrorMarkers {
    /** The tag of both marker cells. */
    public static final String TAG = "papermill-error-cell-tag";

    private static final String STYLE =
            "style=\"color:red; font-family:Helvetica Neue, Helvetica, Arial, sans-serif; font-size:2em;\"";

    private ErrorMarkers() {}

    /**
     * The error that a run is reported to have ended with.
     *
     * @param cellIndex before any marker is put in
     * @param executionCount the kernel's count, as in {@code In [n]}, or null
     * @param name the exception's class
     * @param value its text
     * @param traceback its lines, with ANSI colours
     */
    public record CellError(
            int cellIndex, @Nullable Integer executionCount, String name, String value, List<String> traceback) {
        public CellError {
            traceback = List.copyOf(traceback);
        }
    }

    /** Takes out what an earlier failed run put in. */
    public static void remove(Notebook notebook) {
        notebook.removeTagged(TAG);
    }

    /** Puts the markers in for the error that is found, if there is one. */
    public static Optional<CellError> mark(Notebook notebook) {
        Optional<CellError> found = find(notebook);
        found.ifPresent(error -> mark(notebook, error));
        return found;
    }

    private static void mark(Notebook notebook, CellError error) {
        String count = error.executionCount() == null ? "None" : String.valueOf(error.executionCount());
        notebook.insert(
                error.cellIndex(),
                marker("<span id=\"papermill-error-cell\" " + STYLE
                        + ">Execution using papermill encountered an exception here and stopped:</span>"));
        notebook.insert(
                0,
                marker("<span " + STYLE + ">An Exception was encountered at '<a href=\"#papermill-error-cell\">In ["
                        + count + "]</a>'.</span>"));
    }

    private static Cell marker(String html) {
        Cell cell = Cell.markdown(html);
        cell.setTags(List.of(TAG));
        return cell;
    }

    /**
     * The error that papermill reports: of the last cell with an error output, leaving out SystemExit with no code or 0. A cell
     * whose exception left no output counts too, and ends the search.
     */
    public static Optional<CellError> find(Notebook notebook) {
        CellError found = null;
        List<Cell> cells = notebook.cells();
        for (int i = 0; i < cells.size(); i++) {
            Cell cell = cells.get(i);
            if (!cell.isCode()) {
                continue;
            }
            boolean cleanExit = false;
            boolean failed = false;
            for (JsonNode output : cell.outputs()) {
                if (!output.path("output_type").asString("").equals("error")) {
                    continue;
                }
                if (isCleanExit(output)) {
                    cleanExit = true;
                    continue;
                }
                found = error(i, cell, output);
                failed = true;
                break;
            }
            boolean exception =
                    cell.metadata().path("papermill").path("exception").asBoolean(false);
            if (!failed && !cleanExit && exception) {
                return Optional.of(new CellError(i, cell.executionCount(), "CellExecutionError", "", List.of()));
            }
        }
        return Optional.ofNullable(found);
    }

    private static boolean isCleanExit(JsonNode output) {
        String value = output.path("evalue").asString("");
        return output.path("ename").asString("").equals("SystemExit") && (value.isEmpty() || value.equals("0"));
    }

    private static CellError error(int index, Cell cell, JsonNode output) {
        List<String> traceback = new ArrayList<>();
        output.path("traceback").forEach(line -> traceback.add(line.asString("")));
        return new CellError(
                index,
                cell.executionCount(),
                output.path("ename").asString(""),
                output.path("evalue").asString(""),
                traceback);
    }
}
