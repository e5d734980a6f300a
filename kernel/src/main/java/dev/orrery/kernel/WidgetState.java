package dev.orrery.kernel;

import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The state of one widget as the kernel tells it, member by member. A value that another one replaces gives back what it took of the
 * budget: a progress bar takes no more after an hour than at its start.
 */
final class WidgetState {
    /** Of one that has no members yet, its id included. */
    static final Weight EMPTY = new Weight(256, 512);

    private static final String OUTPUTS = "outputs";

    private final OutputBudget budget;
    private final OutputContent content;
    private final ObjectNode members = ProtocolJson.object();
    /** Of the members that are this state's own. */
    private final Map<String, Weight> weights = new HashMap<>();

    private final Map<JsonNode, byte[]> buffers = new LinkedHashMap<>();

    WidgetState(OutputBudget budget, OutputContent content) {
        this.budget = budget;
        this.content = content;
    }

    /** Takes new values in the place of old ones, whose long texts it holds; those that do not fit into the budget are left out. */
    void update(ObjectNode update) {
        update.properties().forEach(member -> {
            JsonNode value = content.keep(member.getValue());
            Weight before = weights.getOrDefault(member.getKey(), Weight.NONE);
            Weight after = Weight.of(value)
                    .plus(new Weight(member.getKey().length(), member.getKey().length()));
            budget.giveBack(before);
            if (budget.take(after)) {
                letGo(member.getKey());
                members.set(member.getKey(), value);
                weights.put(member.getKey(), after);
            } else {
                budget.take(before);
                OutputContent.letGo(value);
            }
        });
    }

    /** The bytes that stand for a member, or for what is in one. */
    void buffer(JsonNode path, byte[] bytes) {
        Weight before = weight(path, buffers.get(path));
        budget.giveBack(before);
        if (budget.take(weight(path, bytes))) {
            buffers.put(path, bytes);
        } else {
            budget.take(before);
        }
    }

    /** In the notebook they stand in base64. */
    private static Weight weight(JsonNode path, byte @Nullable [] buffer) {
        return buffer == null ? Weight.NONE : Weight.of(path).plus(new Weight(buffer.length * 4L / 3, buffer.length));
    }

    /** The outputs that an Output widget has taken; what they weigh, and how long they are held, is their owner's business. */
    void outputs(ArrayNode outputs) {
        budget.giveBack(weights.getOrDefault(OUTPUTS, Weight.NONE));
        letGo(OUTPUTS);
        members.set(OUTPUTS, outputs);
    }

    private void letGo(String name) {
        JsonNode old = members.get(name);
        if (weights.remove(name) != null && old != null) {
            OutputContent.letGo(old);
        }
    }

    String text(String name) {
        return members.path(name).asString("");
    }

    /** Adds it to a notebook's states, unless it names no model. */
    void writeTo(ObjectNode states, String comm) {
        if (!members.has("_model_name")) {
            return;
        }
        ObjectNode widget = states.putObject(comm);
        widget.set("model_name", members.path("_model_name"));
        widget.set("model_module", members.path("_model_module"));
        widget.set("model_module_version", members.path("_model_module_version"));
        widget.set("state", members);
        if (!buffers.isEmpty()) {
            ArrayNode all = widget.putArray("buffers");
            buffers.forEach((path, bytes) -> {
                ObjectNode buffer = all.addObject();
                buffer.put("encoding", "base64");
                buffer.set("path", path);
                buffer.put("data", Base64.getEncoder().encodeToString(bytes));
            });
        }
    }
}
