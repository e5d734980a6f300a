package dev.orrery.notebook;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes a 4.5 document of any document that nbformat can read: joins lines, drops what is transient, gives ids. */
final class NotebookReader {
    private static final int MAJOR = 4;
    private static final int MINOR = 5;

    private NotebookReader() {}

    static Notebook read(JsonNode json) {
        return read(json, true);
    }

    /** The document's own ids and minor version stay. */
    static Notebook readAsWritten(JsonNode json) {
        return read(json, false);
    }

    private static Notebook read(JsonNode json, boolean upgradeMinor) {
        if (!(json instanceof ObjectNode tree)) {
            throw invalid("The notebook's JSON is not an object. Is this a notebook (.ipynb)?");
        }
        if (!tree.path("nbformat").isInt()) {
            throw invalid("The notebook has no whole number \"nbformat\". Is this a notebook (.ipynb)?");
        }
        int major = tree.path("nbformat").intValue();
        if (major < 1 || major > MAJOR) {
            throw invalid(
                    "Unsupported nbformat version " + major + ": known are 1 to 4. Save the notebook as version 4.");
        }
        if (major < MAJOR) {
            NotebookUpgrade.toVersion4(tree, major);
        }
        return versionFour(tree, major, upgradeMinor);
    }

    private static Notebook versionFour(ObjectNode tree, int originalMajor, boolean upgradeMinor) {
        if (!tree.path("nbformat_minor").isIntegralNumber()) {
            throw invalid("The v4 notebook does not include the nbformat minor, which is needed."
                    + " Add \"nbformat_minor\": 4 beside \"nbformat\".");
        }
        if (!(tree.get("metadata") instanceof ObjectNode metadata)) {
            throw missing("metadata", "the notebook");
        }
        if (!(tree.get("cells") instanceof ArrayNode cells)) {
            throw missing("cells", "the notebook");
        }
        int minor = tree.path("nbformat_minor").intValue();
        metadata.remove(List.of("orig_nbformat", "orig_nbformat_minor", "signature"));
        for (int i = 0; i < cells.size(); i++) {
            cell(cells.get(i), i);
        }
        List<String> warnings = new ArrayList<>();
        if (!upgradeMinor) {
            return new Notebook(tree, cells, warnings);
        }
        if (originalMajor == MAJOR && minor < MINOR) {
            cells.forEach(cell -> ((ObjectNode) cell).put("id", Cell.randomId()));
        }
        // What a later minor version brings is kept, but it is a 4.5 document from here on, as with nbformat.
        tree.put("nbformat_minor", MINOR);
        mendIds(cells, warnings);
        return new Notebook(tree, cells, warnings);
    }

    private static void cell(JsonNode node, int index) {
        if (!(node instanceof ObjectNode cell)) {
            throw invalid("Cell " + index + " of the notebook is not an object.");
        }
        if (!cell.path("cell_type").isString()) {
            throw missing("cell_type", "cell " + index);
        }
        if (!(cell.get("metadata") instanceof ObjectNode metadata)) {
            throw missing("metadata", "cell " + index);
        }
        metadata.remove("trusted");
        joinTexts(cell, "source", "cell " + index);
        for (JsonNode attachment : cell.path("attachments")) {
            joinBundle(attachment);
        }
        if (!cell.path("cell_type").stringValue().equals("code")) {
            return;
        }
        if (cell.has("outputs") && !cell.path("outputs").isArray()) {
            throw invalid("The \"outputs\" of cell " + index + " are not a list.");
        }
        for (JsonNode output : cell.path("outputs")) {
            if (!(output instanceof ObjectNode object)) {
                throw invalid("An output of cell " + index + " is not an object.");
            }
            output(object, index);
        }
    }

    private static void output(ObjectNode output, int index) {
        switch (output.path("output_type").asString("")) {
            case "display_data", "execute_result" -> joinBundle(output.path("data"));
            case "" -> {
                // Of no type: a run takes it away, and until then it is kept as it is.
            }
            default -> joinTexts(output, "text", "an output of cell " + index);
        }
    }

    private static void joinBundle(JsonNode bundle) {
        if (bundle instanceof ObjectNode object) {
            for (String mime : List.copyOf(object.propertyNames())) {
                if (!isJson(mime)) {
                    join(object, mime);
                }
            }
        }
    }

    private static boolean isJson(String mime) {
        return mime.equals("application/json") || (mime.startsWith("application/") && mime.endsWith("+json"));
    }

    private static void joinTexts(ObjectNode parent, String key, String where) {
        join(parent, key);
        if (parent.get(key) instanceof ArrayNode) {
            throw invalid("The \"" + key + "\" of " + where + " is a list that does not hold texts only.");
        }
    }

    /** Joins a list of texts to one text; anything else stays. */
    static void join(ObjectNode parent, String key) {
        if (!(parent.get(key) instanceof ArrayNode lines)) {
            return;
        }
        StringBuilder text = new StringBuilder();
        for (JsonNode line : lines) {
            if (!line.isString()) {
                return;
            }
            text.append(line.stringValue());
        }
        parent.put(key, text.toString());
    }

    private static void mendIds(ArrayNode cells, List<String> warnings) {
        Set<String> seen = new HashSet<>();
        for (JsonNode cell : cells) {
            JsonNode id = cell.path("id");
            if (!id.isMissingNode() && seen.add(id.asString(""))) {
                continue;
            }
            String fresh = Cell.randomId();
            while (!seen.add(fresh)) {
                fresh = Cell.randomId();
            }
            ((ObjectNode) cell).put("id", fresh);
            warnings.add(
                    !id.isMissingNode()
                            ? "Non-unique cell id '" + id.asString("") + "' detected. Corrected to '" + fresh + "'."
                            : "A cell has no id. It was given the id '" + fresh + "'.");
        }
    }

    static NotebookException missing(String key, String where) {
        return invalid("The notebook is invalid and is missing an expected key: " + key + " (of " + where + ").");
    }

    static NotebookException invalid(String message) {
        return new NotebookException(NotebookException.Code.NOT_A_NOTEBOOK, message);
    }
}
