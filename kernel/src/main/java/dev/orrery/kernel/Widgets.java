package dev.orrery.kernel;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The widgets of a notebook: their state, so that a page can draw them without a kernel, and Output widgets, which take the
 * outputs of requests instead of the cell.
 */
final class Widgets {
    private static final String STATE_MIME = "application/vnd.jupyter.widget-state+json";

    /** Sends a state back to the kernel: comm id and state. */
    interface Sender {
        void update(String commId, ObjectNode state);
    }

    private final OutputBudget budget;
    private final OutputContent content;
    private final Sender sender;
    private final Map<String, WidgetState> states = new LinkedHashMap<>();
    private final Map<String, CellOutputs> captured = new HashMap<>();
    /** By request: the Output widgets that take its outputs, the newest last. */
    private final Map<String, Deque<String>> capturing = new HashMap<>();

    Widgets(OutputBudget budget, OutputContent content, Sender sender) {
        this.budget = budget;
        this.content = content;
        this.sender = sender;
    }

    void apply(Message message) {
        String comm = message.content().path("comm_id").asString("");
        JsonNode data = message.content().path("data");
        if (message.type().equals("comm_close") || !(data.path("state") instanceof ObjectNode update)) {
            return;
        }
        WidgetState state = states.get(comm);
        if (state == null) {
            if (!budget.take(WidgetState.EMPTY)) {
                return;
            }
            state = new WidgetState(budget, content);
            states.put(comm, state);
        }
        state.update(update);
        JsonNode paths = data.path("buffer_paths");
        for (int i = 0; i < paths.size() && i < message.buffers().size(); i++) {
            state.buffer(paths.get(i), message.buffers().get(i));
        }
        if (state.text("_model_name").equals("OutputModel")
                && state.text("_model_module").equals("@jupyter-widgets/output")
                && update.has("msg_id")) {
            capture(comm, update.path("msg_id").asString(""));
        }
    }

    boolean captures(String requestId) {
        return capturing.containsKey(requestId);
    }

    void add(String requestId, ObjectNode output) {
        String comm = top(requestId);
        if (comm != null) {
            captured.computeIfAbsent(
                            comm, id -> new CellOutputs(ProtocolJson.object().putArray("outputs"), budget, content))
                    .add(output);
            publish(comm);
        }
    }

    void clear(String requestId, boolean wait) {
        String comm = top(requestId);
        CellOutputs outputs = comm == null ? null : captured.get(comm);
        if (comm != null && outputs != null && outputs.clear(wait)) {
            publish(comm);
        }
    }

    /** Writes the states into the notebook's metadata, if there are any. */
    void writeTo(ObjectNode notebookMetadata) {
        ObjectNode all = ProtocolJson.object();
        states.forEach((comm, state) -> state.writeTo(all, comm));
        if (!all.isEmpty()) {
            ObjectNode document = notebookMetadata.putObject("widgets").putObject(STATE_MIME);
            document.set("state", all);
            document.put("version_major", 2);
            document.put("version_minor", 0);
        }
    }

    private void capture(String comm, String requestId) {
        if (!requestId.isEmpty()) {
            if (budget.take(weight(requestId))) {
                capturing.computeIfAbsent(requestId, id -> new ArrayDeque<>()).addLast(comm);
            }
            return;
        }
        capturing.forEach((id, stack) -> {
            if (stack.removeLastOccurrence(comm)) {
                budget.giveBack(weight(id));
            }
        });
        capturing.values().removeIf(Deque::isEmpty);
    }

    private static Weight weight(String requestId) {
        return new Weight(0, 256L + requestId.length());
    }

    private @Nullable String top(String requestId) {
        Deque<String> stack = capturing.get(requestId);
        return stack == null ? null : stack.peekLast();
    }

    private void publish(String comm) {
        CellOutputs outputs = captured.get(comm);
        WidgetState state = states.get(comm);
        if (outputs != null && state != null) {
            state.outputs(outputs.array());
            ObjectNode update = ProtocolJson.object();
            update.set("outputs", outputs.array());
            sender.update(comm, update);
        }
    }
}
