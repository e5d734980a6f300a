package dev.orrery.dag.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orrery.dag.schedule.DataInterval;
import dev.orrery.dag.schedule.RunId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplatesTest {
    private static final RunContext CONTEXT = new RunContext(
            new RunContext.Dag("notebook_v1", "ana", null, List.of("daily"), ZoneOffset.UTC),
            new RunContext.Run(
                    new RunId("scheduled__2024-03-01T18:30:00+00:00"),
                    new DataInterval(Instant.parse("2024-02-29T18:30:00Z"), Instant.parse("2024-03-01T18:30:00Z")),
                    null,
                    null,
                    Map.of()),
            new RunContext.Task("load", 2, null),
            Map.of("n", 4L, "name", "ana", "things", List.of(1L, "b", 3L)),
            RunTime.NOT_YET);

    private final Templates templates = new Templates();

    @ParameterizedTest
    @CsvSource(delimiter = '→', quoteCharacter = '`', textBlock = """
                    {{ ti.task_id }}/{{ task_instance.try_number }}      → load/2
                    {{ dag.owner }} {{ dag.tags }}                       → ana ['daily']
                    {{ 1 == 1.0 }} {{ '1' == 1 }} {{ none }}             → True False None
                    {{ 'a' if params.n > 3 else 'b' }}                   → a
                    {{ params.n is defined }} {{ nosuch is defined }}    → True False
                    {{ params.nosuch | default('x') }}                   → x
                    {{ (data_interval_end - data_interval_start).days }} → 1
                    {{ data_interval_end - data_interval_start }}        → <Interval [2024-02-29 18:30:00+00:00 -> 2024-03-01 18:30:00+00:00]>
                    {{ 'n=%d of %s' % (params.n, params.name) }}         → n=4 of ana
                    {{ '{:02d}-{}'.format(params.n, 'x') }}              → 04-x
                    {{ logical_date < data_interval_end }}               → True
                    {{ logical_date.date() + macros.timedelta(days=1) }} → 2024-03-01
                    {% for k, v in {'a': 1}.items() %}{{ k }}={{ v }}{% endfor %} → a=1
                    {% for i in range(3) %}{{ loop.index }}{% endfor %}  → 123
                    {{ params.things[1:] }}                              → ['b', 3]
                    {{ prev_ds }}{{ prev_ds is none }}{{ prev_ds == None }}{{ True if prev_ds else False }}                                       → NoneTrueTrueFalse
                    {{ (params.n | string) ~ 'x' }}                      → 4x
                    {{ ds.replace('-', '/') | upper }}                   → 2024/02/29
                    """)
    void rendersAsJinjaDoes(String template, String rendered) {
        assertEquals(rendered, templates.render(template, CONTEXT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{ ds.getClass() }}",
                "{{ ds.class }}",
                "{{ params.getClass().forName('java.lang.Runtime') }}",
                "{{ ____int3rpr3t3r____.getContext() }}",
                "{{ ____int3rpr3t3r____.config }}",
                "{{ macros.__class__ }}",
                "{{ logical_date.time.zone }}",
                "{% include '/etc/passwd' %}",
                "{% import 'application.properties' as x %}",
                "{% for i in range(1000000000) %}{% for j in range(10000) %}{{ j }}{% endfor %}{% endfor %}",
                "{{ 'x' * 1000000000 }}",
                "{{ '%9999999d' % 1 }}{{ nosuch }}",
                "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}{{ nosuch }}",
                "{{ today() }}",
                "{{ nosuch() }}",
                "{{ ds | nosuch }}",
                "{{ ds is nosuch }}",
                "{% if nosuch == 'x' %}a{% endif %}",
                "{% nosuch %}",
                "{{ ds + 1 }}",
                "{{ ds",
                "{% if ds %}",
                "{{ ds }",
                "{{ 1 / 0 }}"
            })
    void refuses(String template) {
        assertThrows(TemplateException.class, () -> templates.render(template, CONTEXT));
    }

    @Test
    void namesTheNearestKnownName() {
        TemplateException thrown =
                assertThrows(TemplateException.class, () -> templates.render("{{ logical_dat }}", CONTEXT));
        assertTrue(thrown.remedy().contains("'logical_date'"), thrown::remedy);
    }

    @Test
    void rendersNestedTextsAndLeavesTheRest() {
        assertEquals(
                Map.of("a", List.of("2024-02-29", 1L, Map.of("b", "notebook_v1")), "c", true),
                templates.render(
                        Map.of("a", List.of("{{ ds }}", 1L, Map.of("b", "{{ dag.dag_id }}")), "c", true), CONTEXT));
    }
}
