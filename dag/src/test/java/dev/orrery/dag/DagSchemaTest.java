package dev.orrery.dag;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DagSchemaTest {
    @Test
    void describesEveryFieldThatTheParserKnows() {
        JsonNode schema = JsonMapper.shared().readTree(DagSchema.json());
        JsonNode properties = schema.get("properties");
        assertEquals(
                Set.copyOf(Field.names(Vocabulary.OF_DAG)),
                properties.propertyStream().map(property -> property.getKey()).collect(Collectors.toSet()));
        properties.forEach(
                property -> assertFalse(property.get("description").asString().isEmpty(), property::toString));
        assertEquals("dag_id", schema.get("required").get(0).asString());
        assertFalse(schema.get("$defs")
                .get("task")
                .get("properties")
                .get("trigger_rule")
                .isMissingNode());
    }
}
