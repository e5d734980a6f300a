package dev.orrery.notebook;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Finds where a document of version 4.5 departs from nbformat's schema (nbformat/v4/nbformat.v4.5.schema.json of nbformat 5.11). By hand
 * and not by a schema library: loading one would cost a short run a good part of its start.
 */
final class NotebookCheck {
    private static final int MOST_PROBLEMS = 10;
    private static final int LONGEST_ID = 64;
    private static final Pattern ID = Pattern.compile("[a-zA-Z0-9-_]+");
    private static final Pattern JSON = Pattern.compile("application/(.*\\+)?json");
    private static final Set<String> NOTEBOOK = Set.of("metadata", "nbformat_minor", "nbformat", "cells");
    private static final Set<String> TEXT_CELL = Set.of("id", "cell_type", "metadata", "source", "attachments");
    private static final Set<String> CODE_CELL =
            Set.of("id", "cell_type", "metadata", "source", "outputs", "execution_count");

    private final List<String> problems = new ArrayList<>();

    private NotebookCheck() {}

    /** A sentence for each departure, with its place; the first ten. Empty for a valid document. */
    static List<String> problems(ObjectNode notebook) {
        NotebookCheck check = new NotebookCheck();
        check.notebook(notebook);
        return List.copyOf(check.problems);
    }

    private void notebook(ObjectNode notebook) {
        only(notebook, NOTEBOOK, "the notebook");
        JsonNode metadata = notebook.path("metadata");
        if (object(metadata.get("kernelspec"), "metadata.kernelspec")) {
            requireText(metadata.path("kernelspec"), "name", "metadata.kernelspec");
            requireText(metadata.path("kernelspec"), "display_name", "metadata.kernelspec");
        }
        JsonNode language = metadata.path("language_info");
        if (object(metadata.get("language_info"), "metadata.language_info")) {
            requireText(language, "name", "metadata.language_info");
            for (String key : List.of("file_extension", "mimetype", "pygments_lexer")) {
                text(language.get(key), "metadata.language_info." + key);
            }
            JsonNode mode = language.get("codemirror_mode");
            that(
                    mode == null || mode.isString() || mode.isObject(),
                    "metadata.language_info.codemirror_mode",
                    "a text or an object",
                    mode);
        }
        JsonNode original = metadata.get("orig_nbformat");
        that(original == null || whole(original, 1), "metadata.orig_nbformat", "a whole number from 1", original);
        text(metadata.get("title"), "metadata.title");
        JsonNode authors = metadata.get("authors");
        that(authors == null || authors.isArray(), "metadata.authors", "a list", authors);
        JsonNode cells = notebook.path("cells");
        for (int i = 0; i < cells.size() && problems.size() < MOST_PROBLEMS; i++) {
            cell(cells.get(i), "cells[" + i + "]");
        }
    }

    private void cell(JsonNode cell, String where) {
        String type = cell.path("cell_type").asString("");
        boolean code = type.equals("code");
        if (!code && !type.equals("markdown") && !type.equals("raw")) {
            problem(where + ".cell_type is not code, markdown or raw, but " + shown(cell.get("cell_type")));
            return;
        }
        only(cell, code ? CODE_CELL : TEXT_CELL, where);
        JsonNode id = cell.path("id");
        String name = id.asString("");
        that(
                id.isString() && name.length() <= LONGEST_ID && ID.matcher(name).matches(),
                where + ".id",
                "1 to 64 of A-Z a-z 0-9 - _",
                id);
        lines(cell.get("source"), where + ".source");
        JsonNode metadata = cell.path("metadata");
        tags(metadata.get("tags"), where + ".metadata.tags");
        JsonNode named = metadata.get("name");
        that(
                named == null || (named.isString() && !named.stringValue().isEmpty()),
                where + ".metadata.name",
                "a text",
                named);
        if (code) {
            code(cell, metadata, where);
            return;
        }
        if (type.equals("raw")) {
            text(metadata.get("format"), where + ".metadata.format");
        }
        if (object(cell.get("attachments"), where + ".attachments")) {
            cell.path("attachments")
                    .properties()
                    .forEach(each -> bundle(each.getValue(), where + ".attachments." + each.getKey()));
        }
    }

    private void code(JsonNode cell, JsonNode metadata, String where) {
        JsonNode collapsed = metadata.get("collapsed");
        that(collapsed == null || collapsed.isBoolean(), where + ".metadata.collapsed", "true or false", collapsed);
        JsonNode scrolled = metadata.get("scrolled");
        that(
                scrolled == null
                        || scrolled.isBoolean()
                        || scrolled.asString("").equals("auto"),
                where + ".metadata.scrolled",
                "true, false or \"auto\"",
                scrolled);
        JsonNode jupyter = metadata.get("jupyter");
        object(jupyter, where + ".metadata.jupyter");
        if (object(metadata.get("execution"), where + ".metadata.execution")) {
            metadata.path("execution")
                    .properties()
                    .forEach(each -> text(each.getValue(), where + ".metadata.execution." + each.getKey()));
        }
        count(cell.get("execution_count"), where);
        if (!(cell.get("outputs") instanceof ArrayNode outputs)) {
            problem(where + ".outputs is not a list, but " + shown(cell.get("outputs")));
            return;
        }
        for (int i = 0; i < outputs.size(); i++) {
            output(outputs.get(i), where + ".outputs[" + i + "]");
        }
    }

    private void output(JsonNode output, String where) {
        switch (output.path("output_type").asString("")) {
            case "execute_result" -> {
                only(output, Set.of("output_type", "data", "metadata", "execution_count"), where);
                count(output.get("execution_count"), where);
                display(output, where);
            }
            case "display_data" -> {
                only(output, Set.of("output_type", "data", "metadata"), where);
                display(output, where);
            }
            case "stream" -> {
                only(output, Set.of("output_type", "name", "text"), where);
                requireText(output, "name", where);
                lines(output.get("text"), where + ".text");
            }
            case "error" -> {
                only(output, Set.of("output_type", "ename", "evalue", "traceback"), where);
                requireText(output, "ename", where);
                requireText(output, "evalue", where);
                JsonNode traceback = output.get("traceback");
                that(
                        traceback != null && traceback.isArray() && isLines(traceback),
                        where + ".traceback",
                        "a list of texts",
                        traceback);
            }
            default ->
                problem(where + ".output_type is not execute_result, display_data, stream or error, but "
                        + shown(output.get("output_type")));
        }
    }

    private void display(JsonNode output, String where) {
        bundle(output.get("data"), where + ".data");
        that(output.path("metadata").isObject(), where + ".metadata", "an object", output.get("metadata"));
    }

    private void bundle(@Nullable JsonNode bundle, String where) {
        if (bundle == null || !bundle.isObject()) {
            problem(where + " is not an object, but " + shown(bundle));
            return;
        }
        bundle.properties().forEach(each -> {
            if (!JSON.matcher(each.getKey()).matches()) {
                lines(each.getValue(), where + "." + each.getKey());
            }
        });
    }

    private void tags(@Nullable JsonNode tags, String where) {
        if (tags == null) {
            return;
        }
        Set<JsonNode> seen = new HashSet<>();
        boolean right = tags.isArray();
        for (JsonNode tag : tags) {
            String text = tag.asString("");
            right &= tag.isString() && !text.isEmpty() && text.indexOf(',') < 0 && seen.add(tag);
        }
        that(right, where, "a list of different texts without commas", tags);
    }

    private void only(JsonNode object, Set<String> known, String where) {
        for (String key : object.propertyNames()) {
            if (!known.contains(key)) {
                problem(where + " has \"" + key + "\", which is not known");
            }
        }
    }

    /** Whether there is one to look into. */
    private boolean object(@Nullable JsonNode node, String where) {
        that(node == null || node.isObject(), where, "an object", node);
        return node != null && node.isObject();
    }

    private void count(@Nullable JsonNode count, String where) {
        that(
                count != null && (count.isNull() || whole(count, 0)),
                where + ".execution_count",
                "a whole number or null",
                count);
    }

    private void requireText(JsonNode parent, String key, String where) {
        that(parent.path(key).isString(), where + "." + key, "a text", parent.get(key));
    }

    private void text(@Nullable JsonNode node, String where) {
        that(node == null || node.isString(), where, "a text", node);
    }

    private void lines(@Nullable JsonNode node, String where) {
        that(
                node != null && (node.isString() || (node.isArray() && isLines(node))),
                where,
                "a text or a list of texts",
                node);
    }

    private static boolean isLines(JsonNode list) {
        for (JsonNode line : list) {
            if (!line.isString()) {
                return false;
            }
        }
        return true;
    }

    /** Python counts 1.0 as whole too. */
    private static boolean whole(JsonNode node, int least) {
        return node.isNumber() && node.doubleValue() >= least && node.doubleValue() == Math.rint(node.doubleValue());
    }

    private void that(boolean right, String where, String what, @Nullable JsonNode found) {
        if (!right) {
            problem(where + " is not " + what + ", but " + shown(found));
        }
    }

    private static String shown(@Nullable JsonNode node) {
        if (node == null || node.isMissingNode()) {
            return "missing";
        }
        return switch (node) {
            case ArrayNode list -> "a list of " + list.size();
            case ObjectNode object -> "an object";
            default -> node.isString() && node.stringValue().length() > LONGEST_ID ? "a longer text" : node.toString();
        };
    }

    private void problem(String sentence) {
        if (problems.size() < MOST_PROBLEMS) {
            problems.add("Notebook JSON is invalid: " + sentence + ".");
        }
    }
}
