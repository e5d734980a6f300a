package dev.orrery.notebook;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Brings documents of the versions 1, 2 and 3 to version 4, in place. */
final class NotebookUpgrade {
    private static final List<String> VERSION_3_TEXTS = List.of("text", "html", "svg", "latex", "javascript", "json");
    private static final Map<String, String> MIMES = Map.of(
            "text", "text/plain",
            "html", "text/html",
            "svg", "image/svg+xml",
            "png", "image/png",
            "jpeg", "image/jpeg",
            "latex", "text/latex",
            "json", "application/json",
            "javascript", "application/javascript");

    private NotebookUpgrade() {}

    static void toVersion4(ObjectNode tree, int major) {
        if (major == 1) {
            fromVersion1(tree);
        }
        if (major > 1) {
            for (String key : List.of("metadata", "worksheets")) {
                if (!tree.path(key).isContainer()) {
                    throw NotebookReader.missing(key, "the notebook");
                }
            }
        }
        ArrayNode cells = JsonNodeFactory.instance.arrayNode();
        for (JsonNode worksheet : tree.path("worksheets")) {
            if (!(worksheet.get("cells") instanceof ArrayNode sheetCells)) {
                throw NotebookReader.invalid("The notebook is invalid and is missing an expected key: cells (of a"
                        + " worksheet). Remove the worksheet or give it an empty list of cells.");
            }
            for (JsonNode cell : sheetCells) {
                if (!(cell instanceof ObjectNode object)) {
                    throw NotebookReader.invalid("Cell " + cells.size() + " of the notebook is not an object.");
                }
                cells.add(cell(object));
            }
        }
        tree.remove(List.of("worksheets", "orig_nbformat", "orig_nbformat_minor"));
        tree.set("cells", cells);
        Trees.object(tree, "metadata").remove(List.of("name", "signature"));
        tree.put("nbformat", 4);
        tree.put("nbformat_minor", 5);
    }

    /** Version 1 had one list of cells, of the types code and text. */
    private static void fromVersion1(ObjectNode tree) {
        ArrayNode cells = JsonNodeFactory.instance.arrayNode();
        for (JsonNode old : tree.path("cells")) {
            if (!(old instanceof ObjectNode cell)) {
                continue;
            }
            if (cell.path("cell_type").asString("").equals("code")) {
                rename(cell, "code", "input");
                cell.putArray("outputs");
            } else {
                cell.put("cell_type", "markdown");
                rename(cell, "text", "source");
            }
            cells.add(cell);
        }
        tree.remove("cells");
        tree.putArray("worksheets").addObject().set("cells", cells);
    }

    private static ObjectNode cell(ObjectNode cell) {
        Trees.object(cell, "metadata");
        cell.put("id", Cell.randomId());
        joinOldLines(cell, "source");
        joinOldLines(cell, "rendered");
        switch (cell.path("cell_type").asString("")) {
            case "code" -> code(cell);
            case "heading" -> heading(cell);
            case "html" -> cell.put("cell_type", "markdown");
            default -> {
                // markdown and raw are the same in both versions.
            }
        }
        return cell;
    }

    private static void code(ObjectNode cell) {
        cell.remove("language");
        JsonNode collapsed = cell.remove("collapsed");
        if (collapsed != null) {
            ((ObjectNode) cell.path("metadata")).set("collapsed", collapsed);
        }
        joinOldLines(cell, "input");
        JsonNode input = cell.remove("input");
        cell.set("source", input == null ? JsonNodeFactory.instance.stringNode("") : input);
        rename(cell, "prompt_number", "execution_count");
        if (!cell.has("execution_count")) {
            cell.putNull("execution_count");
        }
        for (JsonNode output : cell.path("outputs")) {
            if (output instanceof ObjectNode object) {
                output(object);
            }
        }
    }

    private static void heading(ObjectNode cell) {
        JsonNode level = cell.remove("level");
        int hashes = level == null ? 1 : Math.clamp(level.asInt(1), 1, 6);
        StringBuilder line = new StringBuilder("#".repeat(hashes)).append(' ');
        String separator = "";
        for (String part : PythonText.splitLines(cell.path("source").asString(""))) {
            line.append(separator).append(part.stripTrailing());
            separator = " ";
        }
        cell.put("cell_type", "markdown");
        cell.put("source", line.toString());
    }

    private static void output(ObjectNode output) {
        VERSION_3_TEXTS.forEach(key -> joinOldLines(output, key));
        switch (output.path("output_type").asString("")) {
            case "pyout" -> {
                output.put("output_type", "execute_result");
                rename(output, "prompt_number", "execution_count");
                if (!output.has("execution_count")) {
                    output.putNull("execution_count");
                }
                data(output);
            }
            case "display_data" -> data(output);
            case "pyerr" -> output.put("output_type", "error");
            case "stream" -> {
                JsonNode name = output.remove("stream");
                output.set("name", name == null ? JsonNodeFactory.instance.stringNode("stdout") : name);
            }
            default -> {
                // No other type is known; it is kept as it is.
            }
        }
    }

    private static void data(ObjectNode output) {
        mimeKeys(Trees.object(output, "metadata"));
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        for (String key : List.copyOf(output.propertyNames())) {
            if (!List.of("output_type", "execution_count", "metadata").contains(key)) {
                data.set(key, output.remove(key));
            }
        }
        mimeKeys(data);
        JsonNode json = data.path("application/json");
        if (json.isString()) {
            data.set("application/json", NotebookJson.read(json.stringValue()));
        }
        output.set("data", data);
    }

    private static void mimeKeys(ObjectNode bundle) {
        MIMES.forEach((key, mime) -> rename(bundle, key, mime));
    }

    private static void rename(ObjectNode object, String from, String to) {
        JsonNode value = object.remove(from);
        if (value != null) {
            object.set(to, value);
        }
    }

    /** Old writers split lines with their ends or without them: the first line tells which. */
    private static void joinOldLines(ObjectNode parent, String key) {
        if (!(parent.get(key) instanceof ArrayNode lines) || lines.isEmpty()) {
            NotebookReader.join(parent, key);
            return;
        }
        String first = lines.get(0).asString("");
        if (first.endsWith("\n") || first.endsWith("\r")) {
            NotebookReader.join(parent, key);
            return;
        }
        StringBuilder text = new StringBuilder();
        String separator = "";
        for (JsonNode line : lines) {
            text.append(separator).append(line.asString(""));
            separator = "\n";
        }
        parent.put(key, text.toString());
    }
}
