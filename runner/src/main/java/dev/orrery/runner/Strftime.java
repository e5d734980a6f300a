package dev.orrery.runner;

import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Python's {@code strftime}, in English, for path templates. */
final class Strftime {
    private Strftime() {}

    static String format(ZonedDateTime time, String pattern) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c != '%' || i + 1 == pattern.length()) {
                out.append(c);
                continue;
            }
            out.append(directive(time, pattern.charAt(++i)));
        }
        return out.toString();
    }

    private static String directive(ZonedDateTime time, char directive) {
        String pattern = switch (directive) {
            case 'Y' -> "uuuu";
            case 'm' -> "MM";
            case 'd' -> "dd";
            case 'H' -> "HH";
            case 'M' -> "mm";
            case 'S' -> "ss";
            case 'f' -> "SSSSSS";
            case 'y' -> "uu";
            case 'j' -> "DDD";
            case 'a' -> "EEE";
            case 'A' -> "EEEE";
            case 'b', 'h' -> "MMM";
            case 'B' -> "MMMM";
            case 'I' -> "hh";
            case 'p' -> "a";
            case 'z' -> "xx";
            case 'Z' -> "zzz";
            case 'F' -> "uuuu-MM-dd";
            case 'T', 'X' -> "HH:mm:ss";
            case 'R' -> "HH:mm";
            case 'D', 'x' -> "MM/dd/uu";
            case 'G' -> "YYYY";
            case 'V' -> "ww";
            case 'u' -> "e";
            case '%' -> "'%'";
            case 's' -> "";
            default ->
                throw new RunException(
                        "The date format %" + directive + " is not known here. Use %Y %m %d %H %M %S and the like.");
        };
        if (pattern.isEmpty()) {
            return String.valueOf(time.toEpochSecond());
        }
        return DateTimeFormatter.ofPattern(pattern, Locale.UK).format(time);
    }

    /** What Python's {@code str()} makes of a time that knows no zone, or is UTC. */
    static String iso(ZonedDateTime time) {
        return format(time, time.getNano() < 1000 ? "%Y-%m-%d %H:%M:%S" : "%Y-%m-%d %H:%M:%S.%f");
    }
}
