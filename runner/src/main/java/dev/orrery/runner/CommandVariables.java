package dev.orrery.runner;

import dev.orrery.kernel.ProtocolJson;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The environment of a task's program. */
final class CommandVariables {
    static final String PREFIX = "ORRERY_PARAM_";

    private CommandVariables() {}

    /**
     * What a kernel would get, each parameter as {@code ORRERY_PARAM_NAME}, its name in capitals, and over both the task's own.
     * Texts are as they are, nothing is an empty text, all else is JSON.
     */
    static Map<String, String> of(Map<String, String> platform, Order order, Order.Work.Command work) {
        Map<String, String> variables = new LinkedHashMap<>(platform);
        work.parameters()
                .properties()
                .forEach(one -> variables.put(PREFIX + one.getKey().toUpperCase(Locale.ROOT), text(one.getValue())));
        variables.putAll(order.environment());
        return variables;
    }

    private static String text(JsonNode value) {
        return value.isNull()
                ? ""
                : value.isString()
                        ? value.stringValue()
                        : new String(ProtocolJson.write(value), StandardCharsets.UTF_8);
    }
}
