package dev.orrery.server;

import dev.orrery.http.Exchange;
import java.io.PrintStream;
import java.util.Map;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/** {@code orrery connection}: the connections of a server that runs. */
final class ConnectionCommands {
    private final RunningServer server;
    private final boolean json;
    private final PrintStream out;

    ConnectionCommands(RunningServer server, boolean json, PrintStream out) {
        this.server = server;
        this.json = json;
        this.out = out;
    }

    int list() {
        return shown(server.get("connections"));
    }

    /** @param url reads it from where it stands in no history and no list of processes */
    int set(String name, boolean isOnStandardInput, Supplier<String> url) {
        if (!isOnStandardInput) {
            throw new UsageException("Give the URL on standard input, with --url-stdin:"
                    + " so its password stands in no history and no list of processes.");
        }
        return shown(server.put("connections/" + RunningServer.part(name), Map.of("url", url.get())));
    }

    int delete(String name) {
        server.delete("connections/" + RunningServer.part(name));
        return list();
    }

    private int shown(JsonNode answer) {
        if (json) {
            out.println(Exchange.JSON.writeValueAsString(answer));
            return 0;
        }
        for (JsonNode one : answer.path("connections")) {
            out.printf(
                    "%-24s %s  (%s, %s)%n",
                    one.path("name").asString(),
                    one.path("url").asString(),
                    one.path("set_by").asString(),
                    one.path("set_at").asString());
        }
        return 0;
    }
}
