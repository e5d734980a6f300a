package dev.orrery.runner;

import dev.orrery.notebook.PythonText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** An output, or a part of it, in a few words. */
final class OutputSummary {
    private OutputSummary() {}

    /** {@code stdout, 3 lines}; {@code image/png, 12 kB; text/plain, 1 line}; {@code ValueError: no such column}. */
    static String of(JsonNode output) {
        return switch (output.path("output_type").asString("")) {
            case "stream" ->
                output.path("name").asString("stream") + ", "
                        + lines(output.path("text").asString(""));
            case "error" ->
                output.path("ename").asString("") + ": "
                        + firstLine(output.path("evalue").asString(""));
            default -> bundle(output.path("data"));
        };
    }

    private static String bundle(JsonNode data) {
        List<String> parts = new ArrayList<>();
        for (Map.Entry<String, JsonNode> each : data.properties()) {
            parts.add(data(each.getKey(), each.getValue()));
        }
        return parts.isEmpty() ? "no data" : String.join("; ", parts);
    }

    /** {@code image/png, 12 kB}. */
    static String data(String mime, JsonNode value) {
        return mime + ", " + size(mime, value);
    }

    static String size(String mime, JsonNode value) {
        if (!value.isString()) {
            return value.size() + (value.size() == 1 ? " member" : " members");
        }
        String text = value.stringValue();
        if (mime.startsWith("text/")) {
            return lines(text);
        }
        boolean base64 = (mime.startsWith("image/") && !mime.endsWith("+xml")) || mime.equals("application/pdf");
        return bytes(base64 ? text.length() * 3L / 4 : text.length());
    }

    private static String lines(String text) {
        int lines = PythonText.splitLines(text).size();
        return lines + (lines == 1 ? " line" : " lines");
    }

    /** In decimal units, as {@code ls --si} does. */
    static String bytes(long bytes) {
        if (bytes < 1000) {
            return bytes + " bytes";
        }
        return bytes < 1_000_000
                ? (bytes + 500) / 1000 + " kB"
                : String.format(Locale.ROOT, "%.1f MB", bytes / 1_000_000.0);
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }
}
