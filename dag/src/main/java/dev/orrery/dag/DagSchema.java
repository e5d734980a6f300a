package dev.orrery.dag;

import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The JSON Schema (2020-12) of dag.yml, for editors and completion. */
public final class DagSchema {
    private static final JsonMapper JSON = JsonMapper.shared();

    private DagSchema() {}

    public static String json() {
        ObjectNode schema = JSON.createObjectNode();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", "dag.yml");
        ObjectNode dag = object(Field.OF_DAG);
        ObjectNode properties = (ObjectNode) dag.get("properties");
        ObjectNode tasks = (ObjectNode) properties.get("tasks");
        tasks.set("items", object(Field.OF_TASK));
        tasks.set("additionalProperties", object(Field.OF_TASK));
        schema.setAll(dag);
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(schema);
    }

    private static ObjectNode object(List<Field> fields) {
        ObjectNode object = JSON.createObjectNode();
        object.put("type", "object");
        object.put("additionalProperties", false);
        ArrayNode required = object.putArray("required");
        ObjectNode properties = object.putObject("properties");
        for (Field field : fields) {
            ObjectNode property = (ObjectNode) JSON.readTree(field.schema());
            property.put("description", field.description());
            properties.set(field.name(), property);
            if (field.required()) {
                required.add(field.name());
            }
        }
        return object;
    }
}
