package dev.orrery.database;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** One row of a result, by column name. Times are stored as microseconds since 1970 UTC, booleans as 0 and 1. */
public final class Row {
    private final ResultSet result;

    Row(ResultSet result) {
        this.result = result;
    }

    /** A column that is never null. */
    public String text(String column) {
        String value = textOrNull(column);
        if (value == null) {
            throw new IllegalStateException("column " + column + " is null");
        }
        return value;
    }

    public @Nullable String textOrNull(String column) {
        return Row.<@Nullable String>get(() -> result.getString(column));
    }

    public long number(String column) {
        Long value = numberOrNull(column);
        if (value == null) {
            throw new IllegalStateException("column " + column + " is null");
        }
        return value;
    }

    public @Nullable Long numberOrNull(String column) {
        return Row.<@Nullable Long>get(() -> {
            long value = result.getLong(column);
            return result.wasNull() ? null : value;
        });
    }

    public boolean flag(String column) {
        return number(column) != 0;
    }

    public Instant time(String column) {
        return fromMicros(number(column));
    }

    public @Nullable Instant timeOrNull(String column) {
        Long micros = numberOrNull(column);
        return micros == null ? null : fromMicros(micros);
    }

    static Instant fromMicros(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    static long toMicros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }

    private static <T extends @Nullable Object> T get(Getter<T> getter) {
        try {
            return getter.get();
        } catch (SQLException e) {
            throw new DatabaseException("cannot read a column", e);
        }
    }

    private interface Getter<T extends @Nullable Object> {
        T get() throws SQLException;
    }
}
