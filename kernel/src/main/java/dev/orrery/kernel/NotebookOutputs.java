package dev.orrery.kernel;

import dev.orrery.notebook.Cell;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Puts what the kernel publishes into the cells, as nbclient does: outputs, their updates by display id, and clearing. */
final class NotebookOutputs {
    private record Place(int cell, int output) {}

    private final OutputBudget budget;
    private final ExecutionListener listener;
    private final Widgets widgets;
    private final Map<Integer, CellOutputs> cells = new HashMap<>();
    private final Map<String, List<Place>> displays = new HashMap<>();

    NotebookOutputs(OutputBudget budget, ExecutionListener listener, Widgets widgets) {
        this.budget = budget;
        this.listener = listener;
        this.widgets = widgets;
    }

    /** Takes one message that belongs to the request of this cell. */
    void apply(Message message, int index, Cell cell) {
        noteCount(message, cell);
        switch (message.type()) {
            case "stream" -> {
                stream(message);
                add(message, index, cell);
            }
            case "display_data", "execute_result", "error" -> add(message, index, cell);
            case "update_display_data" -> updateDisplays(message);
            case "clear_output" -> clear(message, index, cell);
            case "comm_open", "comm_msg", "comm_close" -> widgets.apply(message);
            default -> {
                // status, execute_input and what later versions of the protocol may bring: nothing to show.
            }
        }
    }

    /** Takes a message of another request, such as what a background thread prints late: it shows in the log only. */
    void applyForeign(Message message) {
        if (message.type().equals("stream")) {
            stream(message);
        }
    }

    /** The cell is at work, perhaps silently. */
    void running(int index) {
        listener.cellRunning(index);
    }

    /** An error that the kernel reported in its reply only. */
    void addError(int index, Cell cell, ObjectNode reply) {
        ObjectNode output = ProtocolJson.object();
        output.put("output_type", "error");
        copy(reply, output, "ename", "evalue", "traceback");
        of(index, cell).add(output, 0);
        listener.outputChanged(index);
    }

    private void stream(Message message) {
        ObjectNode content = message.content();
        listener.stream(
                content.path("name").asString("stdout"), content.path("text").asString(""));
    }

    private void add(Message message, int index, Cell cell) {
        ObjectNode output = message.cut() ? tooLong() : toOutput(message);
        String parent = message.parentId();
        if (widgets.captures(parent)) {
            widgets.add(parent, output, message.size());
            return;
        }
        CellOutputs outputs = of(index, cell);
        if (outputs.isClearing()) {
            forget(index);
        }
        String display = message.content().path("transient").path("display_id").asString("");
        if (message.type().equals("display_data") && !display.isEmpty()) {
            updateDisplays(message);
        }
        int place = outputs.add(output, message.size());
        if (place >= 0 && !display.isEmpty()) {
            displays.computeIfAbsent(display, id -> new ArrayList<>()).add(new Place(index, place));
        }
        listener.outputChanged(index);
    }

    private void clear(Message message, int index, Cell cell) {
        boolean wait = message.content().path("wait").asBoolean(false);
        if (widgets.captures(message.parentId())) {
            widgets.clear(message.parentId(), wait);
            return;
        }
        if (of(index, cell).clear(wait)) {
            forget(index);
            listener.outputChanged(index);
        }
    }

    private void updateDisplays(Message message) {
        String display = message.content().path("transient").path("display_id").asString("");
        for (Place place : displays.getOrDefault(display, List.of())) {
            CellOutputs outputs = cells.get(place.cell());
            if (outputs != null
                    && message.content().path("data") instanceof ObjectNode data
                    && message.content().path("metadata") instanceof ObjectNode metadata) {
                outputs.update(place.output(), data, metadata, message.size());
                listener.outputChanged(place.cell());
            }
        }
    }

    /** A cleared cell has none of its displays any more. */
    private void forget(int index) {
        displays.values().forEach(places -> places.removeIf(place -> place.cell() == index));
        displays.values().removeIf(List::isEmpty);
    }

    private CellOutputs of(int index, Cell cell) {
        return cells.computeIfAbsent(index, i -> new CellOutputs(cell.outputs(), budget));
    }

    private static void noteCount(Message message, Cell cell) {
        JsonNode count = message.content().path("execution_count");
        if (count.isInt()) {
            cell.setExecutionCount(count.intValue());
        }
    }

    private static ObjectNode toOutput(Message message) {
        ObjectNode output = ProtocolJson.object();
        output.put("output_type", message.type());
        ObjectNode content = message.content();
        switch (message.type()) {
            case "stream" -> {
                output.put("name", content.path("name").asString("stdout"));
                output.put("text", content.path("text").asString(""));
            }
            case "error" -> copy(content, output, "ename", "evalue", "traceback");
            case "execute_result" -> copy(content, output, "data", "metadata", "execution_count");
            default -> copy(content, output, "data", "metadata");
        }
        return output;
    }

    private static void copy(ObjectNode from, ObjectNode to, String... names) {
        for (String name : names) {
            JsonNode value = from.get(name);
            if (value != null) {
                to.set(name, value);
            } else {
                switch (name) {
                    case "data", "metadata" -> to.putObject(name);
                    case "traceback" -> to.putArray(name);
                    case "execution_count" -> to.putNull(name);
                    default -> to.put(name, "");
                }
            }
        }
    }

    private static ObjectNode tooLong() {
        ObjectNode output = ProtocolJson.object();
        output.put("output_type", "stream");
        output.put("name", "stderr");
        output.put("text", "[Orrery: one output was left out. It was longer than all outputs together may be.]\n");
        return output;
    }
}
