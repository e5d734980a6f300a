package dev.orrery.scheduler;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What happened in an attempt, as its runner tells it; which members are there depends on the kind.
 *
 * @param sequence from 1 without gaps
 * @param index of a cell, from 0
 * @param state how the attempt ended
 * @param outputs what it hands on, plain values by name
 */
public record AttemptEvent(
        long sequence,
        Instant at,
        Kind kind,
        @Nullable Integer cellsTotal,
        @Nullable Integer index,
        @Nullable String cellId,
        @Nullable Boolean failed,
        @Nullable Double cpuSeconds,
        @Nullable Long peakMemoryBytes,
        @Nullable EndState state,
        @Nullable Integer exitCode,
        @Nullable AttemptError error,
        @Nullable Map<String, @Nullable Object> outputs) {

    public AttemptEvent {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(kind, "kind");
        if (sequence < 1) {
            throw new IllegalArgumentException("an event's sequence is from 1");
        }
    }

    /** What kind of thing happened. */
    public enum Kind {
        STARTED,
        CELL_STARTED,
        /** The running cell has put something out; told at most about once a second. */
        CELL_OUTPUT,
        CELL_FINISHED,
        FINISHED;

        @JsonValue
        String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        @JsonCreator
        static Kind of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }

    /** How an attempt ended, as its runner sees it. */
    public enum EndState {
        SUCCESS,
        FAILED,
        CANCELLED;

        @JsonValue
        String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        @JsonCreator
        static EndState of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }
}
