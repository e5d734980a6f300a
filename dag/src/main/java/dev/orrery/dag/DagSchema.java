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
        ObjectNode dag = object(Vocabulary.OF_DAG);
        ObjectNode definitions = schema.putObject("$defs");
        ObjectNode task = object(Vocabulary.OF_TASK);
        exactlyOne(task, KindReader.KINDS);
        definitions.set("task", task);
        ObjectNode properties = (ObjectNode) dag.get("properties");
        tasks(properties);
        ObjectNode group = object(Vocabulary.OF_GROUP);
        tasks((ObjectNode) group.get("properties"));
        ((ObjectNode) properties.get("groups")).set("additionalProperties", group);
        ArrayNode either = dag.putArray("anyOf");
        for (String field : List.of("notebook_name", "tasks", "groups")) {
            either.addObject().putArray("required").add(field);
        }
        schema.setAll(dag);
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(schema);
    }

    private static void tasks(ObjectNode properties) {
        ObjectNode tasks = (ObjectNode) properties.get("tasks");
        tasks.putObject("items").put("$ref", "#/$defs/task");
        tasks.putObject("additionalProperties").put("$ref", "#/$defs/task");
    }

    private static void exactlyOne(ObjectNode object, List<String> fields) {
        ArrayNode one = object.putArray("oneOf");
        fields.forEach(field -> one.addObject().putArray("required").add(field));
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
            if (!field.below().isEmpty()) {
                ObjectNode below = object(field.below());
                below.remove("type");
                property.setAll(below);
            }
            properties.set(field.name(), property);
            if (field.required()) {
                required.add(field.name());
            }
        }
        return object;
    }
}
