package dev.orrery.kernel;

import dev.orrery.notebook.Cell;
import dev.orrery.notebook.LongText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Puts what the kernel publishes into the cells, as nbclient does: outputs, their updates by display id, and clearing. */
final class NotebookOutputs {
    private static final int MOST_WARNINGS = 20;

    private record Place(int cell, int output) {}

    private final OutputBudget budget;
    private final OutputContent content;
    private final ExecutionListener listener;
    private final Widgets widgets;
    private final Map<Integer, CellOutputs> cells = new HashMap<>();
    private final Map<String, List<Place>> displays = new HashMap<>();

    private int warnings;

    NotebookOutputs(OutputBudget budget, OutputContent content, ExecutionListener listener, Widgets widgets) {
        this.budget = budget;
        this.content = content;
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

    /** Something the kernel sent could not be used. */
    void warning(String sentence) {
        if (warnings < MOST_WARNINGS) {
            warnings++;
            listener.warning(sentence + (warnings == MOST_WARNINGS ? " More of this is not told." : ""));
        }
    }

    /** An error that the kernel reported in its reply only. */
    void addError(int index, Cell cell, ObjectNode reply) {
        of(index, cell).add(OutputContent.error(reply));
        listener.outputChanged(index);
    }

    private void stream(Message message) {
        String name = message.content().path("name").asString("stdout");
        JsonNode text = message.content().path("text");
        if (text instanceof LongText longText) {
            longText.pieces().forEach(piece -> listener.stream(name, piece));
        } else if (text.isString()) {
            listener.stream(name, text.stringValue());
        }
    }

    private void add(Message message, int index, Cell cell) {
        String parent = message.parentId();
        if (!message.lost().isEmpty()) {
            of(index, cell).lost(message.type(), message.size(), message.lost());
            warning("An output of " + message.size() + " bytes was left out, since " + message.lost() + ".");
            listener.outputChanged(index);
            return;
        }
        ObjectNode output = content.of(message);
        if (widgets.captures(parent)) {
            widgets.add(parent, output);
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
        int place = outputs.add(output);
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
                outputs.update(place.output(), data, metadata);
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
        return cells.computeIfAbsent(index, i -> new CellOutputs(cell.outputs(), budget, content));
    }

    private static void noteCount(Message message, Cell cell) {
        JsonNode count = message.content().path("execution_count");
        if (count.isInt()) {
            cell.setExecutionCount(count.intValue());
        }
    }
}
