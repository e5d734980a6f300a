package dev.orrery.kernel;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The output of a cell that says what of its outputs was left out, and why. There is one in a cell at most; it counts on. */
final class CutMark {
    private ObjectNode output = ProtocolJson.object();
    private String why = "";
    private long texts;
    private long outputs;
    private long bytes;
    private long largest;
    private String largestWhat = "";

    boolean isSet() {
        return !output.isEmpty();
    }

    /** The output to put into the cell. */
    ObjectNode set(String reason) {
        output = ProtocolJson.object();
        why = reason;
        output.put("output_type", "stream");
        output.put("name", "stderr");
        output.put("text", text());
        return output;
    }

    void reset() {
        output = ProtocolJson.object();
        texts = 0;
        outputs = 0;
        bytes = 0;
        largest = 0;
    }

    void leftOut(String what, long size) {
        if (what.equals("text")) {
            texts++;
        } else {
            outputs++;
        }
        bytes += size;
        if (size > largest) {
            largest = size;
            largestWhat = what;
        }
        output.put("text", text());
    }

    /** What kind of output: {@code text}, or the type of its longest part. */
    static String what(ObjectNode output) {
        if (output.path("output_type").asString("").equals("stream")) {
            return "text";
        }
        String what = output.path("output_type").asString("output");
        long most = -1;
        for (Map.Entry<String, JsonNode> part : output.path("data").properties()) {
            long size = Weight.of(part.getValue()).file();
            if (size > most) {
                most = size;
                what = part.getKey();
            }
        }
        return what.length() > 100 ? "output" : what;
    }

    private String text() {
        StringBuilder text = new StringBuilder("\n[Orrery: output cut here, since ").append(why);
        text.append(". Left out of this cell: ").append(bytes).append(" bytes");
        if (outputs > 0) {
            text.append(", of ").append(outputs).append(outputs == 1 ? " output" : " outputs");
            text.append(texts > 0 ? " and printed text" : "");
            text.append("; the largest (").append(largestWhat).append(") had ").append(largest);
        } else {
            text.append(" of printed text");
        }
        return text.append(". Printed text goes on in the log.]\n").toString();
    }
}
