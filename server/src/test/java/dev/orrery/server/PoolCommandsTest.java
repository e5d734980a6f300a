package dev.orrery.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orrery.http.Exchange;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The commands of pools against a server that runs. */
@Timeout(120)
class PoolCommandsTest {
    @TempDir
    Path home;

    @Test
    void poolsAreMadeChangedListedAndRemoved() {
        try (var _ = new TestingProgram(home)) {
            assertEquals(0, orrery("pool", "set", "warehouse", "3", "--json").code());
            JsonNode pool = pools().get(1);
            assertEquals("warehouse", pool.get("name").asString());
            assertEquals(3, pool.get("slots").asInt());
            assertTrue(orrery("pool", "set", "warehouse", "4").text().contains("warehouse"));
            assertEquals(4, pools().get(1).get("slots").asInt());
            assertEquals(0, orrery("pool", "delete", "warehouse").code());
            assertEquals(1, pools().size());

            Said missing = orrery("pool", "delete", "warehouse");
            assertEquals(1, missing.code());
            assertTrue(missing.text().contains("no pool 'warehouse'"), missing.text());
            assertEquals(2, orrery("pool", "set", "warehouse", "many").code());
        }
        Said gone = orrery("pool", "list");
        assertEquals(2, gone.code());
        assertTrue(gone.text().contains("No server runs"), gone.text());
    }

    private JsonNode pools() {
        return Exchange.JSON.readTree(orrery("pool", "list", "--json").text()).get("pools");
    }

    private record Said(int code, String text) {}

    private Said orrery(String group, String... rest) {
        String[] arguments = new String[rest.length + 3];
        arguments[0] = group;
        System.arraycopy(rest, 0, arguments, 1, rest.length);
        arguments[rest.length + 1] = "--home";
        arguments[rest.length + 2] = home.toString();
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream print = new PrintStream(said, true, StandardCharsets.UTF_8);
        int code = Cli.commandLine(new Commands(InstantSource.system(), Map.of(), print, print))
                .setOut(new PrintWriter(print, true))
                .setErr(new PrintWriter(print, true))
                .execute(arguments);
        return new Said(code, said.toString(StandardCharsets.UTF_8));
    }
}
