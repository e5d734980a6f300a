package dev.orrery.dag;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
                Map.of("msgs", "Ran from Airflow at 2020-09-02 00:00:00+00:00!"),
                runs.getFirst().tasks().get("notebook").parameters());
    }

    @Test
    void showsEachInstanceAndLeavesWhatOnlyARunKnows() {
        DagSpec dag = ((ParsedDag.Valid) DagFile.parse("dag.yml", """
                        dag_id: a
                        owner: ana
                        schedule: "@once"
                        start_date: 2026-03-01
                        parameters: {cities: [Oslo, Pune], secret: "{{ conn.dwh.password }}", day: "{{ ds }}"}
                        tasks:
                          list: {notebook: a.ipynb}
                          each: {notebook: a.ipynb, for_each: {items: "{{ params.cities }}", as: city}}
                          later: {notebook: a.ipynb, for_each: {items: list.names, as: name}}
                        """)).dag();
        Instant start = Instant.parse("2026-03-01T00:00:00Z");
        Preview.Run run = Preview.runs(dag, start, start.plusSeconds(1), start).getFirst();
        assertEquals(
                Map.of("cities", List.of("Oslo", "Pune"), "secret", "{{ conn.dwh.password }}", "day", "2026-03-01"),
                run.tasks().get("list").parameters());
        assertEquals(
                List.of("Oslo", "Pune"),
                run.tasks().get("each").instances().orElseThrow().stream()
                        .map(parameters -> parameters.get("city"))
                        .toList());
        assertEquals(Optional.empty(), run.tasks().get("later").instances());
    }
}
