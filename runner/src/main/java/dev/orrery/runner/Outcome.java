package dev.orrery.runner;

import dev.orrery.kernel.ExecutionResult;
import dev.orrery.kernel.ProtocolJson;
import dev.orrery.notebook.Notebook;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How an attempt ended, in the words of the API.
 *
 * @param state success, failed or cancelled
 * @param exitCode what papermill would have exited with: 0, 1, or 138 for a dead kernel; 130 when cancelled
 */
record Outcome(String state, int exitCode, @Nullable Fault error) {
    private static final int MAX_MESSAGE = 4_000;
    private static final int MAX_LINES = 200;

    /**
     * @param kind of the API's list
     * @param cellId of the cell at fault; null where it is none
     */
    record Fault(
            String kind,
            String name,
            String message,
            @Nullable String cellId,
            @Nullable Integer cellIndex,
            List<String> traceback) {
        Fault {
            traceback = List.copyOf(traceback);
        }

        ObjectNode json() {
            ObjectNode json = ProtocolJson.object();
            json.put("kind", kind);
            json.put("name", cut(name));
            json.put("message", cut(message));
            json.put("cell_id", cellId);
            json.put("cell_index", cellIndex);
            ArrayNode lines = json.putArray("traceback");
            traceback.stream().limit(MAX_LINES).forEach(line -> lines.add(cut(line)));
            return json;
        }
    }

    static Outcome success() {
        return new Outcome("success", 0, null);
    }

    static Outcome failed(String kind, String name, String message) {
        return new Outcome("failed", 1, new Fault(kind, name, message, null, null, List.of()));
    }

    /** @param notebook as it was executed, without markers yet */
    static Outcome of(
            ExecutionResult result,
            Notebook notebook,
            Cancellation.@Nullable Reason reason,
            @Nullable Duration timeout) {
        return switch (result) {
            case ExecutionResult.Completed() -> success();
            case ExecutionResult.CellFailed(int index, String name, String value, List<String> traceback) ->
                at(notebook, index, 1, "cell", name, value, traceback);
            case ExecutionResult.KernelDied(int index, String how) ->
                at(notebook, index, 138, "kernel_died", "KernelDied", "The kernel died: it " + how, List.of());
            case ExecutionResult.TimedOut(int index, Duration limit) ->
                at(
                        notebook,
                        index,
                        1,
                        "timeout",
                        "Timeout",
                        "The cell ran longer than " + limit.toSeconds() + " s.",
                        List.of());
            case ExecutionResult.NotStarted(String why, String remedy) ->
                failed("launch", "KernelNotStarted", why + " " + remedy);
            case ExecutionResult.Cancelled(int index) -> cancelled(notebook, index, reason, timeout);
        };
    }

    /** With the place of the failing cell in the notebook as it stands now, markers being in it. */
    Outcome placedIn(Notebook notebook) {
        if (error == null || error.cellId() == null) {
            return this;
        }
        for (int i = 0; i < notebook.cells().size(); i++) {
            if (notebook.cells().get(i).id().equals(error.cellId())) {
                return new Outcome(
                        state,
                        exitCode,
                        new Fault(error.kind(), error.name(), error.message(), error.cellId(), i, error.traceback()));
            }
        }
        return this;
    }

    private static Outcome cancelled(
            Notebook notebook, int index, Cancellation.@Nullable Reason reason, @Nullable Duration timeout) {
        if (reason == Cancellation.Reason.TIMEOUT && timeout != null) {
            String message = "The attempt ran longer than its limit of " + timeout.toSeconds() + " s.";
            return at(notebook, index, 1, "timeout", "Timeout", message, List.of());
        }
        String message = reason == Cancellation.Reason.TERMINATED
                ? "The attempt's process was told to end."
                : "The attempt was cancelled.";
        Outcome stopped = at(notebook, index, 130, "cancelled", "Cancelled", message, List.of());
        return new Outcome("cancelled", stopped.exitCode(), stopped.error());
    }

    private static Outcome at(
            Notebook notebook,
            int index,
            int exitCode,
            String kind,
            String name,
            String message,
            List<String> traceback) {
        String id =
                index < notebook.cells().size() ? notebook.cells().get(index).id() : "";
        return new Outcome(
                "failed", exitCode, new Fault(kind, name, message, id.isEmpty() ? null : id, index, traceback));
    }

    private static String cut(String text) {
        return text.length() <= MAX_MESSAGE ? text : text.substring(0, MAX_MESSAGE) + "…";
    }
}
