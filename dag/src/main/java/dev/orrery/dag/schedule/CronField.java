package dev.orrery.dag.schedule;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One of a cron expression's fields, in the order in which croniter has them: the seconds come last. */
enum CronField {
    MINUTE("minute", 0, 59, ""),
    HOUR("hour", 0, 23, ""),
    DAY("day of month", 1, 31, ""),
    MONTH("month", 1, 12, "jan feb mar apr may jun jul aug sep oct nov dec"),
    WEEKDAY("day of week", 0, 6, "sun mon tue wed thu fri sat"),
    SECOND("second", 0, 59, "");

    private static final Map<Integer, Integer> SUNDAY_AS_SEVEN = Map.of(7, 0);

    final String label;
    final int least;
    final int most;
    private final String names;

    CronField(String label, int least, int most, String names) {
        this.label = label;
        this.least = least;
        this.most = most;
        this.names = names;
    }

    /** All of the field's values as bits. */
    long all() {
        return bits(least, most, 1);
    }

    /** {@code from}, {@code from + step}, ... up to {@code to} as bits; nothing where {@code from} is over {@code to}. */
    static long bits(int from, int to, int step) {
        long bits = 0;
        for (int value = from; value <= to; value += step) {
            bits |= 1L << value;
        }
        return bits;
    }

    /** The value that a number or a name stands for. */
    int value(String text) {
        int named = text.isEmpty() ? -1 : List.of(names.split(" ")).indexOf(text);
        Integer number = named >= 0 ? Integer.valueOf(named + least) : number(text);
        if (number == null) {
            throw wrong(text, "is no " + label);
        }
        int value = this == WEEKDAY ? SUNDAY_AS_SEVEN.getOrDefault(number, number) : number;
        if (value < least || value > most) {
            throw wrong(
                    text, "is out of range: a " + label + " is from " + least + " to " + (this == WEEKDAY ? 7 : most));
        }
        return value;
    }

    static @Nullable Integer number(String text) {
        boolean digits = !text.isEmpty() && text.length() <= 4 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Integer.valueOf(text) : null;
    }

    ScheduleException wrong(String text, String why) {
        String example = switch (this) {
            case MINUTE, SECOND -> "0, 5,35 or */15";
            case HOUR -> "6, 8-18 or */6";
            case DAY -> "1, 1-7, L (the last day) or 15W (the workday nearest to the 15th)";
            case MONTH -> "1, JAN,JUL or */3";
            case WEEKDAY -> "MON-FRI, 0 (Sunday), 1#1 (the first Monday) or L5 (the last Friday)";
        };
        return new ScheduleException(
                "the " + label + " '" + text.toUpperCase(Locale.ROOT) + "' " + why,
                "Write * for every " + label + ", or values such as " + example + ".");
    }
}
