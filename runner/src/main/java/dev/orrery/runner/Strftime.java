package dev.orrery.runner;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.util.Locale;

/** Python's {@code strftime} as the C library of Linux has it, in English, for the two times that papermill's path templates know. */
final class Strftime {
    private Strftime() {}

    /** @param pattern {@code %} and a letter, between them perhaps one of glibc's flags {@code - _ 0 ^} */
    static String format(ZonedDateTime time, String pattern) {
        return format(time.toLocalDateTime(), "UTC", "+0000", pattern);
    }

    /** Of a time that knows no zone: {@code %z} and {@code %Z} are empty. */
    static String format(LocalDateTime time, String pattern) {
        return format(time, "", "", pattern);
    }

    /** {@code str()}. */
    static String iso(ZonedDateTime time) {
        return iso(time.toLocalDateTime()) + "+00:00";
    }

    /** {@code str()}. */
    static String iso(LocalDateTime time) {
        return format(time, time.get(ChronoField.MICRO_OF_SECOND) == 0 ? "%Y-%m-%d %H:%M:%S" : "%Y-%m-%d %H:%M:%S.%f");
    }

    private static String format(LocalDateTime time, String zone, String offset, String pattern) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c != '%' || i + 1 == pattern.length()) {
                out.append(c);
                continue;
            }
            int start = i++;
            char flag = "-_0^".indexOf(pattern.charAt(i)) >= 0 && i + 1 < pattern.length() ? pattern.charAt(i++) : ' ';
            char letter = pattern.charAt(i);
            switch (letter) {
                case 'z' -> out.append(offset);
                case 'Z' -> out.append(zone);
                case '%' -> out.append('%');
                case 'n' -> out.append('\n');
                case 't' -> out.append('\t');
                default -> {
                    String text = directive(time, letter);
                    out.append(text.isEmpty() ? pattern.substring(start, i + 1) : flagged(text, flag));
                }
            }
        }
        return out.toString();
    }

    private static String flagged(String text, char flag) {
        String bare = text.strip();
        int zeros = 0;
        while (zeros + 1 < bare.length() && bare.charAt(zeros) == '0' && Character.isDigit(bare.charAt(zeros + 1))) {
            zeros++;
        }
        return switch (flag) {
            case '-' -> bare.substring(zeros);
            case '_' -> " ".repeat(text.length() - bare.length() + zeros) + bare.substring(zeros);
            case '0' -> "0".repeat(text.length() - bare.length()) + bare;
            case '^' -> text.toUpperCase(Locale.ROOT);
            default -> text;
        };
    }

    /** Empty for a letter that means nothing: it is printed as it stands. */
    private static String directive(LocalDateTime time, char letter) {
        int weekday = time.getDayOfWeek().getValue();
        return switch (letter) {
            case 'Y' -> Integer.toString(time.getYear());
            case 'C' -> padded(time.getYear() / 100);
            case 'y' -> padded(time.getYear() % 100);
            case 'm' -> padded(time.getMonthValue());
            case 'd' -> padded(time.getDayOfMonth());
            case 'e' -> blank(time.getDayOfMonth());
            case 'H' -> padded(time.getHour());
            case 'k' -> blank(time.getHour());
            case 'I' -> padded((time.getHour() + 11) % 12 + 1);
            case 'l' -> blank((time.getHour() + 11) % 12 + 1);
            case 'M' -> padded(time.getMinute());
            case 'S' -> padded(time.getSecond());
            case 'f' -> DateTimeFormatter.ofPattern("SSSSSS", Locale.US).format(time);
            case 'j' -> DateTimeFormatter.ofPattern("DDD", Locale.US).format(time);
            case 'p' -> time.getHour() < 12 ? "AM" : "PM";
            case 'P' -> time.getHour() < 12 ? "am" : "pm";
            case 'a' -> time.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.US);
            case 'A' -> time.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.US);
            case 'b', 'h' -> time.getMonth().getDisplayName(TextStyle.SHORT, Locale.US);
            case 'B' -> time.getMonth().getDisplayName(TextStyle.FULL, Locale.US);
            case 'u' -> Integer.toString(weekday);
            case 'w' -> Integer.toString(weekday % 7);
            case 'U' -> padded((time.getDayOfYear() + 6 - weekday % 7) / 7);
            case 'W' -> padded((time.getDayOfYear() + 6 - (weekday + 6) % 7) / 7);
            case 'V' -> padded(time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
            case 'G' -> Integer.toString(time.get(IsoFields.WEEK_BASED_YEAR));
            case 'g' -> padded(time.get(IsoFields.WEEK_BASED_YEAR) % 100);
            case 's' -> Long.toString(time.atZone(zone()).toEpochSecond());
            case 'F' -> format(time, "%Y-%m-%d");
            case 'T', 'X' -> format(time, "%H:%M:%S");
            case 'R' -> format(time, "%H:%M");
            case 'r' -> format(time, "%I:%M:%S %p");
            case 'D', 'x' -> format(time, "%m/%d/%y");
            case 'c' -> format(time, "%a %b %e %H:%M:%S %Y");
            default -> "";
        };
    }

    private static ZoneId zone() {
        try {
            return ZoneId.systemDefault();
        } catch (DateTimeException e) {
            return ZoneOffset.UTC;
        }
    }

    private static String padded(int number) {
        return number < 10 ? "0" + number : Integer.toString(number);
    }

    private static String blank(int number) {
        return number < 10 ? " " + number : Integer.toString(number);
    }
}
