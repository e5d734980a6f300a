package dev.orrery.dag.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orrery.dag.schedule.DataInterval;
import dev.orrery.dag.schedule.RunId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunTimeNamesTest {
    /** A platform with one of each. */
    private record TestingRunTime() implements RunTime {
        @Override
        public Instant now() {
            return Instant.parse("2024-03-01T18:31:00Z");
        }

        @Override
        public Optional<String> variable(String name) {
            return Optional.ofNullable(
                    Map.of("bucket", "s3://b", "limits", "{\"rows\": 5}").get(name));
        }

        @Override
        public Optional<Connection> connection(String id) {
            return id.equals("dwh")
                    ? Optional.of(new Connection(id, "postgres", "db.test", 5432, "ana", "sales"))
                    : Optional.empty();
        }

        @Override
        public Optional<Object> output(String taskId, String name) {
            return Optional.ofNullable(
                    Map.<String, Object>of("load.rows", 7L, "each.sum", List.of(1L, 2L), "load.return_value", "done")
                            .get(taskId + "." + name));
        }

        @Override
        public Optional<String> state(String taskId) {
            return Optional.of("success");
        }

        @Override
        public List<DataEvent> dataEvents() {
            return List.of();
        }

        @Override
        public Optional<Success> previousSuccess() {
            Instant start = Instant.parse("2024-02-27T18:30:00Z");
            return Optional.of(
                    new Success(start, start.plusSeconds(60), start.plusSeconds(120), start.plusSeconds(180)));
        }
    }

    private static RunContext context(RunTime runTime) {
        Instant start = Instant.parse("2024-02-28T18:30:00Z");
        return new RunContext(
                new RunContext.Dag("d", "ana", null, List.of(), ZoneOffset.UTC),
                new RunContext.Run(
                        new RunId("manual__x"), new DataInterval(start, start.plusSeconds(60)), null, null, Map.of()),
                new RunContext.Task("t", 1, new RunContext.Mapped(3, Map.of("city", "Oslo"))),
                Map.of("cities", List.of("Oslo", "Pune"), "n", 4L),
                runTime);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '→', quoteCharacter = '`', textBlock = """
                    {{ var.value.bucket }}/x                              → s3://b/x
                    {{ var.value.get('no', 'fallback') }}                 → fallback
                    {{ var.json.limits.rows + 1 }}                        → 6
                    {{ conn.dwh.host }}:{{ conn.dwh.port }}               → db.test:5432
                    {{ conn.get('dwh').conn_type }} {{ conn.dwh.schema }} → postgres sales
                    {{ tasks.load.output.rows * 2 }}                      → 14
                    {{ tasks['each'].output.sum | sum }}                  → 3
                    {{ tasks.load.state }}                                → success
                    {{ ti.xcom_pull(task_ids='load') }}                   → done
                    {{ ti.xcom_pull(task_ids=['load', 'no'], key='rows') }} → [7, None]
                    {{ ti.xcom_pull('no', key='rows') }}                  → None
                    {{ prev_data_interval_start_success | ds }}           → 2024-02-27
                    {{ prev_end_date_success }}                           → 2024-02-27 18:33:00+00:00
                    {{ macros.datetime.now().strftime('%H:%M') }}         → 18:31
                    {{ item.city }} {{ map_index }} {{ ti.map_index }}    → Oslo 3 3
                    """)
    void rendersWhatThePlatformKnows(String template, String rendered) {
        assertEquals(rendered, new Templates().render(template, context(new TestingRunTime())));
    }

    @Test
    void aNameThatThePlatformDoesNotKnowIsAnError() {
        for (String template : List.of("{{ var.value.no }}", "{{ conn.no.host }}", "{{ tasks.load.output.no }}")) {
            assertThrows(
                    TemplateException.class, () -> new Templates().render(template, context(new TestingRunTime())));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"password", "extra_dejson.token", "get_uri()"})
    void whatIsSecretOfAConnectionIsRefusedWithWhereItIsGiven(String secret) {
        TemplateException refused = assertThrows(
                TemplateException.class,
                () -> new Templates().render("{{ conn.dwh." + secret + " }}", context(new TestingRunTime())));
        assertTrue(refused.remedy().contains("connections:"), refused.remedy());
    }

    @Test
    void beforeARunTheTextStaysAndTheStrictOneSaysSo() {
        String template = "x {{ conn.dwh.password }}";
        assertEquals(template, Templates.beforeRuns().render(template, context(RunTime.NOT_YET)));
        assertThrows(OnlyAtRunTime.class, () -> new Templates().render(template, context(RunTime.NOT_YET)));
    }

    @Test
    void aConditionIsAnExpressionOrATemplateThatSaysTrueOrFalse() {
        RunContext context = context(new TestingRunTime());
        Templates templates = new Templates();
        assertTrue(templates.holds("params.n > 3 and tasks.load.output.rows", context));
        assertFalse(templates.holds("{{ params.n > 4 }}", context));
        assertTrue(templates.holds("{% if params.n == 4 %}true{% else %}false{% endif %}", context));
        assertFalse(templates.holds("false", context));
        assertThrows(TemplateException.class, () -> templates.holds("{% if params.n %}maybe{% endif %}", context));
        assertThrows(TemplateException.class, () -> templates.holds("params.m > 3", context));
    }

    @Test
    void oneExpressionGivesItsValueAndMoreThanOneAText() {
        RunContext context = context(new TestingRunTime());
        Templates templates = new Templates();
        assertEquals(List.of("Oslo", "Pune"), templates.value("{{ params.cities }}", context));
        assertEquals(8L, templates.value(" {{ params.n * 2 }} ", context));
        assertEquals(null, templates.value("{{ none }}", context));
        assertEquals("4-4", templates.value("{{ params.n }}-{{ params.n }}", context));
    }
}
