package dev.orrery.dag.template;

import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.IsoFields;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The format tokens of pendulum's {@code format()}, such as {@code YYYY-MM-DD}. */
final class PendulumFormat {
    private static final Pattern TOKEN = Pattern.compile(
            "\\[([^\\[]*)\\]|\\\\(.)|(Mo|MM?M?M?|Do|DDDo|DD?D?D?|ddd?d?|do?|eo?|E{1,4}"
                    + "|w[o|w]?|W[o|W]?|Qo?|YYYY|YY|Y|gg(ggg?)?|GG(GGG?)?|a|A|hh?|HH?|kk?|mm?|ss?|S{1,9}|x|X|zz?|ZZ?|LTS|LT|LL?L?L?)");
    private static final Map<String, String> LONGER = Map.of(
            "LTS", "h:mm:ss A",
            "LT", "h:mm A",
            "L", "MM/DD/YYYY",
            "LL", "MMMM D, YYYY",
            "LLL", "MMMM D, YYYY h:mm A",
            "LLLL", "dddd, MMMM D, YYYY h:mm A");

    private PendulumFormat() {}

    static String format(ZonedDateTime time, String pattern) {
        Matcher matcher = TOKEN.matcher(pattern);
        StringBuilder text = new StringBuilder();
        while (matcher.find()) {
            String literal = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
            matcher.appendReplacement(
                    text, Matcher.quoteReplacement(literal == null ? token(time, matcher.group()) : literal));
        }
        return matcher.appendTail(text).toString();
    }

    private static String token(ZonedDateTime time, String token) {
        String longer = LONGER.get(token);
        if (longer != null) {
            return format(time, longer);
        }
        int micros = time.getNano() / 1_000;
        int weekday = time.getDayOfWeek().getValue();
        return switch (token) {
            case "YYYY", "Y" -> String.valueOf(time.getYear());
            case "YY" -> String.valueOf(time.getYear()).substring(2);
            case "Q" -> String.valueOf(quarter(time));
            case "Qo" -> ordinal(quarter(time));
            case "Mo" -> ordinal(time.getMonthValue());
            case "Do" -> ordinal(time.getDayOfMonth());
            case "DDDo" -> ordinal(time.getDayOfYear());
            case "do" -> ordinal(weekday % 7);
            case "wo" -> ordinal(time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
            case "eo" -> ordinal(weekday % 7 + 1);
            case "e" -> String.valueOf((weekday - 1) % 7);
            case "DDDD" -> java(time, "DDD");
            case "DDD" -> java(time, "D");
            case "DD" -> java(time, "dd");
            case "D" -> java(time, "d");
            case "dddd" -> java(time, "EEEE");
            case "ddd" -> java(time, "EEE");
            case "dd" -> java(time, "EEE").substring(0, 2);
            case "d" -> String.valueOf(weekday % 7);
            case "E" -> String.valueOf(weekday);
            case "MMMM", "MMM", "MM", "M", "HH", "H", "hh", "h", "mm", "m", "ss", "s" -> java(time, token);
            case "S", "SS", "SSS", "SSSS", "SSSSS", "SSSSSS" ->
                "%06d".formatted(micros).substring(0, token.length());
            case "A" -> time.getHour() < 12 ? "AM" : "PM";
            case "Z" -> java(time, "xxx");
            case "ZZ" -> java(time, "xx");
            case "z" -> PyDateTime.zoneName(time);
            case "zz" -> Strftime.format(time, false, "%Z");
            case "X" -> String.valueOf(time.toEpochSecond());
            case "x" -> String.valueOf(time.toInstant().toEpochMilli());
            default -> token;
        };
    }

    private static int quarter(ZonedDateTime time) {
        return (time.getMonthValue() + 2) / 3;
    }

    private static String java(ZonedDateTime time, String letters) {
        return DateTimeFormatter.ofPattern(letters, Locale.ENGLISH).format(time);
    }

    private static String ordinal(int day) {
        boolean teen = day / 10 % 10 == 1;
        return day + (teen ? "th" : day % 10 == 1 ? "st" : day % 10 == 2 ? "nd" : day % 10 == 3 ? "rd" : "th");
    }
}
