package dev.orrery.dag.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import dev.orrery.dag.schedule.DataInterval;
import dev.orrery.dag.schedule.RunId;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Templates by hand and at random with what Airflow 3.3.2 (Jinja 3, pendulum 3) rendered of them; those without a result are
 * errors there. {@code bench/airflow} makes more of them and asks Airflow itself.
 */
class AirflowTrialsTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final JsonNode FILE = file();

    private static JsonNode file() {
        try (InputStream in = Objects.requireNonNull(
                AirflowTrialsTest.class.getClassLoader().getResourceAsStream("airflow-trials.json"))) {
            return JSON.readTree(in);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static Stream<JsonNode> trials() {
        return StreamSupport.stream(FILE.get("trials").spliterator(), false);
    }

    @ParameterizedTest
    @MethodSource("trials")
    void rendersAsAirflowDoes(JsonNode trial) {
        Instant start = Instant.parse(trial.get("interval").get(0).asString());
        Instant end = Instant.parse(trial.get("interval").get(1).asString());
        RunContext context = new RunContext(
                new RunContext.Dag("notebook_v1", "ana", null, List.of(), ZoneOffset.UTC),
                new RunContext.Run(
                        new RunId("scheduled__x"), new DataInterval(start, end), null, null, map(FILE.get("conf"))),
                new RunContext.Task("notebook", 1, null),
                map(FILE.get("params")),
                RunTime.NOT_YET);
        String template = trial.get("template").asString();
        String rendered;
        try {
            rendered = new Templates().render(template, context);
        } catch (TemplateException e) {
            if (trial.has("rendered")) {
                fail(template, e);
            }
            return;
        }
        assertEquals(trial.has("rendered") ? trial.get("rendered").asString() : "an error", rendered, template);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(JsonNode node) {
        return JSON.treeToValue(node, Map.class);
    }
}
