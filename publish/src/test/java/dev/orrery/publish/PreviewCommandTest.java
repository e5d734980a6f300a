package dev.orrery.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orrery.dag.DagSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreviewCommandTest {
    private static final Instant NOW = Instant.parse("2026-03-05T12:00:00Z");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final List<Instant> asked = new ArrayList<>();

    @TempDir
    Path directory;

    @BeforeEach
    void write() throws IOException {
        // No notebook: a preview needs none.
        Files.writeString(directory.resolve("dag.yml"), TestingFolders.YAML);
    }

    @Test
    void runsArePrintedAsJsonInUtc() {
        assertEquals(0, run("2026-03-01", "2026-03-02T05:30:00+05:30", null, true));
        assertEquals(
                "{\"runs\":[{\"run_id\":\"r\",\"logical_date\":\"2026-03-01T00:00:00Z\",\"data_interval_start\":\"2026-03-01T00:00:00Z\","
                        + "\"data_interval_end\":\"2026-03-02T00:00:00Z\",\"run_after\":\"2026-03-02T00:00:00Z\","
                        + "\"tasks\":{\"sales\":{\"parameters\":{\"dayOf\":1}}}}]}\n",
                out.toString(UTF_8));
        assertEquals(List.of(Instant.parse("2026-03-01T00:00:00Z"), Instant.parse("2026-03-02T00:00:00Z"), NOW), asked);
    }

    @Test
    void runsArePrintedForAPerson() {
        assertEquals(0, run("2026-03-01", "2026-03-02", "2026-01-01T00:00:00", false));
        assertTrue(out.toString(UTF_8).startsWith("r  data from 2026-03-01T00:00:00Z"), out.toString(UTF_8));
        assertEquals(Instant.parse("2026-01-01T00:00:00Z"), asked.get(2));
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

    private int run(String from, String to, String now, boolean json) {
        return new PreviewCommand(this::runs, InstantSource.fixed(NOW))
                .run(
                        directory,
                        from,
                        to,
                        now,
                        json,
                        new PrintStream(out, true, UTF_8),
                        new PrintStream(err, true, UTF_8));
    }

    private List<PreviewedRun> runs(DagSpec dag, Instant from, Instant to, Instant now) {
        asked.addAll(List.of(from, to, now));
        Instant end = Instant.parse("2026-03-02T00:00:00Z");
        Instant start = Instant.parse("2026-03-01T00:00:00Z");
        Map<String, PreviewedRun.Task> tasks = Map.of(dag.dagId(), new PreviewedRun.Task(Map.of("dayOf", 1)));
        return List.of(new PreviewedRun("r", start, start, end, end, tasks));
    }
}
