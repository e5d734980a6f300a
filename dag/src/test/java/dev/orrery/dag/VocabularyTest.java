package dev.orrery.dag;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class VocabularyTest {
    private static final String HEAD = "dag_id: a\nowner: ana\n";

    private static DagSpec valid(String yaml) {
        ParsedDag parsed = DagFile.parse("dag.yml", HEAD + yaml);
        return assertInstanceOf(
                        ParsedDag.Valid.class, parsed, () -> parsed.findings().toString())
                .dag();
    }

    private static TaskSpec task(String fields) {
        return valid("tasks:\n  t: " + fields + "\n").tasks().getFirst();
    }

    private static void finds(String yaml, String message) {
        List<Finding> findings = DagFile.parse("dag.yml", HEAD + yaml).findings();
        assertTrue(findings.stream().anyMatch(finding -> finding.message().contains(message)), findings::toString);
    }

    private static Map<String, List<String>> order(DagSpec dag) {
        return dag.tasks().stream()
                .collect(Collectors.toMap(TaskSpec::taskId, task -> task.start().after()));
    }

    @Test
    void readsEveryKindOfTask() {
        assertEquals(
                new TaskKind.Notebook("a.ipynb"), task("{notebook: ./a.ipynb}").kind());
        assertEquals(
                new TaskKind.ShellText("ls {{ ds }}"),
                task("{command: 'ls {{ ds }}'}").kind());
        assertEquals(
                new TaskKind.Arguments(List.of("sleep", "5")),
                task("{command: [sleep, 5]}").kind());
        assertEquals(
                new TaskKind.SqlCheck("dwh", "SELECT 1", new TaskKind.Expectation.TrueRow()),
                task("{sql_check: {connection: dwh, query: SELECT 1}}").kind());
        assertEquals(
                new TaskKind.SqlCheck("dwh", "SELECT 1", new TaskKind.Expectation.Rows(1L, null)),
                task("{sql_check: {connection: dwh, query: SELECT 1, min_rows: 1}}")
                        .kind());
        assertEquals(
                new TaskKind.SqlCheck("dwh", "SELECT 1", new TaskKind.Expectation.Value(null, 0.5)),
                task("{sql_check: {connection: dwh, query: SELECT 1, max_value: 0.5}}")
                        .kind());
        finds("tasks: {t: {notebook: a.ipynb, command: ls}}", "both 'notebook' and 'command'");
        finds("tasks: {t: {after: []}}", "nothing to do");
    }

    @Test
    void readsWhatATaskWaitsFor() {
        Duration minute = Duration.ofSeconds(30);
        assertEquals(
                new TaskKind.Wait(new WaitFor.Time("06:30"), minute, false),
                task("{wait_for: {time: '06:30'}}").kind());
        assertEquals(
                new TaskKind.Wait(new WaitFor.FileThere("in/{{ ds }}.csv"), Duration.ofSeconds(5), true),
                task("{wait_for: {file: 'in/{{ ds }}.csv', every: 5s, skip_on_timeout: true}}")
                        .kind());
        assertEquals(
                new TaskKind.Wait(new WaitFor.DagRun("load", "clean", Duration.ofHours(1)), minute, false),
                task("{wait_for: {dag: load, task: clean, offset: 1h}}").kind());
        assertEquals(
                new TaskKind.Wait(
                        new WaitFor.TableFresh("dwh", "sales", "loaded_at", Duration.ofDays(1)), minute, false),
                task("{wait_for: {table: sales, connection: dwh, column: loaded_at, max_age: 1d}}")
                        .kind());
        finds("tasks: {t: {wait_for: {file: a, dag: b}}}", "names file and dag");
        finds("tasks: {t: {wait_for: {every: 5s}}}", "names nothing");
        finds("tasks: {t: {wait_for: {file: a, every: 4s}}}", "shorter than 5s");
        finds("tasks: {t: {wait_for: {file: a, every: 5s, poke_interval: 5s}}}", "are both given");
        finds("tasks: {t: {wait_for: {file: /etc/passwd}}}", "lies where a dag cannot look");
        assertEquals(
                new TaskKind.Wait(new WaitFor.ObjectThere("s3://b/k", null), Duration.ofSeconds(30), true),
                task("{wait_for: {object: 's3://b/k', soft_fail: true}}").kind());
        finds("tasks: {t: {wait_for: {table: sales}}}", "needs connection, column and max_age");
    }

    @Test
    void aTimeOfDayIsOnTheDayTheRunIsDue() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        Instant due = Instant.parse("2026-03-28T23:30:00Z"); // the 29th in Berlin, where summer time begins
        assertEquals(Optional.of(Instant.parse("2026-03-29T04:30:00Z")), WaitFor.Time.instant("06:30", due, berlin));
        assertEquals(
                Optional.of(Instant.parse("2026-03-30T04:00:00Z")),
                WaitFor.Time.instant("2026-03-30 06:00:00", due, berlin));
        assertEquals(
                Optional.of(Instant.parse("2026-03-30T06:00:00Z")),
                WaitFor.Time.instant("2026-03-30T06:00:00+00:00", due, berlin));
        assertEquals(Optional.empty(), WaitFor.Time.instant("soon", due, berlin));
    }

    @Test
    void readsControlsOfDagGroupAndTaskTheInnerOneWins() {
        DagSpec dag = valid("""
                retries: 3
                exponential: true
                max_retry_delay: 1h
                retry_jitter: 0.1
                pool: small
                run_timeout: 2h
                deadline: 1h
                max_active_tasks: 4
                env: {LEVEL: info, DAY: "{{ ds }}"}
                groups:
                  g:
                    retries: 1
                    priority_weight: 5
                    env: {LEVEL: debug}
                    tasks:
                      t: {notebook: a.ipynb, pool: large, pool_slots: 2, wait_for_downstream: true}
                """);
        TaskSpec task = dag.tasks().getFirst();
        assertEquals("g.t", task.taskId());
        assertEquals(new Retries(1, Duration.ofMinutes(5), 2, Duration.ofHours(1), 0.1), task.retries());
        assertEquals(new PoolUse("large", 2, 5), task.pool());
        assertEquals(Map.of("LEVEL", "debug", "DAY", "{{ ds }}"), task.env());
        assertTrue(task.start().waitForDownstream() && task.start().dependsOnPast());
        assertEquals(new RunLimits(16, 4, Duration.ofHours(2), Duration.ofHours(1)), dag.limits());
    }

    @Test
    void delaysGrowUpToTheLongestAndJitterAroundThat() {
        Retries retries = new Retries(9, Duration.ofSeconds(10), 2, Duration.ofSeconds(60), 0.5);
        assertEquals(Duration.ofSeconds(10), retries.delay(1, 0.5));
        assertEquals(Duration.ofSeconds(40), retries.delay(3, 0.5));
        assertEquals(Duration.ofSeconds(60), retries.delay(90, 0.5));
        assertEquals(Duration.ofSeconds(5), retries.delay(1, 0));
        assertEquals(Duration.ofSeconds(15), retries.delay(1, 1));
        assertEquals(Duration.ofDays(2), Retries.constant(1, Duration.ofDays(2)).delay(1, 0.5));
    }

    @Test
    void aGroupStandsForItsFirstAndLastTasks() {
        DagSpec dag = valid("""
                tasks:
                  begin: {notebook: a.ipynb}
                  end: {notebook: a.ipynb, after: [g, begin]}
                groups:
                  g:
                    after: begin
                    tasks:
                      make: {command: make, setup: true}
                      one: {notebook: a.ipynb, after: make}
                      two: {notebook: a.ipynb, after: [make, g.one]}
                      three: {notebook: a.ipynb}
                      drop: {command: drop, teardown: make, after: [two, three]}
                """);
        assertEquals(
                Map.of(
                        "begin", List.of(),
                        "g.make", List.of("begin"),
                        "g.one", List.of("g.make"),
                        "g.two", List.of("g.make", "g.one"),
                        "g.three", List.of("begin"),
                        "g.drop", List.of("g.two", "g.three", "g.make"),
                        "end", List.of("g.two", "g.three", "begin")),
                order(dag));
        assertEquals(
                new Role.Teardown(List.of("g.make"), false),
                dag.task("g.drop").orElseThrow().role());
        finds("groups: {g: {tasks: {a: {notebook: a.ipynb, after: h}}}}", "which is no task");
        finds("tasks: {g: {notebook: a.ipynb}}\ngroups: {g: {tasks: {a: {notebook: a.ipynb}}}}", "both a task");
    }

    @Test
    void readsForEachOverAListATemplateAndAnOutput() {
        assertEquals(
                new ForEach(new ForEach.Items.Listed(List.of("Oslo", "Pune")), null, null),
                task("{notebook: a.ipynb, for_each: [Oslo, Pune]}").forEach());
        assertEquals(
                new ForEach(new ForEach.Items.Listed(List.of(1L)), "city", 4),
                task("{notebook: a.ipynb, for_each: {items: [1], as: city, max_parallel: 4}}")
                        .forEach());
        DagSpec dag = valid("""
                tasks:
                  list: {notebook: a.ipynb}
                  each: {notebook: a.ipynb, for_each: list.cities}
                  join: {notebook: a.ipynb, after: each}
                """);
        TaskSpec each = dag.task("each").orElseThrow();
        assertEquals(new ForEach(new ForEach.Items.Output("list", "cities"), null, null), each.forEach());
        assertEquals(List.of("list"), each.start().after());
        finds("tasks: {t: {notebook: a.ipynb, for_each: 3}}", "gives no list");
        finds("tasks: {t: {notebook: a.ipynb, for_each: nobody.cities}}", "'nobody', which is no task");
    }

    @Test
    void airflowsNamesAreAnsweredWithOurs() {
        for (var one : Map.of(
                        "tasks: {t: {notebook: a.ipynb, execution_timeout: 5m}}", "It is called 'timeout' here.",
                        "tasks: {t: {bash_command: ls}}", "It is called 'command' here.",
                        "default_args: {retries: 1}\nnotebook_name: a.ipynb", "Write its members into the dag itself",
                        "tasks: {t: {wait_for: {filepath: a}}}", "It is called 'file' here.",
                        "tasks: {t: {wait_for: {file: a}, mode: reschedule}}", "Write it into 'wait_for'",
                        "tasks: {t: {notebok: a.ipynb}}", "Did you mean 'notebook'?")
                .entrySet()) {
            assertTrue(
                    DagFile.parse("dag.yml", HEAD + one.getKey()).findings().stream()
                            .anyMatch(finding -> finding.remedy().startsWith(one.getValue())),
                    () -> DagFile.parse("dag.yml", HEAD + one.getKey())
                            .findings()
                            .toString());
        }
    }

    @Test
    void whatOnlyARunKnowsHidesNoMistakeBehindIt() {
        finds("tasks: {t: {command: 'echo {{ var.value.x }} {{ ti.hostnam }}'}}", "hostnam");
        finds("tasks: {t: {command: 'echo {{ conn.x.host }} {{ ds | upperr }}'}}", "upperr");
        valid("tasks: {t: {command: 'echo {{ var.value.x }} {{ conn.x.host }} {{ ds }}'}}");
    }

    @Test
    void aTeardownMayFailTheRun() {
        assertEquals(
                new Role.Teardown(List.of(), true),
                task("{notebook: a.ipynb, teardown: true, on_failure_fail_dagrun: true}")
                        .role());
        finds("tasks: {t: {notebook: a.ipynb, on_failure_fail_dagrun: true}}", "is no teardown");
    }

    @Test
    void connectionsAreThoseOfDagGroupAndTaskTogether() {
        DagSpec dag = valid("""
                connections: warehouse
                tasks:
                  a: {notebook: a.ipynb, connections: [mail, warehouse]}
                  b: {sql_check: {connection: db, query: SELECT 1}}
                  c: {wait_for: {table: t, column: at, max_age: 1d, connection: lake}}
                """);
        assertEquals(List.of("warehouse", "mail"), dag.task("a").orElseThrow().connections());
        assertEquals(List.of("warehouse", "db"), dag.task("b").orElseThrow().connections());
        assertEquals(List.of("warehouse", "lake"), dag.task("c").orElseThrow().connections());
    }

    @Test
    void namesWhatIsNotRunYetWhereItStands() {
        DagSpec dag = valid("tasks:\n  t: {wait_for: {object: 's3://b/k', connection: c}}\n  u: {notebook: a.ipynb}\n");
        List<Finding> found = NotRunYet.findings("dag.yml", dag);
        found.forEach(finding -> {
            assertEquals(4, finding.line());
            assertTrue(finding.field().endsWith("wait_for"), finding.field());
        });
        assertTrue(found.size() <= 1);
        assertEquals(List.of(), NotRunYet.findings("dag.yml", valid("tasks: {t: {notebook: a.ipynb}}")));
    }

    @Test
    void aDagThatStartsItselfIsRefused() {
        finds("consumes: sales\nproduces: [sales]\nnotebook_name: a.ipynb\n", "start itself for ever");
        assertEquals(
                new DataNames(List.of("report"), List.of("sales", "stock"), false),
                valid("consumes: [sales, stock]\nproduces: report\nnotebook_name: a.ipynb\n")
                        .data());
        finds("consumes: {any: [sales]}\ntasks: {t: {notebook: a.ipynb, produces: sales}}\n", "start itself for ever");
    }

    @Test
    void oneOfWhatADagConsumesMayBeEnough() {
        assertEquals(
                new DataNames(List.of(), List.of("sales", "stock"), true),
                valid("consumes: {any: [sales, stock, sales]}\nnotebook_name: a.ipynb\n")
                        .data());
        assertEquals(
                new DataNames(List.of(), List.of("sales"), false),
                valid("consumes: {all: sales}\nnotebook_name: a.ipynb\n").data());
        finds("consumes: {any: [a], all: [b]}\nnotebook_name: a.ipynb\n", "both any and all");
        finds("consumes: {}\nnotebook_name: a.ipynb\n", "neither any nor all");
        finds("consumes: {anyone: [a]}\nnotebook_name: a.ipynb\n", "there is no field 'anyone'");
    }
}
