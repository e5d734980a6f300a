package dev.orrery.server;

import dev.orrery.http.Exchange;
import java.io.PrintStream;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** {@code orrery variable}: the variables of a server that runs. */
final class VariableCommands {
    private final RunningServer server;
    private final boolean json;
    private final PrintStream out;

    VariableCommands(RunningServer server, boolean json, PrintStream out) {
        this.server = server;
        this.json = json;
        this.out = out;
    }

    int list() {
        return shown(server.get("variables"));
    }

    int set(String name, String value) {
        return shown(server.put("variables/" + RunningServer.part(name), Map.of("value", value)));
    }

    int delete(String name) {
        server.delete("variables/" + RunningServer.part(name));
        return list();
    }

    private int shown(JsonNode answer) {
        if (json) {
            out.println(Exchange.JSON.writeValueAsString(answer));
            return 0;
        }
        out.printf("%-30s %-16s %s%n", "VARIABLE", "SET BY", "VALUE");
        for (JsonNode variable : answer.path("variables")) {
            out.printf(
                    "%-30s %-16s %s%n",
                    variable.path("name").asString(),
                    variable.path("set_by").asString(),
                    Exchange.JSON.writeValueAsString(variable.path("value")));
        }
        return 0;
    }
}
