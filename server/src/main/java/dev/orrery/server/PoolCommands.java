package dev.orrery.server;

import dev.orrery.http.Exchange;
import java.io.PrintStream;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** {@code orrery pool}: the pools of a server that runs. */
final class PoolCommands {
    private final RunningServer server;
    private final boolean json;
    private final PrintStream out;

    PoolCommands(RunningServer server, boolean json, PrintStream out) {
        this.server = server;
        this.json = json;
        this.out = out;
    }

    int list() {
        return shown(server.get("pools"));
    }

    int set(String name, String slots) {
        try {
            return shown(server.put("pools/" + RunningServer.part(name), Map.of("slots", Integer.parseInt(slots))));
        } catch (NumberFormatException e) {
            throw new UsageException("'SLOTS' must be a whole number, but is '" + slots + "'.");
        }
    }

    int delete(String name) {
        server.delete("pools/" + RunningServer.part(name));
        return shown(server.get("pools"));
    }

    private int shown(JsonNode answer) {
        if (json) {
            out.println(Exchange.JSON.writeValueAsString(answer));
            return 0;
        }
        out.printf("%-30s %10s %8s %8s%n", "POOL", "SLOTS", "TAKEN", "WANTED");
        for (JsonNode pool : answer.path("pools")) {
            String slots = pool.path("exists").asBoolean()
                    ? pool.path("slots").isNull()
                            ? "no bound"
                            : pool.path("slots").asString()
                    : "not made";
            out.printf(
                    "%-30s %10s %8d %8d%n",
                    pool.path("name").asString(),
                    slots,
                    pool.path("taken").asInt(),
                    pool.path("wanted").asInt());
        }
        return 0;
    }
}
