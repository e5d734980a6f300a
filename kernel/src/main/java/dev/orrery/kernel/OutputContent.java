package dev.orrery.kernel;

import dev.orrery.notebook.LongText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Makes outputs as nbformat has them of what a kernel publishes, which may lack members or have others of a wrong kind. */
final class OutputContent {
    /** An error's texts and lines: more of them helps nobody, and an error is kept whatever else is cut. */
    private static final int MOST_OF_ERROR = 1 << 16;

    private static final int MOST_LINES = 400;

    private final Spool spool;

    OutputContent(Spool spool) {
        this.spool = spool;
    }

    /** Of a stream, display_data, execute_result or error message. Long texts in it are held. */
    ObjectNode of(Message message) {
        ObjectNode content = message.content();
        return switch (message.type()) {
            case "stream" -> stream(content.path("name").asString("stdout"), content.path("text"));
            case "error" -> error(content);
            case "execute_result" -> {
                ObjectNode output = display("execute_result", content);
                JsonNode count = content.path("execution_count");
                if (count.isInt()) {
                    output.set("execution_count", count);
                } else {
                    output.putNull("execution_count");
                }
                yield output;
            }
            default -> display(message.type(), content);
        };
    }

    /** An error that a kernel reported, at a length that can be read. */
    static ObjectNode error(JsonNode content) {
        ObjectNode output = ProtocolJson.object();
        output.put("output_type", "error");
        output.put("ename", head(content.path("ename")));
        output.put("evalue", head(content.path("evalue")));
        ArrayNode lines = output.putArray("traceback");
        JsonNode all = content.path("traceback");
        long left = 4L * MOST_OF_ERROR;
        for (int i = 0; all.isArray() && i < all.size(); i++) {
            if (all.size() > MOST_LINES && i == MOST_LINES / 2) {
                lines.add("[Orrery: " + (all.size() - MOST_LINES) + " lines of the traceback were left out here.]");
                i = all.size() - MOST_LINES / 2;
            }
            String line = left > 0 ? head(all.get(i)) : "[Orrery: the rest of the traceback was left out.]";
            lines.add(line);
            if (left <= 0) {
                break;
            }
            left -= line.length();
        }
        return output;
    }

    static ObjectNode stream(String name, JsonNode text) {
        ObjectNode output = ProtocolJson.object();
        output.put("output_type", "stream");
        output.put("name", name);
        if (text instanceof SpooledText spooled) {
            output.set("text", spooled.hold());
        } else {
            output.put("text", text.isString() ? text.stringValue() : "");
        }
        return output;
    }

    /** A copy of a value, its long texts in the spool, each held. */
    JsonNode keep(JsonNode value) {
        return switch (value) {
            case SpooledText text -> text.hold();
            case ObjectNode object -> {
                ObjectNode copy = ProtocolJson.object();
                object.properties().forEach(member -> copy.set(member.getKey(), keep(member.getValue())));
                yield copy;
            }
            case ArrayNode array -> {
                ArrayNode copy = ProtocolJson.object().putArray("copy");
                array.forEach(element -> copy.add(keep(element)));
                yield copy;
            }
            case StringNode text when text.stringValue().length() > Spool.LONG -> store(text.stringValue());
            default -> value;
        };
    }

    JsonNode store(String text) {
        try {
            return spool.store(text);
        } catch (IOException e) {
            throw new UncheckedIOException("A long output cannot be kept in the temporary folder", e);
        }
    }

    /** The value is in no output any more. */
    static void letGo(JsonNode value) {
        if (value instanceof SpooledText text) {
            text.letGo();
        } else if (value.isContainer()) {
            value.forEach(OutputContent::letGo);
        }
    }

    /** A text, or its beginning. */
    static String head(JsonNode text) {
        if (text instanceof LongText longText) {
            String first = "";
            for (String piece : longText.pieces()) {
                first = piece;
                break;
            }
            return cut(first, longText.bytes() - MOST_OF_ERROR);
        }
        String whole = text.isString() ? text.stringValue() : "";
        return whole.length() <= MOST_OF_ERROR ? whole : cut(whole, whole.length() - MOST_OF_ERROR);
    }

    private static String cut(String text, long left) {
        int end = Math.min(text.length(), MOST_OF_ERROR);
        if (end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end) + (left > 0 ? "… [Orrery: about " + left + " more bytes were left out.]" : "");
    }

    private ObjectNode display(String type, ObjectNode content) {
        ObjectNode output = ProtocolJson.object();
        output.put("output_type", type);
        for (String name : List.of("data", "metadata")) {
            output.set(name, content.path(name) instanceof ObjectNode object ? keep(object) : ProtocolJson.object());
        }
        return output;
    }
}
