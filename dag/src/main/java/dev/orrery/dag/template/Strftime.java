package dev.orrery.dag.template;

import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.time.temporal.IsoFields;
import java.util.Locale;

/** C's strftime in the C locale, with the GNU flag {@code -} for no padding. */
final class Strftime {
    private Strftime() {}

    static String format(ZonedDateTime time, boolean naive, String pattern) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c != '%' || i + 1 == pattern.length()) {
                text.append(c);
                continue;
            }
            char directive = pattern.charAt(++i);
            boolean bare = directive == '-' && i + 1 < pattern.length();
            if (bare) {
                directive = pattern.charAt(++i);
            }
            String value = directive(time, naive, directive);
            text.append(bare ? value.replaceFirst("^[0 ]+(?=.)", "") : value);
        }
        return text.toString();
    }

    private static String directive(ZonedDateTime time, boolean naive, char directive) {
        return switch (directive) {
            case 'a' -> time.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
            case 'A' -> time.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            case 'b', 'h' -> time.getMonth().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
            case 'B' -> time.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            case 'c' -> format(time, naive, "%a %b %e %H:%M:%S %Y");
            case 'C' -> two(time.getYear() / 100);
            case 'd' -> two(time.getDayOfMonth());
            case 'D', 'x' -> format(time, naive, "%m/%d/%y");
            case 'e' -> "%2d".formatted(time.getDayOfMonth());
            case 'f' -> "%06d".formatted(time.getNano() / 1_000);
            case 'F' -> format(time, naive, "%Y-%m-%d");
            case 'G' -> String.valueOf(time.get(IsoFields.WEEK_BASED_YEAR));
            case 'H' -> two(time.getHour());
            case 'I' -> two(time.getHour() % 12 == 0 ? 12 : time.getHour() % 12);
            case 'j' -> "%03d".formatted(time.getDayOfYear());
            case 'm' -> two(time.getMonthValue());
            case 'M' -> two(time.getMinute());
            case 'p' -> time.getHour() < 12 ? "AM" : "PM";
            case 'R' -> format(time, naive, "%H:%M");
            case 's' -> String.valueOf(time.toEpochSecond());
            case 'S' -> two(time.getSecond());
            case 'T', 'X' -> format(time, naive, "%H:%M:%S");
            case 'u' -> String.valueOf(time.getDayOfWeek().getValue());
            case 'U' -> two((time.getDayOfYear() + 6 - time.getDayOfWeek().getValue() % 7) / 7);
            case 'V' -> two(time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
            case 'w' -> String.valueOf(time.getDayOfWeek().getValue() % 7);
            case 'W' -> two((time.getDayOfYear() + 6 - (time.getDayOfWeek().getValue() - 1)) / 7);
            case 'y' -> two(time.getYear() % 100);
            case 'Y' -> String.valueOf(time.getYear());
            case 'z' -> naive ? "" : offset(time.toOffsetDateTime());
            case 'Z' ->
                naive
                        ? ""
                        : time.getZone()
                                .getDisplayName(TextStyle.SHORT, Locale.ENGLISH)
                                .replaceFirst("^Z$", "UTC");
            case '%' -> "%";
            default -> "%" + directive;
        };
    }

    private static String offset(OffsetDateTime time) {
        return time.getOffset().getTotalSeconds() == 0
                ? "+0000"
                : time.getOffset().getId().replace(":", "");
    }

    private static String two(int number) {
        return "%02d".formatted(number);
    }
}
