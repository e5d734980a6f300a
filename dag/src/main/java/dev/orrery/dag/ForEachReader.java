package dev.orrery.dag;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code for_each}. */
final class ForEachReader {
    static final int MOST_ITEMS = 10_000;
    /** A task id may hold dots; an output's name holds none. */
    private static final Pattern OUTPUT = Pattern.compile("([A-Za-z0-9][A-Za-z0-9_.-]*)\\.([A-Za-z0-9_-]+)");

    private ForEachReader() {}

    static Optional<ForEach> read(YamlMap map) {
        if (!map.has("for_each")) {
            return Optional.empty();
        }
        if (!(map.any("for_each") instanceof Map)) {
            return items(map, "for_each").map(items -> new ForEach(items, null, null));
        }
        YamlMap fields = map.map("for_each").orElseThrow();
        fields.check(Vocabulary.OF_FOR_EACH);
        String as = fields.has("as") ? fields.text("as") : null;
        Integer maxParallel = fields.has("max_parallel") ? (Integer) fields.whole("max_parallel", 1, 10_000, 1) : null;
        return fields.has("items")
                ? items(fields, "items").map(items -> new ForEach(items, as, maxParallel))
                : Optional.empty();
    }

    private static Optional<ForEach.Items> items(YamlMap map, String field) {
        ForEach.@Nullable Items items = switch (map.any(field)) {
            case List<?> list
            when list.size() <= MOST_ITEMS -> new ForEach.Items.Listed(new ArrayList<@Nullable Object>(list));
            case List<?> _ -> {
                map.wrong(field, "'" + field + "' has more than " + MOST_ITEMS + " items", "Put several into one.");
                yield null;
            }
            case String text when text.contains("{{") || text.contains("{%") -> new ForEach.Items.Template(text);
            case String text -> output(text);
            case null, default -> null;
        };
        if (items == null) {
            map.wrong(
                    field,
                    "'" + field + "' gives no list",
                    "Write a list, a template such as \"{{ params.cities }}\", or task.name for what a task put out.");
        }
        return Optional.ofNullable(items);
    }

    private static ForEach.Items.@Nullable Output output(String text) {
        Matcher matcher = OUTPUT.matcher(text.strip());
        return matcher.matches() ? new ForEach.Items.Output(matcher.group(1), matcher.group(2)) : null;
    }
}
