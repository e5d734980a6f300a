package dev.orrery.dag.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.orrery.dag.schedule.DataInterval;
import dev.orrery.dag.schedule.RunId;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Compares with what Airflow rendered. */
class AirflowTemplatesTest {
    private static final JsonMapper JSON = JsonMapper.shared();

    @TestFactory
    Stream<DynamicTest> rendersWhatAirflowRenders() throws IOException {
        try (InputStream vectors = AirflowTemplatesTest.class.getResourceAsStream("/airflow-vectors.json")) {
            JsonNode templates = JSON.readTree(vectors).get("templates");
            assertEquals(92, templates.size());
            return templates
                    .valueStream()
                    .map(vector -> DynamicTest.dynamicTest(
                            vector.get("template").asString() + " at "
                                    + vector.get("data_interval_start").asString(),
                            () -> compare(vector)))
                    .toList()
                    .stream();
        }
    }

    private static void compare(JsonNode vector) {
        RunContext context = context(vector);
        String template = vector.get("template").asString();
        if (vector.has("error")) {
            assertThrows(TemplateException.class, () -> new Templates().render(template, context));
        } else {
            assertEquals(vector.get("rendered").asString(), new Templates().render(template, context));
        }
    }

    private static RunContext context(JsonNode vector) {
        Instant start = Instant.parse(vector.get("data_interval_start").asString());
        Instant end = Instant.parse(vector.get("data_interval_end").asString());
        return new RunContext(
                new RunContext.Dag(vector.get("dag_id").asString(), "ana", null, List.of(), ZoneOffset.UTC),
                new RunContext.Run(
                        new RunId(vector.get("run_id").asString()),
                        new DataInterval(start, end),
                        start.minus(1, ChronoUnit.DAYS),
                        start.plus(1, ChronoUnit.DAYS),
                        map(vector.get("conf"))),
                new RunContext.Task("notebook", 1, null),
                map(vector.get("params")),
                RunTime.NOT_YET);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(JsonNode node) {
        return JSON.treeToValue(node, Map.class);
    }
}
