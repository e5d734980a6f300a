package dev.orrery.dag;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PreviewTest {
    @Test
    void showsTheRunsWithTheirRenderedParameters() {
        DagSpec dag = ((ParsedDag.Valid) DagFile.parse("dag.yml", DagFileTest.SEED + "catchup: true\n")).dag();
        List<Preview.Run> runs = Preview.runs(
                dag,
                Instant.parse("2020-09-02T00:00:00Z"),
                Instant.parse("2020-09-04T00:00:00Z"),
                Instant.parse("2020-09-10T00:00:00Z"));
        assertEquals(
                List.of("scheduled__2020-09-03T00:00:00+00:00", "scheduled__2020-09-04T00:00:00+00:00"),
                runs.stream().map(run -> run.runId().value()).toList());
        assertEquals(
                Map.of("notebook", Map.of("msgs", "Ran from Airflow at 2020-09-02 00:00:00+00:00!")),
                runs.getFirst().parameters());
    }
}
