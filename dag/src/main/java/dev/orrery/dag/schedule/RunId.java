package dev.orrery.dag.schedule;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;

/** The name of a run within its dag, as Airflow 3 names it: the kind and the time after which the run is due. */
public record RunId(String value) {
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss");
    private static final DateTimeFormatter MICROSECONDS = new DateTimeFormatterBuilder()
            .append(SECONDS)
            .appendFraction(ChronoField.NANO_OF_SECOND, 6, 6, true)
            .toFormatter();

    public RunId {
        if (value.isBlank()) {
            throw new IllegalArgumentException("a run id is empty");
        }
    }

    /** The id of the timetable's run that is due at {@code runAfter}: {@code scheduled__2024-11-03T00:00:00+00:00}. */
    public static RunId scheduled(Instant runAfter) {
        return new RunId("scheduled__" + isoformat(runAfter));
    }

    /** The id of a run that somebody asked for at {@code at}; microseconds keep two such runs apart. */
    public static RunId manual(Instant at) {
        return new RunId("manual__" + isoformat(at));
    }

    private static String isoformat(Instant instant) {
        Instant exact = instant.truncatedTo(ChronoUnit.MICROS);
        return (exact.equals(exact.truncatedTo(ChronoUnit.SECONDS)) ? SECONDS : MICROSECONDS)
                        .format(exact.atOffset(ZoneOffset.UTC))
                + "+00:00";
    }

    @Override
    public String toString() {
        return value;
    }
}
