package dev.orrery.notebook;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes a notebook's tree as nbformat does, byte for byte: indent 1, sorted keys, texts split into lines. */
final class NotebookWriter {
    private static final Set<String> TRANSIENT_METADATA = Set.of("orig_nbformat", "orig_nbformat_minor", "signature");

    private final StringBuilder out;

    private NotebookWriter(StringBuilder out) {
        this.out = out;
    }

    static String write(ObjectNode notebook) {
        StringBuilder out = new StringBuilder(4096);
        new NotebookWriter(out).notebook(notebook);
        return out.toString();
    }

    /** Any JSON in the same form, nothing split. */
    static String writePlain(JsonNode tree) {
        StringBuilder out = new StringBuilder(1024);
        new NotebookWriter(out).value(tree, Place.PLAIN, 0);
        return out.toString();
    }

    /** What is done to a value on its way out; how the document's places are told apart. */
    private enum Place {
        NOTEBOOK,
        NOTEBOOK_METADATA,
        CELLS,
        CELL,
        CELL_METADATA,
        OUTPUTS,
        OUTPUT,
        STREAM,
        ATTACHMENTS,
        MIMEBUNDLE,
        LINES,
        PLAIN
    }

    private void notebook(ObjectNode notebook) {
        value(notebook, Place.NOTEBOOK, 0);
    }

    private void value(JsonNode node, Place place, int depth) {
        switch (node) {
            case ObjectNode object -> object(object, refine(object, place), depth);
            case ArrayNode array -> array(array, place, depth);
            case JsonNode text when text.isString() -> text(text.stringValue(), place, depth);
            case JsonNode number when number.isFloatingPointNumber() -> out.append(number(number.doubleValue()));
            default -> out.append(scalar(node));
        }
    }

    private static String scalar(JsonNode node) {
        if (node.isBoolean()) {
            return node.booleanValue() ? "true" : "false";
        }
        return node.isIntegralNumber() ? node.bigIntegerValue().toString() : "null";
    }

    private static Place refine(ObjectNode object, Place place) {
        if (place != Place.OUTPUT) {
            return place;
        }
        return switch (object.path("output_type").asString("")) {
            case "stream" -> Place.STREAM;
            case "display_data", "execute_result" -> Place.OUTPUT;
            default -> Place.PLAIN;
        };
    }

    private static Place below(Place place, String key, ObjectNode parent) {
        return switch (place) {
            case NOTEBOOK ->
                switch (key) {
                    case "cells" -> Place.CELLS;
                    case "metadata" -> Place.NOTEBOOK_METADATA;
                    default -> Place.PLAIN;
                };
            case CELL ->
                switch (key) {
                    case "source" -> Place.LINES;
                    case "metadata" -> Place.CELL_METADATA;
                    case "attachments" -> Place.ATTACHMENTS;
                    case "outputs" ->
                        "code".equals(parent.path("cell_type").asString("")) ? Place.OUTPUTS : Place.PLAIN;
                    default -> Place.PLAIN;
                };
            case OUTPUT -> key.equals("data") ? Place.MIMEBUNDLE : Place.PLAIN;
            case STREAM -> key.equals("text") ? Place.LINES : Place.PLAIN;
            case ATTACHMENTS -> Place.MIMEBUNDLE;
            case MIMEBUNDLE -> isSplit(key) ? Place.LINES : Place.PLAIN;
            case CELLS, OUTPUTS, NOTEBOOK_METADATA, CELL_METADATA, LINES, PLAIN -> Place.PLAIN;
        };
    }

    private static boolean isSplit(String mime) {
        return mime.startsWith("text/") || mime.equals("application/javascript") || mime.equals("image/svg+xml");
    }

    private static boolean isTransient(Place place, String key) {
        return switch (place) {
            case NOTEBOOK_METADATA -> TRANSIENT_METADATA.contains(key);
            case CELL_METADATA -> key.equals("trusted");
            case NOTEBOOK, CELLS, CELL, OUTPUTS, OUTPUT, STREAM, ATTACHMENTS, MIMEBUNDLE, LINES, PLAIN -> false;
        };
    }

    private void object(ObjectNode object, Place place, int depth) {
        List<Map.Entry<String, JsonNode>> entries = new ArrayList<>(object.size());
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            if (!isTransient(place, entry.getKey())) {
                entries.add(entry);
            }
        }
        if (entries.isEmpty()) {
            out.append("{}");
            return;
        }
        entries.sort((a, b) -> compareCodePoints(a.getKey(), b.getKey()));
        String separator = "{";
        for (Map.Entry<String, JsonNode> entry : entries) {
            out.append(separator);
            newLine(depth + 1);
            string(entry.getKey());
            out.append(": ");
            value(entry.getValue(), below(place, entry.getKey(), object), depth + 1);
            separator = ",";
        }
        newLine(depth);
        out.append('}');
    }

    private void array(ArrayNode array, Place place, int depth) {
        if (array.isEmpty()) {
            out.append("[]");
            return;
        }
        Place element = place == Place.CELLS ? Place.CELL : place == Place.OUTPUTS ? Place.OUTPUT : Place.PLAIN;
        String separator = "[";
        for (JsonNode node : array) {
            out.append(separator);
            newLine(depth + 1);
            value(node, element, depth + 1);
            separator = ",";
        }
        newLine(depth);
        out.append(']');
    }

    private void text(String text, Place place, int depth) {
        if (place != Place.LINES) {
            string(text);
            return;
        }
        if (text.isEmpty()) {
            out.append("[]");
            return;
        }
        String separator = "[";
        for (String line : PythonText.splitLines(text)) {
            out.append(separator);
            newLine(depth + 1);
            string(line);
            separator = ",";
        }
        newLine(depth);
        out.append(']');
    }

    private void newLine(int depth) {
        out.append('\n');
        for (int i = 0; i < depth; i++) {
            out.append(' ');
        }
    }

    private static String number(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "Infinity" : "-Infinity";
        }
        return PythonText.repr(value);
    }

    private void string(String text) {
        out.append('"');
        int copied = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c != '"' && c != '\\' && !Character.isSurrogate(c)) {
                continue;
            }
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
                continue;
            }
            out.append(text, copied, i);
            escape(c);
            copied = i + 1;
        }
        out.append(text, copied, text.length()).append('"');
    }

    /** A lone surrogate has no UTF-8 form: it is escaped, where nbformat cannot write the file at all. */
    private void escape(char c) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            case '\b' -> out.append("\\b");
            case '\f' -> out.append("\\f");
            default -> out.append(PythonText.unicodeForm(c));
        }
    }

    /** By code point, as Python sorts: UTF-16 order differs above the surrogates. */
    private static int compareCodePoints(String a, String b) {
        int length = Math.min(a.length(), b.length());
        for (int i = 0; i < length; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                boolean mixed = Character.isSurrogate(x) != Character.isSurrogate(y);
                return mixed ? (Character.isSurrogate(x) ? 1 : -1) : Character.compare(x, y);
            }
        }
        return Integer.compare(a.length(), b.length());
    }
}
