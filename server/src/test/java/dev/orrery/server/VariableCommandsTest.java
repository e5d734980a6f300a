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

            Said missing = orrery("variable", "delete", "bucket");
            assertEquals(1, missing.code());
            assertTrue(missing.text().contains("no variable 'bucket'"), missing.text());
        }
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
