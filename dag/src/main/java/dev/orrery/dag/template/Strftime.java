package dev.orrery.dag.template;

import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
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
            char flag = "-_0^#".indexOf(directive) >= 0 && i + 1 < pattern.length() ? directive : ' ';
            if (flag != ' ') {
                directive = pattern.charAt(++i);
            }
            text.append(flagged(directive(time, naive, directive), flag));
        }
        return text.toString();
    }

    /** GNU's flags: no padding, spaces, zeros, upper case, the other case. */
    private static String flagged(String value, char flag) {
        String bare = value.replaceFirst("^[0 ]+(?=\\d)", "");
        return switch (flag) {
            case '-' -> bare;
            case '_' -> " ".repeat(value.length() - bare.length()) + bare;
            case '0' -> value.replaceFirst("^ ", "0");
            case '^', '#' -> value.toUpperCase(Locale.ROOT);
            default -> value;
        };
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
            case 'g' -> two(time.get(IsoFields.WEEK_BASED_YEAR) % 100);
            case 'k' -> "%2d".formatted(time.getHour());
            case 'l' -> "%2d".formatted(time.getHour() % 12 == 0 ? 12 : time.getHour() % 12);
            case 'n' -> "\n";
            case 't' -> "\t";
            case 'P' -> time.getHour() < 12 ? "am" : "pm";
            case 'r' -> format(time, naive, "%I:%M:%S %p");
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
                        : DateTimeFormatter.ofPattern("zzz", Locale.ENGLISH)
                                .format(time)
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
