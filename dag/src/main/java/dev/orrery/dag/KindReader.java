package dev.orrery.dag;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what a task does: exactly one of the fields that name a kind. */
final class KindReader {
    static final List<String> KINDS = List.of("notebook", "command", "sql_check", "wait_for");
    private static final Duration SHORTEST_POKE = Duration.ofSeconds(5);
    private static final Duration POKE = Duration.ofSeconds(30);

    private KindReader() {}

    /** The field that says what the task does; the first kind's where none does. */
    static String field(YamlMap map) {
        return KINDS.stream().filter(map::has).findFirst().orElse(KINDS.getFirst());
    }

    /** Empty where findings were left. */
    static Optional<TaskKind> read(YamlMap map) {
        List<String> given = KINDS.stream().filter(map::has).toList();
        if (given.size() > 1) {
            map.wrong(
                    given.get(1),
                    "the task has both '" + given.get(0) + "' and '" + given.get(1) + "'",
                    "Keep one of them, or make two tasks.");
        }
        if (given.isEmpty()) {
            map.wrong("notebook", "the task has nothing to do", "Add one of " + String.join(", ", KINDS) + ".");
            return Optional.empty();
        }
        return Optional.ofNullable(
                switch (given.getFirst()) {
                    case "notebook" -> notebook(map, "notebook");
                    case "command" -> command(map);
                    case "sql_check" ->
                        map.map("sql_check").map(KindReader::sqlCheck).orElse(null);
                    default -> map.map("wait_for").map(KindReader::waiting).orElse(null);
                });
    }

    static TaskKind.@Nullable Notebook notebook(YamlMap map, String field) {
        String path = map.file(field);
        if (path != null && !path.endsWith(".ipynb")) {
            map.wrong(field, "'" + path + "' is no notebook", "Name a file that ends in .ipynb.");
            return null;
        }
        return path == null ? null : new TaskKind.Notebook(path);
    }

    private static @Nullable TaskKind command(YamlMap map) {
        if (!(map.any("command") instanceof List)) {
            String text = map.text("command");
            return text == null ? null : new TaskKind.ShellText(text);
        }
        List<String> words = map.texts("command");
        if (words.isEmpty()) {
            map.wrong("command", "'command' has no program", "Write [program, argument, …], or a text for the shell.");
            return null;
        }
        return new TaskKind.Arguments(words);
    }

    private static @Nullable TaskKind sqlCheck(YamlMap fields) {
        fields.check(Vocabulary.OF_SQL_CHECK);
        String connection = fields.text("connection");
        String query = fields.text("query");
        boolean rows = fields.has("min_rows") || fields.has("max_rows");
        boolean value = fields.has("min_value") || fields.has("max_value");
        if (rows && value) {
            fields.wrong(
                    fields.has("min_value") ? "min_value" : "max_value",
                    "the check bounds both the rows and the value",
                    "Keep one of them, or make two checks.");
        }
        TaskKind.Expectation expected = rows
                ? new TaskKind.Expectation.Rows(whole(fields, "min_rows"), whole(fields, "max_rows"))
                : value
                        ? new TaskKind.Expectation.Value(real(fields, "min_value"), real(fields, "max_value"))
                        : new TaskKind.Expectation.TrueRow();
        return connection == null || query == null ? null : new TaskKind.SqlCheck(connection, query, expected);
    }

    private static @Nullable Long whole(YamlMap fields, String field) {
        return fields.has(field) ? (long) fields.whole(field, 0, Integer.MAX_VALUE, 0) : null;
    }

    private static @Nullable Double real(YamlMap fields, String field) {
        return fields.has(field) ? fields.real(field, -Double.MAX_VALUE, Double.MAX_VALUE, 0) : null;
    }

    private static @Nullable TaskKind waiting(YamlMap fields) {
        fields.check(Vocabulary.OF_WAIT_FOR);
        List<String> given = Stream.of("time", "delay", "file", "object", "dag", "table")
                .filter(fields::has)
                .toList();
        if (given.size() != 1) {
            fields.wrong(
                    given.isEmpty() ? "time" : given.get(1),
                    given.isEmpty() ? "'wait_for' names nothing" : "'wait_for' names " + String.join(" and ", given),
                    "Give it one of time, delay, file, object, dag and table.");
            return null;
        }
        WaitFor what = what(given.getFirst(), fields);
        Duration every = every(fields, one(fields, "every", "poke_interval"));
        boolean skip = fields.flag(one(fields, "skip_on_timeout", "soft_fail"), false);
        return what == null ? null : new TaskKind.Wait(what, every, skip);
    }

    private static Duration every(YamlMap fields, String field) {
        Duration every = fields.length(field, POKE);
        if (every == null || every.compareTo(SHORTEST_POKE) < 0) {
            fields.wrong(field, "'" + field + "' is shorter than 5s", "Write 5s or more.");
            return POKE;
        }
        return every;
    }

    /** The name under which a field is given: its own, or Airflow's. */
    private static String one(YamlMap fields, String own, String airflows) {
        if (fields.has(own) && fields.has(airflows)) {
            fields.wrong(airflows, "'" + own + "' and '" + airflows + "' are both given", "Keep '" + own + "'.");
        }
        return fields.has(own) ? own : airflows;
    }

    private static WaitFor.@Nullable FileThere file(String path, YamlMap fields) {
        if (path.startsWith("/") && !path.startsWith("/home/")) {
            fields.wrong(
                    "file",
                    "'" + path + "' lies where a dag cannot look",
                    "Write ~/… for the home of the user whose rights it has, or a path relative to dag.yml.");
            return null;
        }
        return new WaitFor.FileThere(path);
    }

    private static @Nullable WaitFor what(String word, YamlMap fields) {
        if (word.equals("delay")) {
            Duration length = fields.duration("delay", null);
            return length == null ? null : new WaitFor.Delay(length);
        }
        String text = fields.text(word);
        if (text == null) {
            return null;
        }
        String connection = fields.has("connection") ? fields.text("connection") : null;
        return switch (word) {
            case "time" -> new WaitFor.Time(text);
            case "file" -> file(text, fields);
            case "object" -> new WaitFor.ObjectThere(text, connection);
            case "dag" -> dagRun(text, fields);
            default -> table(text, connection, fields);
        };
    }

    private static WaitFor dagRun(String dagId, YamlMap fields) {
        Duration offset = fields.duration("offset", Duration.ZERO);
        return new WaitFor.DagRun(
                dagId, fields.has("task") ? fields.text("task") : null, offset == null ? Duration.ZERO : offset);
    }

    private static @Nullable WaitFor table(String table, @Nullable String connection, YamlMap fields) {
        String column = fields.has("column") ? fields.text("column") : null;
        Duration maxAge = fields.length("max_age", null);
        if (connection == null || column == null || maxAge == null) {
            fields.wrong(
                    "table",
                    "a wait for a table's freshness needs connection, column and max_age",
                    "Write such as {table: sales, connection: warehouse, column: loaded_at, max_age: 1d}.");
            return null;
        }
        return new WaitFor.TableFresh(connection, table, column, maxAge);
    }
}
