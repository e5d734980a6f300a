package dev.orrery.dag.schedule;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time as dag.yml writes them: {@code 90s}, {@code 15m}, {@code 1h30m}, {@code 2d}, {@code 1w}, {@code PT15M}. */
public final class Durations {
    private static final Pattern COMPACT =
            Pattern.compile("(?:(\\d{1,6})w)?(?:(\\d{1,6})d)?(?:(\\d{1,6})h)?(?:(\\d{1,7})m)?(?:(\\d{1,9})s)?");
    private static final Pattern ISO = Pattern.compile("p[0-9dthms.]{1,30}");

    private Durations() {}

    /** The length that {@code text} writes, in whole seconds; empty where it writes none. */
    public static Optional<Duration> parse(String text) {
        String compact = text.toLowerCase(Locale.ROOT).replace(" ", "");
        Matcher matcher = COMPACT.matcher(compact);
        if (!compact.isEmpty() && matcher.matches()) {
            return Optional.of(Duration.ofDays(7L * number(matcher, 1) + number(matcher, 2))
                    .plusHours(number(matcher, 3))
                    .plusMinutes(number(matcher, 4))
                    .plusSeconds(number(matcher, 5)));
        }
        if (ISO.matcher(compact).matches()) {
            try {
                return Optional.of(Duration.parse(compact));
            } catch (java.time.format.DateTimeParseException e) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static long number(Matcher matcher, int group) {
        String digits = matcher.group(group);
        return digits == null ? 0 : Long.parseLong(digits);
    }

    /** A length in words, such as "1 hour 30 minutes"; a single unit loses its 1: "hour". */
    static String words(Duration length) {
        List<String> parts = new ArrayList<>();
        add(parts, length.toDays() / 7, "week");
        add(parts, length.toDays() % 7, "day");
        add(parts, length.toHoursPart(), "hour");
        add(parts, length.toMinutesPart(), "minute");
        add(parts, length.toSecondsPart(), "second");
        String text = String.join(" ", parts);
        return parts.size() == 1 && text.startsWith("1 ") ? text.substring(2) : text;
    }

    private static void add(List<String> parts, long count, String unit) {
        if (count > 0) {
            parts.add(count + " " + unit + (count == 1 ? "" : "s"));
        }
    }
}
