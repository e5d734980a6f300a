package dev.orrery.dag;

import java.util.List;
import java.util.Map;

/** Reads {@code produces} and {@code consumes} of a dag. */
final class DataNamesReader {
    private DataNamesReader() {}

    /** @param tasks the dag's, which produce, too */
    static DataNames read(YamlMap map, List<TaskSpec> tasks) {
        List<String> produces = map.texts("produces");
        DataNames data = map.any("consumes") instanceof Map ? choice(map, produces) : of(produces, map, "consumes");
        data.consumes().stream()
                .filter(name -> produces.contains(name)
                        || tasks.stream().anyMatch(task -> task.produces().contains(name)))
                .findFirst()
                .ifPresent(name -> map.wrong(
                        "consumes",
                        "the dag produces '" + name + "', which it consumes: it would start itself for ever",
                        "Remove it from one of them."));
        return data;
    }

    private static DataNames of(List<String> produces, YamlMap map, String field) {
        return new DataNames(produces, map.texts(field).stream().distinct().toList(), field.equals("any"));
    }

    private static DataNames choice(YamlMap map, List<String> produces) {
        YamlMap fields = map.map("consumes").orElseThrow();
        fields.check(Vocabulary.OF_CONSUMES);
        if (fields.has("any") == fields.has("all")) {
            map.wrong(
                    "consumes",
                    "'consumes' has " + (fields.has("any") ? "both any and all" : "neither any nor all"),
                    "Write a list of names, or {any: [names]} where one of them is enough.");
            return DataNames.NONE;
        }
        return of(produces, fields, fields.has("any") ? "any" : "all");
    }
}
