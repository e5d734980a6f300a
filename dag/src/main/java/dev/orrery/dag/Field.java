package dev.orrery.dag;

import java.util.List;
import java.util.Optional;

/**
 * A field that dag.yml knows; {@link Vocabulary} lists them. The parser and the JSON Schema both read those tables, so that
 * neither knows a field that the other does not.
 *
 * @param schema the field's JSON Schema without its description
 * @param below the fields of its value where that is a mapping of fixed fields; else empty
 */
record Field(String name, String schema, boolean required, String description, List<Field> below) {

    static Field required(String name, String schema, String description) {
        return new Field(name, schema, true, description, List.of());
    }

    static Field optional(String name, String schema, String description) {
        return new Field(name, schema, false, description, List.of());
    }

    Field with(List<Field> fields) {
        return new Field(name, schema, required, description, fields);
    }

    static List<String> names(List<Field> fields) {
        return fields.stream().map(Field::name).toList();
    }

    static Optional<Field> find(List<Field> fields, String name) {
        return fields.stream().filter(field -> field.name.equals(name)).findFirst();
    }
}
