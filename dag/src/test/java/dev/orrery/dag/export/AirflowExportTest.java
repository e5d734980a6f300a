package dev.orrery.dag.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orrery.dag.DagFile;
import dev.orrery.dag.ParsedDag;
import java.util.List;
import org.junit.jupiter.api.Test;

/** That Airflow imports what stands here, and has the same runs, {@code bench/airflow} shows. */
class AirflowExportTest {
    private static AirflowExport.Exported exported(String yaml) {
        ParsedDag parsed = DagFile.parse("dag.yml", "dag_id: a\nowner: ana\n" + yaml);
        return AirflowExport.of(assertInstanceOf(
                        ParsedDag.Valid.class, parsed, () -> parsed.findings().toString())
                .dag());
    }

    private static void has(String yaml, String... lines) {
        String python = exported(yaml).python();
        for (String line : lines) {
            assertTrue(python.contains(line), () -> line + "\nis not in\n" + python);
        }
    }

    @Test
    void aNotebookBecomesPapermillsOperator() {
        assertEquals("""
                \"""a, exported from dag.yml.\"""

                from airflow.providers.papermill.operators.papermill import PapermillOperator
                from airflow.sdk import DAG
                from airflow.timetables.interval import CronDataIntervalTimetable
                from pathlib import Path
                from pendulum import datetime

                HERE = Path(__file__).parent

                with DAG(
                    dag_id="a",
                    schedule=CronDataIntervalTimetable("0 0 * * *", timezone="Europe/Berlin"),
                    start_date=datetime(2024, 3, 1, 0, 0, 0, tz="Europe/Berlin"),
                    catchup=False,
                    max_active_runs=16,
                    default_args={"owner": "ana"},
                ) as dag:
                    task_n = PapermillOperator(
                        task_id="n",
                        input_nb=str(HERE / "n.ipynb"),
                        output_nb=str(HERE / "output" / "{{ run_id }}" / "n.ipynb"),
                        parameters={"day": "{{ logical_date }}", "none": None},
                        params={"day": "{{ execution_date }}", "none": None},
                    )

                """, exported("""
                timezone: Europe/Berlin
                schedule: '@daily'
                start_date: 2024-03-01
                notebook_name: n.ipynb
                parameters: {day: '{{ execution_date }}', none: null}
                """).python());
    }

    @Test
    void otherTasksBecomeOperatorsAndSensorsInTheSameOrder() {
        has(
                """
                tasks:
                  make: {command: [echo, "a b", "{{ tomorrow_ds }}"], setup: true}
                  wait: {wait_for: {time: '06:30'}}
                  check: {sql_check: {connection: dwh, query: SELECT 1, min_rows: 1}, after: [make, wait], retries: 2}
                  each: {notebook: n.ipynb, for_each: {items: [Oslo, Pune], as: city}, after: check}
                  drop: {command: drop.sh, teardown: make, after: each}
                """,
                "bash_command=\"echo 'a b' '{{ ((logical_date + macros.timedelta(days=1)) | ds) }}'\"",
                "target_time=\"{{ dag_run.run_after.in_timezone(dag.timezone).strftime('%Y-%m-%dT06:30') }}\"",
                "sql=\"SELECT (SELECT COUNT(*) FROM (SELECT 1) counted) >= 1\"",
                "retry_delay=timedelta(seconds=300)",
                "PapermillOperator.partial(",
                ".expand(\n        parameters=[{\"city\": \"Oslo\"}, {\"city\": \"Pune\"}],\n    )",
                "[task_make, task_wait] >> task_check",
                "task_make.as_setup()",
                "task_drop.as_teardown(setups=[task_make])");
    }

    @Test
    void schedulesKeepTheirMeaning() {
        String tail = "start_date: 2024-03-01\nnotebook_name: n.ipynb\n";
        has("schedule: 15m\n" + tail, "DeltaDataIntervalTimetable(timedelta(seconds=900))");
        has("schedule: '@once'\n" + tail, "schedule=\"@once\"");
        has("schedule: '@continuous'\n" + tail, "schedule=\"@continuous\"", "max_active_runs=1");
        has(
                "timetable: trigger\nschedule: 0 6 * * *\n" + tail,
                "CronTriggerTimetable(\"0 6 * * *\", timezone=\"UTC\")");
        has("notebook_name: n.ipynb\n", "schedule=None");
        has("consumes: [sales]\nnotebook_name: n.ipynb\n", "schedule=[Asset(\"sales\")]");
        has("consumes: {any: [a, b]}\nnotebook_name: n.ipynb\n", "schedule=AssetAny(Asset(\"a\"), Asset(\"b\"))");
    }

    @Test
    void whatAirflowDoesNotDoIsSaid() {
        List<String> notes = exported("""
                deadline: 1h
                tasks:
                  t: {notebook: n.ipynb, when: 'params.x > 1', retry_jitter: 0.5, parameters: {x: 2, d: '{{ prev_ds }}'}}
                """).notes();
        for (String word : List.of("deadline", "'when'", "'retry_jitter'", "'prev_ds'")) {
            assertTrue(notes.stream().anyMatch(note -> note.contains(word)), notes::toString);
        }
    }
}
