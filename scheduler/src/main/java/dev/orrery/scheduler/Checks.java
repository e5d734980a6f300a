package dev.orrery.scheduler;

import dev.orrery.dag.TaskKind;
import dev.orrery.dag.WaitFor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The programs of the toolbox that ask databases, in the task's own environment. */
final class Checks {
    private static final List<String> PROGRAM = List.of("python", "-m", "toolbox.checks");

    private Checks() {}

    /** @param query rendered */
    static List<String> sql(TaskKind.SqlCheck check, String query) {
        List<String> words = new ArrayList<>(PROGRAM);
        words.addAll(List.of("sql", "--connection=" + check.connection(), "--query=" + query));
        switch (check.expected()) {
            case TaskKind.Expectation.TrueRow() -> {}
            case TaskKind.Expectation.Rows(@Nullable Long least, @Nullable Long most) -> {
                add(words, "--min-rows", least);
                add(words, "--max-rows", most);
            }
            case TaskKind.Expectation.Value(@Nullable Double least, @Nullable Double most) -> {
                add(words, "--min-value", least);
                add(words, "--max-value", most);
            }
        }
        return words;
    }

    /** Ends when the table is fresh; until then it looks again and again. */
    static List<String> fresh(WaitFor.TableFresh fresh, String table, String column, Duration every) {
        List<String> words = new ArrayList<>(PROGRAM);
        words.addAll(List.of(
                "fresh",
                "--connection=" + fresh.connection(),
                "--table=" + table,
                "--column=" + column,
                "--max-age=" + fresh.maxAge().toSeconds(),
                "--every=" + every.toSeconds()));
        return words;
    }

    private static void add(List<String> words, String option, @Nullable Number value) {
        if (value != null) {
            words.add(option + "=" + value);
        }
    }
}
