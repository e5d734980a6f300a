package dev.orrery.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orrery.http.Exchange;
import java.nio.file.Path;
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

            TestingCommands.Said missing = orrery("pool", "delete", "warehouse");
            assertEquals(1, missing.code());
            assertTrue(missing.text().contains("no pool 'warehouse'"), missing.text());
            assertEquals(2, orrery("pool", "set", "warehouse", "many").code());
        }
        TestingCommands.Said gone = orrery("pool", "list");
        assertEquals(2, gone.code());
        assertTrue(gone.text().contains("No server runs"), gone.text());
    }

    private JsonNode pools() {
        return Exchange.JSON.readTree(orrery("pool", "list", "--json").text()).get("pools");
    }

    private TestingCommands.Said orrery(String group, String... rest) {
        return new TestingCommands(home).orrery(group, rest);
    }
}
