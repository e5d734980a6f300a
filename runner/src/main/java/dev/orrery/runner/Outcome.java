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
 * @param exitCode what papermill, or the command, would have exited with: 0, 1, or 138 for a dead kernel; 130 when cancelled
 */
record Outcome(String state, int exitCode, @Nullable Fault error) {
    private static final int MAX_MESSAGE = 4_000;
    private static final int MAX_LINES = 200;
    private static final String COMMAND = "command";

    /** How many lines of a failed program's output are told with its end. */
    static final int LAST_LINES = 20;

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

        /** Whether the log has its lines already. */
        boolean isInLog() {
            return kind.equals(COMMAND);
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

    /** With its words free of secrets. */
    Outcome without(Redaction secrets) {
        if (error == null) {
            return this;
        }
        return new Outcome(
                state,
                exitCode,
                new Fault(
                        error.kind(),
                        error.name(),
                        secrets.whole(error.message()),
                        error.cellId(),
                        error.cellIndex(),
                        error.traceback().stream().map(secrets::whole).toList()));
    }

    /** Of a program that ended by itself, or by a signal that nobody of the platform sent. */
    static Outcome ofCommand(int exitCode, List<String> lastLines) {
        if (exitCode == 0) {
            return success();
        }
        String how = exitCode == 128 + 9
                ? "was killed by signal 9 (SIGKILL), as happens when memory is used up"
                : exitCode > 128 && exitCode < 128 + 65
                        ? "was ended by signal " + (exitCode - 128)
                        : "ended with exit code " + exitCode;
        String last = lastLines.isEmpty() ? "" : ": " + lastLines.getLast();
        return new Outcome(
                "failed", exitCode, new Fault(COMMAND, "ExitCode", "The command " + how + last, null, null, lastLines));
    }

    /** Of a program that was stopped. */
    static Outcome stopped(Cancellation.@Nullable Reason reason, @Nullable Duration timeout) {
        Stopped stopped = Stopped.of(reason, timeout);
        return new Outcome(
                stopped.state(),
                stopped.exitCode(),
                new Fault(stopped.kind(), stopped.name(), stopped.message(), null, null, List.of()));
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
        Stopped how = Stopped.of(reason, timeout);
        Outcome stopped = at(notebook, index, how.exitCode(), how.kind(), how.name(), how.message(), List.of());
        return new Outcome(how.state(), stopped.exitCode(), stopped.error());
    }

    /** What is said of an attempt that was stopped. */
    private record Stopped(String state, int exitCode, String kind, String name, String message) {
        static Stopped of(Cancellation.@Nullable Reason reason, @Nullable Duration timeout) {
            if (reason == Cancellation.Reason.TIMEOUT && timeout != null) {
                String message = "The attempt ran longer than its limit of " + timeout.toSeconds() + " s.";
                return new Stopped("failed", 1, "timeout", "Timeout", message);
            }
            String message = reason == Cancellation.Reason.TERMINATED
                    ? "The attempt's process was told to end."
                    : "The attempt was cancelled.";
            return new Stopped("cancelled", 130, "cancelled", "Cancelled", message);
        }
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
