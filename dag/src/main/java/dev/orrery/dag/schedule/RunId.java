package dev.orrery.dag.schedule;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;

/** The name of a run within its dag, as Airflow 3 names it: the kind and the time after which the run is due. */
public record RunId(String value) {
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx");
    private static final DateTimeFormatter MICROSECONDS = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 6, 6, true)
            .appendPattern("xxx")
            .toFormatter();

    public RunId {
        if (value.isBlank()) {
            throw new IllegalArgumentException("a run id is empty");
        }
    }

    /** The id of the timetable's run that is due at {@code runAfter}: {@code scheduled__2024-11-03T00:00:00+00:00}. */
    static RunId scheduled(ZonedDateTime runAfter) {
        return new RunId("scheduled__" + isoformat(runAfter));
    }

    /** The id of a run that somebody asked for at {@code at}; microseconds keep two such runs apart. */
    public static RunId manual(Instant at) {
        return new RunId("manual__" + isoformat(at.atZone(ZoneOffset.UTC)));
    }

    /** The id of a run that comes at {@code at}, as data was made anew; Airflow's name for such runs. */
    public static RunId asset(Instant at) {
        return new RunId("asset_triggered__" + isoformat(at.atZone(ZoneOffset.UTC)));
    }

    private static String isoformat(ZonedDateTime time) {
        ZonedDateTime exact = time.truncatedTo(ChronoUnit.MICROS);
        boolean whole = exact.equals(exact.truncatedTo(ChronoUnit.SECONDS));
        return (whole ? SECONDS : MICROSECONDS).format(exact);
    }

    @Override
    public String toString() {
        return value;
    }
}
