package dev.orrery.scheduler;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Why an attempt failed, as the runner or the scheduler tells it.
 *
 * @param name the exception's class, or a word for the kind
 * @param cellIndex from 0 in the output notebook
 * @param traceback lines with ANSI colours
 */
public record AttemptError(
        Kind kind,
        String name,
        String message,
        @Nullable String cellId,
        @Nullable Integer cellIndex,
        List<String> traceback) {
    private static final int MAX_LINES = 500;
    private static final int MAX_LINE = 10_000;
    private static final int MAX_MESSAGE = 20_000;
    private static final int MAX_NAME = 300;

    /** A runner is not trusted, so what it tells is cut to a bounded length, and what it leaves out is empty. */
    public AttemptError {
        kind = Objects.requireNonNullElse(kind, Kind.CELL);
        name = cut(Objects.requireNonNullElse(name, ""), MAX_NAME);
        message = cut(Objects.requireNonNullElse(message, ""), MAX_MESSAGE);
        cellId = cellId == null ? null : cut(cellId, MAX_NAME);
        traceback = Objects.requireNonNullElse(traceback, List.<String>of()).stream()
                .limit(MAX_LINES)
                .map(line -> cut(line, MAX_LINE))
                .toList();
    }

    /** What went wrong. */
    public enum Kind {
        CELL,
        KERNEL_DIED,
        TIMEOUT,
        LOST,
        LAUNCH,
        NOTEBOOK,
        COMMAND,
        CANCELLED;

        @JsonValue
        String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        @JsonCreator
        static Kind of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }

    static AttemptError of(Kind kind, String name, String message) {
        return new AttemptError(kind, name, message, null, null, List.of());
    }

    static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length - 1) + "…";
    }
}
