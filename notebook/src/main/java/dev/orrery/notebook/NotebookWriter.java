package dev.orrery.notebook;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes a notebook's tree as nbformat does, byte for byte: indent 1, sorted keys, texts split into lines. */
final class NotebookWriter {
    private static final String CELLS = "cells";
    private static final Set<String> TRANSIENT_METADATA = Set.of("orig_nbformat", "orig_nbformat_minor", "signature");

    private final Utf8Output out;

    private NotebookWriter(OutputStream stream) {
        this.out = new Utf8Output(stream);
    }

    /** The whole document. */
    static void write(ObjectNode notebook, OutputStream stream) throws IOException {
        NotebookWriter writer = new NotebookWriter(stream);
        writer.value(notebook, Place.NOTEBOOK, 0);
        writer.out.flush();
    }

    /** What stands before the first cell of a document that has cells. */
    static void head(ObjectNode notebook, OutputStream stream) throws IOException {
        NotebookWriter writer = new NotebookWriter(stream);
        String separator = "{";
        for (Map.Entry<String, JsonNode> entry : sorted(notebook, Place.NOTEBOOK)) {
            separator = writer.key(separator, entry.getKey(), 0);
            if (entry.getKey().equals(CELLS)) {
                writer.out.ascii('[');
                break;
            }
            writer.value(entry.getValue(), below(Place.NOTEBOOK, entry.getKey(), notebook), 1);
        }
        writer.out.flush();
    }

    /** One cell in its place, with what parts it from the one before. */
    static void cell(ObjectNode cell, boolean first, OutputStream stream) throws IOException {
        NotebookWriter writer = new NotebookWriter(stream);
        writer.out.ascii(first ? "" : ",");
        writer.newLine(2);
        writer.value(cell, Place.CELL, 2);
        writer.out.flush();
    }

    /** What stands behind the last cell of a document that has cells. */
    static void tail(ObjectNode notebook, OutputStream stream) throws IOException {
        NotebookWriter writer = new NotebookWriter(stream);
        writer.newLine(1);
        writer.out.ascii(']');
        boolean behind = false;
        for (Map.Entry<String, JsonNode> entry : sorted(notebook, Place.NOTEBOOK)) {
            if (behind) {
                writer.key(",", entry.getKey(), 0);
                writer.value(entry.getValue(), below(Place.NOTEBOOK, entry.getKey(), notebook), 1);
            }
            behind |= entry.getKey().equals(CELLS);
        }
        writer.newLine(0);
        writer.out.ascii('}');
        writer.out.flush();
    }

    /** Any JSON in the same form, nothing split. */
    static String writePlain(JsonNode tree) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            NotebookWriter writer = new NotebookWriter(bytes);
            writer.value(tree, Place.PLAIN, 0);
            writer.out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("memory has no errors", e);
        }
        return bytes.toString(StandardCharsets.UTF_8);
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

    private void value(JsonNode node, Place place, int depth) throws IOException {
        switch (node) {
            case ObjectNode object -> object(object, refine(object, place), depth);
            case ArrayNode array -> array(array, place, depth);
            case JsonNode text when text.isString() -> text(text.stringValue(), place, depth);
            case JsonNode number when number.isFloatingPointNumber() -> out.ascii(number(number.doubleValue()));
            case JsonNode number
            when number.isIntegralNumber() -> out.ascii(number.bigIntegerValue().toString());
            default -> out.ascii(node.isBoolean() ? String.valueOf(node.booleanValue()) : "null");
        }
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
                    case CELLS -> Place.CELLS;
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

    private void object(ObjectNode object, Place place, int depth) throws IOException {
        List<Map.Entry<String, JsonNode>> entries = sorted(object, place);
        if (entries.isEmpty()) {
            out.ascii("{}");
            return;
        }
        String separator = "{";
        for (Map.Entry<String, JsonNode> entry : entries) {
            separator = key(separator, entry.getKey(), depth);
            value(entry.getValue(), below(place, entry.getKey(), object), depth + 1);
        }
        newLine(depth);
        out.ascii('}');
    }

    /** Returns what parts the next entry from this one. */
    private String key(String separator, String key, int depth) throws IOException {
        out.ascii(separator);
        newLine(depth + 1);
        string(key);
        out.ascii(": ");
        return ",";
    }

    private static List<Map.Entry<String, JsonNode>> sorted(ObjectNode object, Place place) {
        List<Map.Entry<String, JsonNode>> entries = new ArrayList<>(object.size());
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            if (!isTransient(place, entry.getKey())) {
                entries.add(entry);
            }
        }
        entries.sort((a, b) -> compareCodePoints(a.getKey(), b.getKey()));
        return entries;
    }

    private void array(ArrayNode array, Place place, int depth) throws IOException {
        if (array.isEmpty()) {
            out.ascii("[]");
            return;
        }
        Place element = place == Place.CELLS ? Place.CELL : place == Place.OUTPUTS ? Place.OUTPUT : Place.PLAIN;
        String separator = "[";
        for (JsonNode node : array) {
            out.ascii(separator);
            newLine(depth + 1);
            value(node, element, depth + 1);
            separator = ",";
        }
        newLine(depth);
        out.ascii(']');
    }

    private void text(String text, Place place, int depth) throws IOException {
        if (place != Place.LINES) {
            string(text);
            return;
        }
        if (text.isEmpty()) {
            out.ascii("[]");
            return;
        }
        String separator = "[";
        for (int start = 0; start < text.length(); ) {
            int end = PythonText.lineEnd(text, start);
            out.ascii(separator);
            newLine(depth + 1);
            string(text, start, end);
            separator = ",";
            start = end;
        }
        newLine(depth);
        out.ascii(']');
    }

    private void newLine(int depth) throws IOException {
        out.ascii('\n');
        for (int i = 0; i < depth; i++) {
            out.ascii(' ');
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

    private void string(String text) throws IOException {
        string(text, 0, text.length());
    }

    private void string(String text, int from, int to) throws IOException {
        out.ascii('"');
        for (int i = from; i < to; ) {
            int plain = i;
            while (i < to && isPlain(text.charAt(i))) {
                i++;
            }
            out.ascii(text, plain, i);
            if (i < to) {
                char c = text.charAt(i++);
                if (Character.isHighSurrogate(c) && i < to && Character.isLowSurrogate(text.charAt(i))) {
                    out.codePoint(Character.toCodePoint(c, text.charAt(i++)));
                } else {
                    other(c);
                }
            }
        }
        out.ascii('"');
    }

    private static boolean isPlain(char c) {
        return c >= ' ' && c < 0x80 && c != '"' && c != '\\';
    }

    /** A lone surrogate has no UTF-8 form: it is escaped, where nbformat cannot write the file at all. */
    private void other(char c) throws IOException {
        switch (c) {
            case '"' -> out.ascii("\\\"");
            case '\\' -> out.ascii("\\\\");
            case '\n' -> out.ascii("\\n");
            case '\r' -> out.ascii("\\r");
            case '\t' -> out.ascii("\\t");
            case '\b' -> out.ascii("\\b");
            case '\f' -> out.ascii("\\f");
            default -> {
                if (c < ' ' || Character.isSurrogate(c)) {
                    out.ascii(PythonText.unicodeForm(c));
                } else {
                    out.codePoint(c);
                }
            }
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
