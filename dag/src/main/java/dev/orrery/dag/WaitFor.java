package dev.orrery.dag;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a waiting task waits for. */
public sealed interface WaitFor {
    /** A time; the text is a template. {@link #instant} reads what it renders to. */
    record Time(String at) implements WaitFor {
        /**
         * The instant that a rendered text means: a time of day such as {@code 06:30} (of the day on which the run is due, by
         * the dag's wall clock), or a whole date and time, ISO 8601, by the dag's wall clock where it has no offset. Empty where
         * it is neither. One that has passed is waited for no longer.
         */
        public static Optional<Instant> instant(String rendered, Instant runAfter, ZoneId zone) {
            String text = rendered.strip().replace(' ', 'T');
            try {
                if (text.length() <= "06:30:00".length()) {
                    LocalTime time = LocalTime.parse(text);
                    return Optional.of(runAfter.atZone(zone)
                            .toLocalDate()
                            .atTime(time)
                            .atZone(zone)
                            .toInstant());
                }
                boolean zoned = text.matches(".*T.*([+-]\\d\\d(:?\\d\\d)?|[zZ])");
                return Optional.of(
                        zoned
                                ? OffsetDateTime.parse(text).toInstant()
                                : LocalDateTime.parse(text).atZone(zone).toInstant());
            } catch (DateTimeException e) {
                return Optional.empty();
            }
        }
    }

    /** So long after the end of the run's data interval. */
    record Delay(Duration length) implements WaitFor {}

    /**
     * A file, or a folder with one. The path is a template and a pattern: {@code ~/…} or {@code /home/USER/…} in the home of the
     * user whose rights the dag has, else relative to the dag's folder.
     */
    record FileThere(String path) implements WaitFor {}

    /**
     * An object in an object storage.
     *
     * @param url such as {@code s3://bucket/key}; a template
     * @param connection the id of the connection that opens the storage; null where the environment does
     */
    record ObjectThere(String url, @Nullable String connection) implements WaitFor {}

    /**
     * The success of another dag's run, or of one of its tasks.
     *
     * @param offset how long before this run's logical date that run's logical date is; zero for the same
     */
    record DagRun(String dagId, @Nullable String taskId, Duration offset) implements WaitFor {}

    /**
     * A table whose newest row is young enough: the greatest value of {@code column} is at most {@code maxAge} before now.
     *
     * @param table as SQL names it; a template
     * @param column of a date and time; a template
     */
    record TableFresh(String connection, String table, String column, Duration maxAge) implements WaitFor {}
}
