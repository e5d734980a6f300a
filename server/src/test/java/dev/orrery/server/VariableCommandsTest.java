package dev.orrery.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orrery.http.Exchange;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The commands of variables against a server that runs. */
@Timeout(120)
class VariableCommandsTest {
    @TempDir
    Path home;

    @Test
    void variablesAreMadeChangedListedAndRemoved() {
        try (var _ = new TestingProgram(home)) {
            assertEquals(0, orrery("variable", "set", "bucket", "s3://old").code());
            assertEquals(
                    0,
                    orrery("variable", "set", "bucket", "s3://lake", "--json").code());
            JsonNode variables = Exchange.JSON
                    .readTree(orrery("variable", "list", "--json").text())
                    .get("variables");
            assertEquals(1, variables.size());
            assertEquals("s3://lake", variables.get(0).get("value").asString());
            assertTrue(orrery("variable", "list").text().contains("s3://lake"));
            assertEquals(1, orrery("variable", "set", "no name", "x").code());
            assertEquals(0, orrery("variable", "delete", "bucket").code());

            TestingCommands.Said missing = orrery("variable", "delete", "bucket");
            assertEquals(1, missing.code());
            assertTrue(missing.text().contains("no variable 'bucket'"), missing.text());
        }
    }

    private TestingCommands.Said orrery(String group, String... rest) {
        return new TestingCommands(home).orrery(group, rest);
    }
}
