package dev.orrery.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreviewCommandTest {
    /** On 1 March the run of that day's data is due in the coming night. */
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path directory;

    @BeforeEach
    void write() throws IOException {
        // No notebook: a preview needs none.
        Files.writeString(directory.resolve("dag.yml"), TestingFolders.YAML + "catchup: true\n");
    }

    @Test
    void runsArePrintedAsJsonInUtc() {
        assertEquals(0, run("2026-03-01", "2026-03-02T05:30:00+05:30", null, true));
        assertEquals(
                "{\"runs\":[{\"run_id\":\"scheduled__2026-03-02T00:00:00+00:00\",\"logical_date\":\"2026-03-01T00:00:00Z\","
                        + "\"data_interval_start\":\"2026-03-01T00:00:00Z\",\"data_interval_end\":\"2026-03-02T00:00:00Z\","
                        + "\"run_after\":\"2026-03-02T00:00:00Z\","
                        + "\"tasks\":{\"notebook\":{\"parameters\":{\"msgs\":\"Ran at 2026-03-01\"}}}}]}\n",
                out.toString(UTF_8));
    }

    @Test
    void runsArePrintedForAPerson() {
        assertEquals(0, run("2026-03-01", "2026-03-03", "2026-01-01T00:00:00", false));
        String[] lines = out.toString(UTF_8).split("\n");
        assertEquals(4, lines.length, out.toString(UTF_8));
        assertTrue(
                lines[0].startsWith("scheduled__2026-03-02T00:00:00+00:00  data from 2026-03-01T00:00:00Z"), lines[0]);
        assertEquals("    notebook  {\"msgs\":\"Ran at 2026-03-01\"}", lines[1]);
    }

    @Test
    void timesThatAreNoneAreWrongUse() {
        for (String bad : List.of("", "yesterday", "2026-13-01", "2026-03-01T", "2026-03-01T00:00:00+")) {
            assertEquals(2, run(bad, "2026-03-02", null, true), bad);
            assertTrue(err.toString(UTF_8).contains("--from"), bad);
        }
        assertEquals(2, run("2026-03-02", "2026-03-01", null, true));
        assertEquals("", out.toString(UTF_8));
    }

    @Test
    void aFolderWithoutADagEndsWith1() throws IOException {
        Files.delete(directory.resolve("dag.yml"));
        assertEquals(1, run("2026-03-01", "2026-03-02", null, false));
        assertTrue(out.toString(UTF_8).contains("dag.yml: error: there is no dag.yml"), out.toString(UTF_8));
        directory = directory.resolve("nowhere");
        assertEquals(2, run("2026-03-01", "2026-03-02", null, false));
    }

    @Test
    void aFolderOfDagsShowsTheRunsOfEach() throws IOException {
        String yaml = Files.readString(directory.resolve("dag.yml"));
        Files.delete(directory.resolve("dag.yml"));
        for (String name : List.of("north", "south")) {
            Files.createDirectories(directory.resolve(name));
            Files.writeString(directory.resolve(name + "/dag.yml"), yaml.replaceFirst("dag_id: .*", "dag_id: " + name));
        }
        assertEquals(0, run("2026-03-01", "2026-03-02", null, true));
        String json = out.toString(UTF_8);
        assertTrue(json.startsWith("{\"runs\":[{\"dag_id\":\"north\",\"run_id\":"), json);
        assertTrue(json.contains("{\"dag_id\":\"south\","), json);
    }

    private int run(String from, String to, String now, boolean json) {
        return new PreviewCommand(InstantSource.fixed(NOW))
                .run(
                        directory,
                        from,
                        to,
                        now,
                        json,
                        new PrintStream(out, true, UTF_8),
                        new PrintStream(err, true, UTF_8));
    }
}
