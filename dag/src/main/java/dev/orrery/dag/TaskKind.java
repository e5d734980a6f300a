package dev.orrery.dag;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a task does. Texts may be templates where it says so; they are as written, not rendered. */
public sealed interface TaskKind {
    /** The kind's field in dag.yml. */
    String word();

    /**
     * Runs a notebook.
     *
     * @param path relative to the dag's folder with {@code /}; never leads out of it
     */
    record Notebook(String path) implements TaskKind {
        @Override
        public String word() {
            return "notebook";
        }
    }

    /** Runs a program in the dag's folder; an exit code other than 0 fails it. */
    sealed interface Command extends TaskKind {
        @Override
        default String word() {
            return "command";
        }
    }

    /** A text for the shell ({@code bash -c}); a template. */
    record ShellText(String text) implements Command {}

    /** A program and its arguments, with no shell between; each a template. */
    record Arguments(List<String> words) implements Command {
        public Arguments {
            words = List.copyOf(words);
        }
    }

    /**
     * Asks a database and fails where the answer is not what is expected.
     *
     * @param connection the id of the connection
     * @param query a template
     */
    record SqlCheck(String connection, String query, Expectation expected) implements TaskKind {
        @Override
        public String word() {
            return "sql_check";
        }
    }

    /** What the answer of a {@link SqlCheck} has to be. */
    sealed interface Expectation {
        /** There is a first row, and each of its values is true as Python sees it. */
        record TrueRow() implements Expectation {}

        /** So many rows; null for no bound. */
        record Rows(@Nullable Long least, @Nullable Long most) implements Expectation {}

        /** The first value of the first row is a number from {@code least} to {@code most}; null for no bound. */
        record Value(@Nullable Double least, @Nullable Double most) implements Expectation {}
    }

    /**
     * Waits, and holds no place meanwhile. The task's timeout ends the wait.
     *
     * @param every how often what has to be asked for is asked
     * @param skipOnTimeout whether the timeout skips the task instead of failing it
     */
    record Wait(WaitFor what, Duration every, boolean skipOnTimeout) implements TaskKind {
        @Override
        public String word() {
            return "wait_for";
        }
    }
}
