package dev.orrery.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orrery.http.Exchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

class CliTest {
    private static final Instant NOW = Instant.parse("2020-09-04T12:00:00Z");

    private static final String SEED = """
            dag_id: notebook_v1
            owner: vinayak
            start_date: '2020-09-01'
            schedule_interval: '0 0 * * *'
            notebook_name: notebook.ipynb
            parameters:
              msgs: 'Ran from Airflow at {{ execution_date }}!'
            """;

    @TempDir
    Path folder;

    private record Said(int code, String out, String err) {}

    private Said orrery(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream printOut = new PrintStream(out, true, StandardCharsets.UTF_8);
        PrintStream printErr = new PrintStream(err, true, StandardCharsets.UTF_8);
        Map<String, String> environment = Map.of("HOME", folder.toString());
        CommandLine line = Cli.commandLine(new Commands(InstantSource.fixed(NOW), environment, printOut, printErr))
                .setOut(new PrintWriter(printOut, true))
                .setErr(new PrintWriter(printErr, true));
        int code = line.execute(arguments);
        return new Said(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private Path dagYml(String text) throws IOException {
        return Files.writeString(folder.resolve("dag.yml"), text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "up",
                "run",
                "diff",
                "dag",
                "dag check",
                "dag preview",
                "dag schema",
                "user",
                "user add",
                "user invite",
                "user password",
                "user list",
                "token",
                "token create",
                "completion"
            })
    void everyCommandHelps(String command) {
        Said said = orrery((command + " --help").strip().split(" "));

        assertEquals(0, said.code());
        assertTrue(said.out().startsWith(("Usage: orrery " + command).strip()), said::out);
        assertEquals("", said.err());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "dag chek",
                "dag",
                "up --port eighty",
                "up --port 70000",
                "run",
                "diff",
                "dag check /no/such/folder",
                "dag preview /no/such/folder --from 2020-09-01 --to 2020-09-02",
                "dag preview --from 2020-09-01",
                "dag preview --from yesterday --to 2020-09-02",
                "user add bob",
                "user password bob",
                "user invite bob",
                "user invite bob --days never",
                "user list",
                "token create bob",
                "token create bob --scope everything"
            })
    void wrongUseIsExitCode2AndOneSentenceOnStandardError(String command) {
        Said said = orrery(command.split(" "));

        assertEquals(2, said.code());
        assertEquals("", said.out());
        assertTrue(said.err().startsWith("orrery") || said.err().startsWith("Usage: "), said::err);
        assertFalse(said.err().contains("\tat "), said::err);
    }

    @Test
    void previewListsTheRunsThatAirflowWouldMake() throws IOException {
        dagYml(SEED);

        Said said = orrery(
                "dag",
                "preview",
                folder.toString(),
                "--from",
                "2020-09-01",
                "--to",
                "2020-09-03",
                "--now",
                "2020-09-01",
                "--json");

        assertEquals("", said.err());
        assertEquals(0, said.code());
        JsonNode runs = Exchange.JSON.readTree(said.out()).get("runs");
        assertEquals(2, runs.size());
        JsonNode first = runs.get(0);
        assertEquals("scheduled__2020-09-02T00:00:00+00:00", first.get("run_id").asString());
        assertEquals("2020-09-01T00:00:00Z", first.get("data_interval_start").asString());
        assertEquals("2020-09-02T00:00:00Z", first.get("run_after").asString());
        assertEquals(
                "Ran from Airflow at 2020-09-01 00:00:00+00:00!",
                first.at("/tasks/notebook/parameters/msgs").asString());
    }

    @Test
    void previewWithoutCatchupLeavesOutWhatIsOver() throws IOException {
        dagYml(SEED);

        Said said = orrery("dag", "preview", folder.toString(), "--from", "2020-09-01", "--to", "2020-09-04");

        assertEquals(0, said.code());
        assertTrue(
                said.out()
                        .startsWith(
                                "scheduled__2020-09-04T00:00:00+00:00  data from 2020-09-03T00:00:00Z to 2020-09-04T00:00:00Z"),
                said::out);
    }

    @Test
    void previewOfABrokenFileNamesFileAndLine() throws IOException {
        Path file = dagYml(SEED.replace("execution_date", "execution_dat"));

        Said said = orrery("dag", "preview", folder.toString(), "--from", "2020-09-01", "--to", "2020-09-04");

        assertEquals(1, said.code());
        assertTrue(said.out().contains(file + ":7: error: "), said::out);
    }

    @Test
    void checkNamesFileAndLine() throws IOException {
        Path file = dagYml(SEED.replace("owner: vinayak", "ownr: vinayak"));

        Said said = orrery("dag", "check", folder.toString());

        assertEquals(1, said.code());
        assertTrue(said.out().contains(file + ":2: error: "), said::out);
        assertTrue(said.out().contains("Did you mean 'owner'?"), said::out);
    }

    @Test
    void anInviteLinkIsPrintedAndItsUserIsMade() {
        String home = folder.toString();
        Said said = orrery("user", "invite", "ana", "--home", home);

        assertEquals(0, said.code(), said::err);
        assertTrue(said.out().startsWith("http://127.0.0.1:8000/invite?token="), said::out);
        assertEquals("Added ana.\n", said.err());
        try (HomeDirectory server = HomeDirectory.open(folder, false)) {
            server.announce(81, URI.create("https://data.example.org"), "token");
            String link = orrery("user", "invite", "ana", "--home", home).out();
            assertTrue(link.startsWith("https://data.example.org/invite?token="), link);
        }
        assertEquals("ana\n", orrery("user", "list", "--home", home).out());
        assertEquals(
                2,
                orrery("user", "invite", "ana", "--days", "91", "--home", home).code());
    }

    @Test
    void schemaIsJson() {
        Said said = orrery("dag", "schema");

        assertEquals(0, said.code());
        assertEquals("dag.yml", Exchange.JSON.readTree(said.out()).get("title").asString());
    }

    @Test
    void completionIsAScript() {
        Said said = orrery("completion");

        assertEquals(0, said.code());
        assertTrue(said.out().startsWith("#!/usr/bin/env bash"), said::out);
        assertTrue(said.out().contains("preview"), said::out);
    }
}
