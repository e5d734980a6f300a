package dev.orrery.dag;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DagFileTest {
    static final String SEED = """
            dag_id: notebook_v1
            owner: vinayak
            start_date: '2020-09-01'
            schedule_interval: '0 0 * * *'
            notebook_name: notebook.ipynb
            parameters:
              msgs: 'Ran from Airflow at {{ execution_date }}!'
            """;

    private static DagSpec valid(String yaml) {
        ParsedDag parsed = DagFile.parse("dag.yml", yaml);
        return assertInstanceOf(
                        ParsedDag.Valid.class, parsed, () -> parsed.findings().toString())
                .dag();
    }

    private static List<Finding> findings(String yaml) {
        return assertInstanceOf(ParsedDag.Invalid.class, DagFile.parse("dag.yml", yaml))
                .findings();
    }

    private static void finds(String yaml, int line, String message, String remedy) {
        List<Finding> findings = findings(yaml);
        assertTrue(
                findings.stream()
                        .anyMatch(f -> Integer.valueOf(line).equals(f.line())
                                && f.message().contains(message)
                                && f.remedy().contains(remedy)),
                findings::toString);
    }

    @Test
    void readsTheSeedsExample() {
        DagSpec dag = valid(SEED);
        assertEquals("notebook_v1", dag.dagId());
        assertEquals("vinayak", dag.owner());
        assertEquals(
                Instant.parse("2020-09-01T00:00:00Z"), dag.schedule().bounds().start());
        assertEquals("every day at 00:00", dag.schedule().describe());
        assertEquals("0 0 * * *", dag.schedule().text());
        TaskSpec task = dag.tasks().getFirst();
        assertEquals("notebook", task.taskId());
        assertEquals("notebook.ipynb", task.notebook().orElseThrow());
        assertEquals(Map.of("msgs", "Ran from Airflow at {{ execution_date }}!"), task.parameters());
        assertEquals(7, task.lines().parameters().get("msgs"));
        assertEquals(5, task.lines().kind());
        assertEquals(4, dag.lines().line("schedule_interval"));
    }

    @Test
    void readsAFanOutWithDefaultsFromTheDag() {
        DagSpec dag = valid("""
                dag_id: replenish
                owner: ana
                schedule: none
                retries: 2
                retry_delay: 30s
                resources: {memory: 2G, cpus: 1}
                parameters: {day: "{{ ds }}", city: Oslo}
                tasks:
                  load:
                    notebook: load.ipynb
                  plan:
                    notebook: sub/plan.ipynb
                    after: load
                    parameters: {city: Pune}
                    retries: 0
                    trigger_rule: all_done
                  send:
                    notebook: send.ipynb
                    after: [load, plan]
                    timeout: 1h30m
                """);
        TaskSpec plan = dag.task("plan").orElseThrow();
        assertEquals(List.of("load"), plan.start().after());
        assertEquals(Map.of("day", "{{ ds }}", "city", "Pune"), plan.parameters());
        assertEquals(14, plan.lines().parameters().get("city"));
        assertEquals(7, plan.lines().parameters().get("day"));
        assertEquals(TriggerRule.ALL_DONE, plan.start().rule());
        assertEquals(0, plan.retries().most());
        TaskSpec send = dag.task("send").orElseThrow();
        assertEquals(2, send.retries().most());
        assertEquals(Duration.ofSeconds(30), send.retries().delay());
        assertEquals(Duration.ofMinutes(90), send.timeout());
        assertEquals(new Resources(2L << 30, 1.0), send.resources());
    }

    @Test
    void findsAllProblemsInOnePass() {
        String yaml = """
                dag_id: a b
                ownr: ana
                start_date: 2024-13-01
                schedule: 61 * * * *
                catchup: yes
                timezone: Europe/Berlni
                retries: 1000
                tasks:
                  - task_id: load
                    notebook: load.ipynb
                    after: pln
                  - task_id: plan
                    notebook: ../plan.ipynb
                    parameters: {x: "{{ dss }}"}
                """;
        finds(yaml, 1, "'a b' cannot be a dag_id", "letters");
        finds(yaml, 2, "no field 'ownr'", "'owner'");
        finds(yaml, 1, "'owner' is missing", "Add");
        finds(yaml, 3, "no date", "2024-03-01");
        finds(yaml, 4, "minute '61'", "every minute");
        finds(yaml, 5, "'catchup' is the text 'yes'", "true or false");
        finds(yaml, 6, "no time zone", "Europe/Berlin");
        finds(yaml, 7, "'retries' is 1000", "0 to 100");
        finds(yaml, 9, "'pln', which is no task", "'plan'");
        finds(yaml, 13, "no path inside", "relative");
    }

    @Test
    void findsAnUnknownNameInATemplate() {
        finds(SEED.replace("execution_date", "execution_dat"), 7, "'execution_dat' is undefined", "'execution_date'");
        finds(SEED.replace("{{ execution_date }}", "{{ execution_date"), 7, "msgs", "");
        finds(SEED.replace("{{ execution_date }}", "{{ ds | dss }}"), 7, "no filter 'dss'", "");
        finds(SEED.replace("{{ execution_date }}", "{{ ds | nosuchfilter }}"), 7, "no filter", "");
        finds(SEED.replace("{{ execution_date }}", "{{ logical_date.strftme(1) }}"), 7, "strftme", "strftime");
        finds(SEED.replace("{{ execution_date }}", "{% if ds %}x"), 7, "msgs", "");
        finds(
                SEED.replace("{{ execution_date }}", "{% if false %}{{ dss }}{% endif %}"),
                7,
                "'dss' is undefined",
                "'ds'");
        finds(SEED.replace("{{ execution_date }}", "{{ ds if true else run_idd }}"), 7, "'run_idd'", "'run_id'");
        valid(SEED.replace(
                "{{ execution_date }}", "{{ my | default(ds) }}{% for x in [1] %}{{ loop.index }}{{ x }}{% endfor %}"));
    }

    @Test
    void namesTheCycle() {
        finds("""
                dag_id: a
                owner: ana
                tasks:
                  a: {notebook: a.ipynb, after: c}
                  b: {notebook: b.ipynb, after: a}
                  c: {notebook: c.ipynb, after: b}
                """, 4, "wait for each other: a -> b -> c -> a", "after");
    }

    @Test
    void saysWhereTheYamlIsBroken() {
        finds("dag_id: a\nowner: 'ana\n", 3, "YAML cannot be read", "quotes");
        finds("dag_id: a\ndag_id: b\nowner: ana\n", 2, "stands twice", "Remove");
        finds("- a\n", 1, "declares no dag", "dag_id");
        finds("", 1, "declares no dag", "dag_id");
    }

    @Test
    void refusesWhatNeverComesOrEndsBeforeItStarts() {
        finds(SEED.replace("0 0 * * *", "0 0 30 2 *"), 4, "never comes", "month");
        finds(SEED + "end_date: 2019-01-01\n", 8, "before start_date", "later");
        finds(SEED.replace("start_date: '2020-09-01'\n", ""), 1, "start_date", "Add");
    }

    @Test
    void refusesAliasBombsAndHugeFiles() {
        StringBuilder bomb = new StringBuilder(
                "dag_id: a\nowner: ana\nnotebook_name: a.ipynb\nparameters:\n  a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++) {
            bomb.append("  a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(8) + "*a" + (i - 1)));
        }
        List<Finding> found = findings(bomb.toString());
        assertTrue(found.stream().anyMatch(f -> f.message().contains("aliases")), found::toString);
        assertTrue(findings("#".repeat(600_000)).getFirst().message().contains("longer"));
        findings("a: ".repeat(1) + "[".repeat(100_000));
        findings("dag_id: &x [*x]\nparameters: &y {a: *y}\n");
    }
}
